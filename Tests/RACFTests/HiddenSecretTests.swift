import RACF
import SAF
import Testing

/// Whatever is done to a command, the secret in it is in nothing that people read.
@Suite struct HiddenSecretTests {
  private static let secrets = [
    "Zq7Xv9Kw", "A1B2C3D4E5F60718", "w0nderful Phrase 77", "QZ", "KJ4H2",
  ]

  /// Commands with a secret in the place of `@`, as people write them and as they slip.
  private static let commands = [
    "ALU ADMIN PASSWORD(@)", "ALU ADMIN PASSWORD (@)", "ALU ADMIN PASSWORD   (  @  )",
    "ALU ADMIN PASWORD(@)", "ALU ADMIN PWD(@)", "ALU ADMIN PASSWORD @", "ALU ADMIN @",
    "ALU ADMIN (@)", "AU X PASSWORD(@", "AU X PASSWORD @)", "AU X PASSWORD('@", "AU X PHRASE('@')",
    "AU X PHRASE('@'' and more')", "AU PASSWORD(@) X", "PASSWORD @ OTHERPW1", "PASSWORD OLDPASS1 @",
    "PW PASSWORD(OLDPASS1 @)", "PW USER(X) PASSWORD(@ NEWPASS1)", "PASSWORD USER(X) @",
    "PHRASE '@'",
    "RDEF PTKTDATA A SSIGNON(KEYMASKED(@))", "RDEF PTKTDATA A SSIGNON(KEYMASKED (@))",
    "RDEF PTKTDATA A SSIGNON(KEYMASKED @)", "RDEF PTKTDATA A SSIGON(KEYMASKED(@))",
    "RDEF PTKTDATA A SSIGNON(MASKED(@))", "RDEF PTKTDATA A SSIGNON @",
    "RDEF PTKTDATA A SSIGNON(@)", "RDEF PTKTDATA A KEYMASKED(@)", "RDEF PTKTDATA @ SSIGNON()",
    "RALT PTKTDATA A SSIG(KEYE(@) TIMEOUT(99999))", "RALT PTKTDATA A SSIGNON(KEYLABEL(@))x",
    "RALT PTKTDATA A SSIGNON(TIMEOUT(@))", "RALT PTKTDATA A DATA('@')", "SETR RVARYPW(SWITCH(@))",
    "AU X TSO(ACCTNUM(@))", "AU X KERB(KERBPASSWD(@))", "AU X NAME('@') DATA('@')",
    "FROBNICATE @", "@", "@ X", "PASSWORD(@)", "//STEP EXEC PARM='@'", "ALUSER X PASSWORD(@)",
    "  ALTUSERX PASSWORD(@)", "PE IRRPTAUTH.A.B CLASS(@) ID(X)", "SETR CLASSACT(@)", "RL @ X",
    "SR CLASS(@)", "HELP @", "RVARY SWITCH @", "CO X GROUP(A) @", "/* @ */ LU *", "LU * /* @",
    "RDEF PTKTDATA A APPLDATA('@')", "ALU X REVOKE(@)", "AU X DFLTGRP(@ @)",
  ]

  /// Statements of the key generator, likewise.
  private static let keys = [
    "ADD LABEL(A) TYPE(DATA) CLEAR KEY(@)", "ADD LABEL(A) TYPE(DATA) CLEAR KEY (@)",
    "ADD LABEL(A) TYPE(DATA) CLEAR KEYS(@)", "ADD LABEL(A) TYPE(DATA) CLEAR @", "KEY(@)",
    "ADD LABEL(A),TYPE(MAC),CLEAR,\n KEY(@", "ADD LABEL(A) TYPE(@)", "ADDS LABEL(A) KEY(@)",
    "UPDATE LABEL(A) KEY(@)", "ADD LABEL(A) TYPE(MAC) TRANSKEY(@)", "SET INSTDATA('@')", "@",
    "ADD LABEL(A) TYPE(DATA) LENGTH(@)", "ADD KEY(@)", "DELETE @",
  ]

