import DataStream
import EBCDIC
import Names
import Terminal
import Testing

@testable import SessionEngine

/// Reads of an application, which the terminal answers where it shows the session, and the model
/// where it does not; each is answered once (GA23-0059 chapter 3).
@Suite(.stories) struct HostReadTests {
  private static let ordinary = Transcript.write("READY")
  /// PF24.
  private static let menuKey = AID(byte: 0x4C)
  private static let modified: [UInt8] = [0xF6]
  private static let buffer: [UInt8] = [0xF2]

  private static func sent(_ user: Transcript) -> [[UInt8]] {
    user.effects.compactMap { if case .sendHost(_, let record) = $0 { record } else { nil } }
  }

  @Test func `reads that follow at once are answered in order, after their responses`() throws {
    var (user, host) = try Transcript.inSession()
    #expect(
      user.happen(.hostRecord(host, Self.buffer, reply: .always(sequence: 7))) == [
        "respond 7 positive", "screen", "timer read(\(host)) 5",
      ])
    user.happen(.hostRecord(host, Self.modified, reply: .no))
    let buffer = user.screen.readBuffer()
    user.happen(.terminalRecord(buffer))
    #expect(Self.sent(user) == [buffer])
    user.happen(.terminalRecord([0x60, 0x40, 0x40]))
    #expect(Self.sent(user) == [[0x60, 0x40, 0x40]])
    // What comes now is a key.
    user.happen(.terminalRecord([0x6C]))
  }

  @Test func `a key that crosses a read is no answer to it`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.buffer, reply: .no))
    user.key(.pf3)
    user.happen(.terminalRecord(user.screen.readBuffer()))
    #expect(Self.sent(user).map(\.first) == [0xF3])
    #expect(Self.sent(user).first?.count ?? 0 > 1920)
  }

  @Test func `a read that crosses a jump is answered by the model, with no key of ours`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.modified, reply: .no))
    user.key(Self.menuKey)
    // The terminal answers the read with the key that it has, then Read Buffer.
    user.happen(.terminalRecord([0x4C, 0x40, 0x40]))
    user.happen(.terminalRecord(user.screen.readBuffer()))
  }

  @Test func `one Read Buffer of the terminal serves the host and the jump`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.buffer, reply: .no))
    user.key(Self.menuKey)
    user.happen(.terminalRecord(user.screen.readBuffer()))
  }

  @Test(arguments: [modified, buffer])
  func `a locked session answers with its own key, not with the one that led to it`(
    read: [UInt8]
  ) throws {
    var (user, host) = try Transcript.inSession()
    user.story.name(read == Self.buffer ? "buffer" : "modified")
    user.key(.pf3)
    user.happen(.systemRequest)
    user.happen(.terminalRecord(user.screen.readBuffer()))
    user.key(.enter, "CICS")
    user.happen(.hostRecord(host, read, reply: .no))
    // The terminal holds ENTER, from the menu.
    user.happen(
      .terminalRecord(
        read == Self.buffer
          ? user.screen.readBuffer(as: .enter) : user.screen.readModified(all: false, as: .enter)))
    #expect(Self.sent(user).map(\.first) == [0xF3])
  }

  @Test func `reads are answered when the terminal is lost`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.modified, reply: .no))
    user.happen(.hostRecord(host, Self.buffer, reply: .no))
    user.happen(.terminalLost)
    #expect(Self.sent(user).map(\.count) == [3, 1924])
  }

  @Test func `an answer that the model has waits behind those of the terminal`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.modified, reply: .no))
    user.happen(.hostRecord(host, Self.buffer, reply: .no))
    user.happen(.hostRecord(host, StructuredField.readPartitionQuery, reply: .no))
    user.happen(.terminalRecord([0x60, 0x40, 0x40]))
    #expect(Self.sent(user).map(\.first) == [0x60])
    user.happen(.terminalRecord(user.screen.readBuffer()))
    #expect(Self.sent(user).map(\.first) == [0x60, 0x88])
  }

  @Test func `a host that asks for more than can wait gets all answers, and none waits for ever`()
    throws
  {
    var (user, host) = try Transcript.inSession()
    var answers = 0
    for _ in 0..<50 {
      user.happen(.hostRecord(host, Self.modified, reply: .no))
      answers += Self.sent(user).count
      user.happen(.hostRecord(host, StructuredField.readPartitionQuery, reply: .no))
      answers += Self.sent(user).count
      #expect(try user.first().reads.count <= PeerLimits.readsAwaited)
    }
    user.happen(.terminalLost)
    #expect(answers + Self.sent(user).count == 100)
  }

  @Test func `a terminal of another size than its host believes is told of, and drawn whole`()
    throws
  {
    var (user, host) = try Transcript.inSession()
    user.session.seat.display = Display(TerminalCapabilities(color: .model4))
    let other: [UInt8] = [0x60, 0x40, 0x40] + [UInt8](repeating: 0xC1, count: 43 * 80)
    user.happen(.hostRecord(host, Self.buffer, reply: .no))
    user.happen(.terminalRecord(other))
    user.key(Self.menuKey)
    user.happen(.terminalRecord(other))
    #expect(ScreenText.lines(try user.first().space, .bracket)[0].hasPrefix(" READY"))
  }

  @Test func `a size that a structured field orders is drawn, since emulators do not agree on it`()
    throws
  {
    var (user, host) = try Transcript.inSession()
    user.session.seat.display = Display(TerminalCapabilities(color: .model4))
    user.happen(
      .hostBound(
        host, BoundSizes(rows: 24, columns: 80, alternateRows: 43, alternateColumns: 80)))
    user.happen(
      .hostRecord(host, [0xF3, 0x00, 0x06, 0x40, 0x00, 0x7E, 0xC3], reply: .no))
    guard case .sendTerminal(let drawn)? = user.effects.first else {
      Issue.record("nothing for the terminal")
      return
    }
    #expect(drawn.first == Command.eraseWriteAlternate.rawValue)
  }
}
