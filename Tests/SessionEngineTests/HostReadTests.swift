import DataStream
import EBCDIC
import Terminal
import Testing

@testable import SessionEngine

/// Reads of an application, which the terminal answers where it shows the session, and the model
/// where it does not; each is answered once (GA23-0059 chapter 3).
@Suite struct HostReadTests {
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
    #expect(user.happen(.hostRecord(host, Self.modified, reply: .no)).first == "screen")
    let buffer = user.screen.readBuffer()
    user.happen(.terminalRecord(buffer))
    #expect(Self.sent(user) == [buffer])
    user.happen(.terminalRecord([0x60, 0x40, 0x40]))
    #expect(Self.sent(user) == [[0x60, 0x40, 0x40]])
    // What comes now is a key.
    #expect(user.happen(.terminalRecord([0x6C])) == ["host 6c"])
  }

  @Test func `a key that crosses a read is no answer to it`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.buffer, reply: .no))
    #expect(user.key(.pf3) == ["host f3"])
    user.happen(.terminalRecord(user.screen.readBuffer()))
    #expect(Self.sent(user).map(\.first) == [0xF3])
    #expect(Self.sent(user).first?.count ?? 0 > 1920)
  }

  @Test func `a read that crosses a jump is answered by the model, with no key of ours`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.modified, reply: .no))
    user.key(Self.menuKey)
    // The terminal answers the read with the key that it has, then Read Buffer.
    #expect(user.happen(.terminalRecord([0x4C, 0x40, 0x40])) == [])
    #expect(user.happen(.terminalRecord(user.screen.readBuffer())).contains("host 60"))
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test func `one Read Buffer of the terminal serves the host and the jump`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.buffer, reply: .no))
    #expect(user.key(Self.menuKey) == ["timer jump 3"])
    #expect(user.happen(.terminalRecord(user.screen.readBuffer())).contains("host 60"))
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test(arguments: [modified, buffer])
  func `a locked session answers with its own key, not with the one that led to it`(
    read: [UInt8]
  ) throws {
    var (user, host) = try Transcript.inSession()
    #expect(user.key(.pf3) == ["host f3"])
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
}
