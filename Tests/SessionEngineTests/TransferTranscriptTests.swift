import DataStream
import EBCDIC
import Terminal
import Testing

@testable import SessionEngine

/// IND$FILE has the terminal for itself.
@Suite struct TransferTranscriptTests {
  /// A Get of a transfer by structured fields.
  private static let get: [UInt8] = [0xF3, 0x00, 0x05, 0xD0, 0x46, 0x11]
  /// A data request of a transfer through the screen.
  private static let frame: [UInt8] = [
    0xF5, 0xC3, 0xC2, 0x1D, 0xC1, 0x40, 0x81, 0x11, 0x5D, 0x7F, 0x1D, 0xF0,
  ]
  private static let ordinary = Transcript.write("READY")

  @Test(arguments: [get, frame])
  func `keys, messages and SYSREQ wait for the end of a transfer`(record: [UInt8]) throws {
    var (user, host) = try Transcript.inSession()
    #expect(user.happen(.hostRecord(host, record, reply: .no)) == ["screen"])
    #expect(user.happen(.message(from: "OPERATOR", text: "hello")) == [])
    #expect(user.happen(.systemRequest) == [])
    // PF24 is the menu key, and here an answer like any other.
    #expect(user.happen(.terminalRecord([0x4C, 0x40, 0x40])) == ["host 4c"])
    #expect(
      user.happen(.hostRecord(host, Self.ordinary, reply: .no)) == [
        "screen", "screen", "timer jump 3",
      ])
    // The menu that SYSREQ asked for comes, and on it the message.
    user.now += 3
    user.happen(.timer(.jump))
    #expect((1...24).contains { user.row($0).contains("Message from OPERATOR") })
    user.key(.enter)
    #expect(user.row(1).contains("TPX MENU"))
  }

  @Test func `a file's bytes are no fields of the screen`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.get, reply: .no))
    // Data with a Set Buffer Address past the end.
    let data: [UInt8] = [0x88, 0x00, 0x15, 0xD0, 0x46, 0x05, 0x11, 0x7F, 0x7F, 0x11]
    #expect(user.happen(.terminalRecord(data)) == ["host 88"])
  }

  @Test(arguments: [(get, "host 88"), (frame, "host f2")])
  func `the host is told when the terminal is lost`(record: [UInt8], abort: String) throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, record, reply: .no))
    #expect(user.happen(.terminalLost).contains(abort))
    // What the host sends for the same transfer afterwards is refused too.
    #expect(user.happen(.hostRecord(host, record, reply: .no)) == [abort])
  }

  @Test func `nobody is locked out while a file is on its way`() throws {
    var user = try Transcript(system: "Stage 1 Timeout: 1\n")
    try user.signOn()
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Self.get, reply: .no))
    user.now = 60
    #expect(user.happen(.timer(.idle)) == ["timer idle 90"])
  }
}
