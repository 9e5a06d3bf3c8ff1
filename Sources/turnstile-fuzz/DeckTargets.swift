import Crypto
import Keystore
import Names
import RACF
import SAF
import Time

/// Decks of commands.
enum DeckTargets {
  static let all = [
    FuzzTarget(
      name: "racf", what: "a deck of RACF's commands: read, and worked out on a state",
      seeds: { try [$0.file("ACT/Security/DEMO.racf")] + commands }, words: words,
      make: { _ in try desk(.racf) }),
    FuzzTarget(
      name: "kgup", what: "a deck of KGUP's statements: read, and worked out on a state",
      seeds: { try [$0.file("ACT/Security/DEMO.kgup")] + statements }, words: words,
      make: { _ in try desk(.keyGenerator) }),
  ]

  private static let commands = [
    "ADDUSER BOB NAME('BOB') DFLTGRP(SYS1) PASSWORD(FIRSTPW1) SPECIAL\nLISTUSER BOB\nDELUSER BOB",
    "ADDGROUP OPS SUPGROUP(SYS1)\nCONNECT BOB GROUP(OPS) AUTH(JOIN)\n"
      + "LISTGRP OPS\nREMOVE BOB GROUP(OPS)",
    "RDEFINE PTKTDATA TSOR001 SSIGNON(KEYMASKED(0123456789ABCDEF)) "
      + "APPLDATA('NO REPLAY PROTECTION')",
    "RALTER PTKTDATA TSOR001 SSIGNON(EPTKEYLABEL(A.B) TYPE(MIXED) TIMEOUT(60) REPLAY(NO))",
    "PERMIT IRRPTAUTH.TSOR001.* CLASS(PTKTDATA) ID(BOB) ACCESS(UPDATE)\nRLIST PTKTDATA * ALL",
    "SETROPTS CLASSACT(PTKTDATA) RACLIST(PTKTDATA) REFRESH\nSEARCH CLASS(PTKTDATA) FILTER(T**)",
    "ALTUSER BOB REVOKE(12/31/26) RESUME(1/1/27) -\n  DATA('X')",
  ].map { Array($0.utf8) }

  private static let statements = [
    "ADD LABEL(A.KEY) TYPE(DATA) KEY(0123456789ABCDEF)\nUPDATE LABEL(A.KEY) TYPE(DATA)",
    "ADD RANGE(A1,A3) TYPE(MAC) LENGTH(32) ALGORITHM(HMAC)\nRENAME LABEL(A1,B1)\nDELETE LABEL(B1)",
    "ADD LABEL(A,B,C) TYPE(DATA) CLEAR,\n KEY(1234567812345678)",
  ].map { Array($0.utf8) }

  private static let words = [
    "(", ")", "'", "''", ",", "-\n", "+\n", "\n", " ", "*", "**", "%", ".", "CLASS(PTKTDATA)",
    "ID(*)",
    "SSIGNON(", "KEYMASKED(", "TYPE(DATA)", "LABEL(", "RANGE(", "USER(BOB)", "NOPASSWORD", "X'00'",
    "99999999999", "00/00/00", "&RACUID", "FROM(", "ALL",
  ].map { Array($0.utf8) }

  private static let noon = WallTime(seconds: 1_800_000_000)

  /// Reads a deck, and works it out on the state that earlier commands of the same deck left.
  private static func desk(_ language: CommandDeck.Language) throws -> FuzzTarget.Look {
    guard let server = UserID("TURNSTIL"), let system = PackedName("PROD"),
      let group = GroupName("SYS1"), let bob = UserID("BOB")
    else { throw Seeds.Missing(description: "names break their rule") }
    let card = SoftwareCard(
      desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32), isOnline: true)
    let keys = KeyService(cards: [card], localKey: SharedSecret(try Random.secret(count: 32)))
    var begin = SecurityState(server: server)
    begin.apply(.setClass(.tickets, isActive: true), at: noon)
    begin.apply(.group(GroupRecord(name: group, superior: nil)), at: noon)
    begin.apply(.user(UserRecord(id: bob)), at: noon)
    let start = begin
    return { input in
      var state = start
      for statement in CommandDeck(input, language).statements.prefix(20) {
        let changes: [SecurityChange]
        if language == .racf {
          guard case .success(let command) = RACFParser.read(statement).outcome else { continue }
          changes =
            RACFExecution.execute(command, on: state, keys: keys, at: noon, system: system).changes
        } else {
          guard let command = try? KeyStatement.read(statement).get() else { continue }
          changes = (try? KeyCommands.execute(command, on: state, keys: keys).changes) ?? []
        }
        for change in changes { state.apply(change, at: noon) }
      }
      return nil
    }
  }
}