  /// Slips of the pen: a character more, less or other, in any place that is not the secret itself.
  private func slips(_ command: String) -> [String] {
    var found = [command, command.lowercased(), "  \(command)  ", command + " -\n", command + ")"]
    let places = command.indices.filter { command[$0] != "@" }
    for index in places.enumerated().filter({ $0.offset.isMultiple(of: 3) }).map(\.element) {
      var less = command
      less.remove(at: index)
      found.append(less)
      var more = command
      more.insert(" ", at: index)
      found.append(more)
      more.insert("\n", at: index)
      found.append(more)
      var other = command
      other.replaceSubrange(index...index, with: "(")
      found.append(other)
    }
    return found
  }

  private func check(_ texts: [String], _ secret: String, _ deck: String) {
    for text in texts where text.uppercased().contains(secret.uppercased()) {
      Issue.record("\(secret) of \(deck) is in \(text)")
    }
  }

  @Test func `no secret of a mangled RACF command is in log, echo or error`() {
    var count = 0
    for secret in Self.secrets where secret.count > 3 {
      for deck in Self.commands.flatMap({ slips($0) }).map({ plant(secret, $0) }) {
        count += 1
        let read = CommandDeck(Array(deck.utf8))
        check(read.notes + [read.fault?.description ?? ""], secret, deck)
        for statement in read.statements {
          let reading = RACFParser.read(statement)
          // What was understood as a name is a name; nobody can tell it from one.
          if case .success = reading.outcome, isName(secret), !reading.shown.contains("(...)") {
            continue
          }
          check([reading.shown] + reading.notes + reading.idle.lines, secret, deck)
          if case .failure(let fault) = reading.outcome {
            check([fault.description], secret, deck)
            #expect(reading.hasSecret, "\(deck) would be taken from a command line")
          }
        }
      }
    }
    #expect(count > 5000)
  }

  @Test func `no secret of a mangled statement for keys is in log, echo or error`() {
    for secret in Self.secrets where secret.count > 3 {
      for deck in Self.keys.flatMap({ slips($0) }).map({ plant(secret, $0) }) {
        for statement in CommandDeck(Array(deck.utf8), .keyGenerator).statements {
          let reading = KeyStatement.read(statement)
          check([reading.shown] + reading.notes, secret, deck)
          if case .failure(let fault) = reading.outcome { check([fault.description], secret, deck) }
        }
      }
    }
  }

  private func plant(_ secret: String, _ deck: String) -> String {
    deck.split(separator: "@", omittingEmptySubsequences: false).joined(separator: secret)
  }

  private func isName(_ secret: String) -> Bool { secret.count <= 8 }

  @Test(arguments: [
    "RDEF PTKTDATA A SSIGNON(KEYMASKED(A1B2C3D4E5F60718))", "ALU X PASSWORD(y)",
    "ALU X PASSWORT(y)", "ALUX PASSWORD(y)", "PASSWORD old new",
    "RDEF PTKTDATA A SSIGNON(KEYM (12))",
    "RALT PTKTDATA A SSIGNON(KEYLABEL(A1B2C3D4E5F60718))",
  ])
  func `what may hold a secret is not for a command line`(text: String) throws {
    let statement = try #require(RACFStatement.statements(Array(text.utf8)).first)
    #expect(RACFParser.read(statement).hasSecret)
  }

  @Test(arguments: [
    "LISTUSER *", "RDEF PTKTDATA A APPLDATA('NO REPLAY PROTECTION')", "AU X NAME('B. B.')",
    "PE IRRPTAUTH.*.* CLASS(PTKTDATA) ID(BOB) AC(UPDATE)", "SETR RACLIST(PTKTDATA) REFRESH",
    "RALT PTKTDATA A SSIGNON(EPTKEYLABEL(A.B) TIMEOUT(60))", "AU X OMVS(UID(7))",
  ])
  func `what has no secret may be typed on a command line`(text: String) throws {
    let statement = try #require(RACFStatement.statements(Array(text.utf8)).first)
    let reading = RACFParser.read(statement)
    _ = try reading.get()
    #expect(!reading.hasSecret)
  }
}
