import Crypto
import DataStream
import EBCDIC
import SAF
import Testing

@testable import Server

/// A second factor on its way between a terminal and the security manager.
@Suite struct FactorDeskTests {
  private let enrolment = FactorStep(.enrolment, .password(.password, set: nil))
  private let code = FactorStep(.code, .password(.password, set: nil))

  private func has(_ text: String, in bytes: [UInt8]) -> Bool {
    let part = CodePage.bracket.encode(text)
    return bytes.indices.contains { bytes[$0...].starts(with: part) }
  }

  private func key(_ terminal: RigTerminal) throws -> String {
    let found = terminal.rows.compactMap {
      $0.firstMatch(of: #/([A-Z2-7]{4} ){7}[A-Z2-7]{4}/#)?.output.0
    }
    return String(try #require(found.first))
  }

  private func typed(_ rig: ShardRig) throws -> TypedCode {
    guard case .code(let typed)? = rig.attempts.last?.credential else {
      throw ShardRig.Failure(text: "no code is looked at")
    }
    return typed
  }

  private func atPanel(_ rig: ShardRig, _ step: FactorStep) throws -> RigTerminal {
    let terminal = try rig.connect()
    rig.settle()
    terminal.key(.enter, "ONE", "PLANTED1")
    rig.settle()
    #expect(rig.attempts.last?.policy == FactorPolicy())
    rig.verdicts(.factorNeeded(step))
    return terminal
  }

  @Test func `the key is shown, dark in traces, in no ledger, and confirmed with the code`() throws
  {
    let rig = try ShardRig(isKept: true)
    let other = try rig.connect()
    rig.settle()
    let connection = try #require(rig.shard.terminals.all.first)
    var traced: [UInt8] = []
    connection.channel?.tap = { bytes, _ in traced += bytes }
    other.key(.enter, "ONE", "PLANTED1")
    rig.settle()
    rig.verdicts(.factorNeeded(enrolment))
    #expect(other.shows("TEN0005"))
    let shown = try key(other)
    #expect(has("TEN0005", in: traced) && !has(shown.prefix(9).description, in: traced))
    #expect(!rig.ledgers.contains { has(shown, in: $0) })
    other.key(.enter, "123456")
    rig.settle()
    #expect(!rig.ledgers.contains { has("123456", in: $0) })
    let typed = try typed(rig)
    let offered = try #require(typed.offered)
    let text = Base32.encode(offered.secret, isGrouped: true).withBytes {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(text == shown && typed.step == enrolment && typed.wanted == nil)
    // Drawn again it is the same.
    rig.verdicts(.refused(SignOnRefusal(.usedCode, delay: .zero)))
    rig.settle()
    #expect(try key(other) == shown)
    other.key(.enter, "123457")
    rig.settle()
    rig.verdicts(.accepted())
    #expect(other.shows("MENU"))
    // The next who enrols gets another.
    let next = try atPanel(rig, enrolment)
    #expect(try key(next) != shown)
  }

  @Test func `who dies at the panel of a key is given another, at that of a code goes on`() throws {
    let rig = try ShardRig(isKept: true)
    let (first, second) = (try atPanel(rig, enrolment), try atPanel(rig, code))
    let shown = try key(first)
    second.key(.enter, "123456")
    rig.settle()
    try rig.restart(shards: 2)
    rig.settle()
    #expect(first.shows("the key is another one now"))
    #expect(try key(first) != shown)
    #expect(second.shows("type the next code") && second.shows("TEN0004"))
    second.key(.enter, "654321")
    rig.settle()
    #expect(try typed(rig).step == code)
    rig.verdicts(.accepted())
    #expect(second.shows("MENU") && rig.faults() == [])
  }

  @Test func `a new password waits for the code with the terminal, and goes with it`() throws {
    let rig = try ShardRig(isKept: true)
    let terminal = try rig.connect()
    rig.settle()
    terminal.key(.enter, "ONE", "PLANTED1", "PLANTED2", "PLANTED2")
    rig.settle()
    let step = FactorStep(.code, .password(.password, set: nil), changesPassword: true)
    rig.verdicts(.factorNeeded(step))
    #expect(!rig.ledgers.contains { has("PLANTED2", in: $0) })
    terminal.key(.enter, "123456")
    rig.settle()
    let wanted = try #require(try typed(rig).wanted)
    let new = wanted.new.secret.withBytes { String(decoding: $0, as: UTF8.self) }
    #expect(new == "PLANTED2")
    rig.verdicts(.refused(SignOnRefusal(.usedCode, delay: .zero)))
    rig.settle()
    try rig.restart(shards: 1)
    rig.settle()
    #expect(terminal.shows("TEN0003") && terminal.shows("type your password again"))
    #expect(rig.faults() == [])
  }
}
