import Crypto
import Keystore
import Names
import RACF
import SAF
import Testing

@Suite struct KeyStatementTests {
  private func read(_ deck: String) throws -> KeyStatement {
    let statements = CommandDeck(Array(deck.utf8), .keyGenerator).statements
    #expect(statements.count == 1)
    return try KeyStatement.read(try #require(statements.first)).get()
  }

  @Test(arguments: [
    "ADD LABEL(A.B) TYPE(DATA) CLEAR,\n    KEY(E001193519561977)",
    "ADD TYPE(DATA),LABEL(A.B), -\n  CLEAR KEY(E0011935,19561977)",
    "/* for TSO */\nADD LABEL(A.B) TYPE(DATA) ALGORITHM(DES) LENGTH(8) CLEAR NOCV SINGLE,\n"
      + " KEY(E001193519561977)\n",
  ])
  func `a statement goes on after a comma or a hyphen`(deck: String) throws {
    guard case .add(let labels, .des, let value) = try read(deck) else {
      Issue.record("no ADD")
      return
    }
    #expect(labels.map(\.text) == ["A.B"])
    #expect((0..<8).map { value.key.secret[$0] } == [0xE0, 1, 0x19, 0x35, 0x19, 0x56, 0x19, 0x77])
    #expect(!value.isGenerated && !value.isWeak && value.hasEvenParity)
  }

  @Test func `several labels and a range name one key, and without KEY it is made at random`()
    throws
  {
    guard
      case .add(let labels, .hmac, let value) = try read("ADD LABEL(A,B,C) TYPE(MAC) LENGTH(32)")
    else {
      Issue.record("no ADD")
      return
    }
    #expect(labels.count == 3 && value.isGenerated && value.key.secret.count == 32)
    guard case .update(let range, .des, _) = try read("UPDATE RANGE(K.08,K.11) TYPE(DATA)") else {
      Issue.record("no UPDATE")
      return
    }
    #expect(range.map(\.text) == ["K.08", "K.09", "K.10", "K.11"])
    guard case .delete(let gone) = try read("DELETE LABEL(A,B) TYPE(DATA)"),
      case .rename(let old, let new) = try read("RENAME LABEL(A,B) TYPE(DATA)"),
      case .set = try read("SET INSTDATA('of ours')")
    else {
      Issue.record("not read")
      return
    }
    #expect(gone.count == 2 && old.text == "A" && new.text == "B")
  }

  @Test func `weak keys are taken, and told`() throws {
    guard
      case .add(_, _, let value) = try read(
        "ADD LABEL(A) TYPE(DATA) CLEAR KEY(0101010101010101)")
    else {
      Issue.record("no ADD")
      return
    }
    #expect(value.isWeak && !value.hasEvenParity)
  }

  @Test(arguments: [
    ("ADD LABEL(A) TYPE(EXPORTER) KEY(1122334455667788)", "TYPE(EXPORTER): no PassTicket"),
    ("ADD LABEL(A) TYPE(DATA) ALGORITHM(AES)", "TYPE(DATA) ALGORITHM(AES): no PassTicket"),
    ("ADD LABEL(A) TYPE(DATA) TRANSKEY(TK1)", "TRANSKEY: no key leaves or enters here"),
    ("ADD LABEL(A) TYPE(DATA) OUTTYPE(IMPORTER) CLEAR", "OUTTYPE: no key leaves or enters here"),
    ("ADD LABEL(A) TYPE(DATA) LENGTH(16)", "LENGTH: a key of this type has 8 bytes"),
    ("ADD LABEL(A) TYPE(DATA) KEY(11)", "KEY wants 8 bytes in hexadecimal digits"),
    ("ADD LABEL(A) TYPE(MAC) KEY(11)", "KEY wants 32 to 256 bytes in hexadecimal digits"),
    ("ADD TYPE(DATA)", "ADD wants LABEL or RANGE"),
    ("ADD RANGE(A1,B9) TYPE(DATA)", "RANGE wants two labels"),
    ("RENAME LABEL(A) TYPE(DATA)", "RENAME wants LABEL(old,new)"),
    ("OPKYLOAD LABEL(A)", "a statement begins with ADD"),
  ])
  func `a wrong statement says what is wrong`(deck: String, words: String) throws {
    do {
      _ = try read(deck)
      Issue.record("it was taken")
    } catch {
      #expect("\(error)".hasPrefix(words), "\(error)")
    }
  }
}
