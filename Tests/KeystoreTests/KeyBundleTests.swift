import Crypto
import Keystore
import Names
import Testing

@Suite struct KeyBundleTests {
  private func keys() throws -> [KeyBundle.Key] {
    [
      KeyBundle.Key(
        label: try #require(KeyLabel("TSO.KEY")), kind: .des,
        value: SharedSecret(Secret(copying: [0xE0, 1, 0x19, 0x35, 0x19, 0x56, 0x19, 0x77]))),
      KeyBundle.Key(
        label: try #require(KeyLabel("CICS.KEY")), kind: .hmac,
        value: SharedSecret(try Random.secret(count: 65))),
    ]
  }

  private func passphrase(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

  @Test func `keys come back under their passphrase, with label, type and value`() throws {
    let sealed = try KeyBundle.seal(try keys(), passphrase: passphrase("a long passphrase"))
    #expect(sealed.first == "TURNSTILE KEYS 1")
    #expect(sealed[2].hasPrefix("KEY TSO.KEY DATA A13386 "))
    let opened = try KeyBundle.open(sealed, passphrase: passphrase("a long passphrase"))
    #expect(opened.map(\.label.text) == ["TSO.KEY", "CICS.KEY"])
    #expect(opened.map(\.kind) == [.des, .hmac] && opened[1].value.secret.count == 65)
    let first = try #require(opened.first?.value)
    #expect((0..<8).map { first.secret[$0] } == [0xE0, 1, 0x19, 0x35, 0x19, 0x56, 0x19, 0x77])
  }

  @Test func `nothing of a file counts that was changed, or has another passphrase`() throws {
    let sealed = try KeyBundle.seal(try keys(), passphrase: passphrase("a long passphrase"))
    #expect(throws: KeyBundle.Fault.wrongPassphrase) {
      _ = try KeyBundle.open(sealed, passphrase: passphrase("another passphrase"))
    }
    var renamed = sealed
    renamed[2] = renamed[2].split(separator: " ").enumerated()
      .map { $0 == 1 ? "ANY.KEY" : String($1) }.joined(separator: " ")
    var shorter = sealed
    shorter.remove(at: 2)
    for lines in [renamed, shorter] {
      #expect(throws: KeyBundle.Fault.wrongPassphrase) {
        _ = try KeyBundle.open(lines, passphrase: passphrase("a long passphrase"))
      }
    }
    for lines in [[], ["TURNSTILE KEYS 1"], ["LU *"], Array(sealed.prefix(1)) + ["x", "y"]] {
      #expect(throws: KeyBundle.Fault.self) {
        _ = try KeyBundle.open(lines, passphrase: passphrase("a long passphrase"))
      }
    }
  }

  @Test func `a copy of a CKDS comes back as it is`() throws {
    let token = KeyToken(
      label: try #require(KeyLabel("A")), kind: .hmac, wrapped: [1, 2, 3], pattern: [9, 8])
    let copy = KeyBundle.copy([token])
    #expect(KeyBundle.isCopy(copy))
    #expect(try KeyBundle.tokens(copy) == [token])
    #expect(throws: KeyBundle.Fault.badLine(2)) {
      try KeyBundle.tokens([copy[0], "KEY A HMAC 1 2"])
    }
  }
}
