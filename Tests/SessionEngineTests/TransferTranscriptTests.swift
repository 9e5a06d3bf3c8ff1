import DataStream
import EBCDIC
import Terminal
import Testing

@testable import SessionEngine

/// IND$FILE has the terminal for itself.
@Suite(.stories) struct TransferTranscriptTests {
  /// A Get of a transfer by structured fields.
  private static let get: [UInt8] = [0xF3, 0x00, 0x05, 0xD0, 0x46, 0x11]
  /// A data request of a transfer through the screen.
  private static let frame: [UInt8] = [
    0xF5, 0xC3, 0xC2, 0x1D, 0xC1, 0x40, 0x81, 0x11, 0x5D, 0x7F, 0x1D, 0xF0,
  ]
  private static let ordinary = Transcript.write("READY")

  /// An emulator's answer to a step.
  private static func answer(_ record: [UInt8]) -> [UInt8] {
    record == frame ? [0x7D, 0x40, 0x40] : [0x88, 0x00, 0x05, 0xD0, 0x46, 0x05]
  }

  private static func kind(_ record: [UInt8]) -> String {
    record == frame ? "screen" : "structured fields"
  }

  /// A transfer that both sides take part in; the host waits for the terminal.
  private func transferring(_ record: [UInt8]) throws -> (Transcript, SessionHandle) {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, record, reply: .no))
    let sent = user.happen(.terminalRecord(Self.answer(record)))
    #expect(sent == [record == Self.frame ? "host 7d" : "host 88"])
    user.happen(.hostRecord(host, record, reply: .no))
    return (user, host)
  }

  @Test func `messages and SYSREQ wait for the end of an honest transfer`() throws {
    var (user, host) = try transferring(Self.get)
    user.happen(.message(from: "OPERATOR", text: "hello"))
    user.happen(.systemRequest)
    user.happen(.terminalRecord(Self.answer(Self.get)))
    user.happen(.hostRecord(host, Self.ordinary, reply: .no))
    // The menu that SYSREQ asked for comes, and on it the message.
    user.now += 3
    user.happen(.timer(.jump))
    user.key(.enter)
  }

  @Test(arguments: [get, frame])
  func `the menu key waits for an honest transfer, and pressed again breaks it off`(
    record: [UInt8]
  ) throws {
    var (user, host) = try transferring(record)
    user.story.name(Self.kind(record))
    user.happen(.terminalRecord([0x4C, 0x40, 0x40]))
    // The transfer goes on meanwhile.
    #expect(user.happen(.terminalRecord(Self.answer(record))).first?.hasPrefix("host") == true)
    user.happen(.hostRecord(host, record, reply: .no))
    let lines = user.happen(.terminalRecord([0x4C, 0x40, 0x40]))
    #expect(lines.first == (record == Self.frame ? "host f2" : "host 88"))
    #expect(try !user.first().isTransferring)
  }

  @Test
  func `SYSREQ breaks off a transfer through the screen, and another one at the second press`()
    throws
  {
    var (user, _) = try transferring(Self.frame)
    user.happen(.systemRequest)
    (user, _) = try transferring(Self.get)
    user.happen(.systemRequest)
    user.happen(.systemRequest)
  }

  /// Ways out of a session, as the terminal sends them.
  private static let waysOut: [Event] = [
    .systemRequest, .terminalRecord([0x4C, 0x40, 0x40]),
    .terminalRecord([0x7C, 0xC1, 0x50] + CodePage.bracket.encode("/A CICS")),
  ]

  @Test(arguments: [get, frame], waysOut.indices)
  func `a pretended transfer keeps nobody`(record: [UInt8], way: Int) throws {
    var (user, host) = try Transcript.inSession()
    user.story.name("\(Self.kind(record)) \(way)")
    // Nobody answers the first; then the user tries ENTER, and the host goes on by itself.
    for _ in 0..<2 {
      user.happen(.hostRecord(host, record, reply: .no))
      user.happen(Self.waysOut[way])
      if case .saving = user.session.screen { user.answerRead() }
      #expect(user.session.screen != .session(host) || way == 2)
      #expect(way == 2 || user.panel == "TEN0041")
      if user.session.screen != .session(host) { user.key(.enter, "CICS") }
      user.happen(.hostRecord(host, record, reply: .no))
      user.happen(.terminalRecord([0x7D, 0xC1, 0x50]))
      for _ in 0..<3 { user.happen(.hostRecord(host, record, reply: .no)) }
    }
  }

  @Test func `an idle user is locked out although a host pretends a transfer`() throws {
    var user = try Transcript(system: "Stage 1 Timeout: 1\n")
    try user.signOn()
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.story.pause()
    for second in 0..<60 {
      user.now = Int64(second)
      user.happen(.hostRecord(host, Self.frame, reply: .no))
      if second == 30 { user.happen(.timer(.idle)) }
    }
    user.story.resume()
    user.now = 60
    user.happen(.timer(.idle))
    #expect(user.session.screen == .locked)
  }

  @Test func `a terminal that is in no transfer says so, and is in none`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, [0xF3, 0x00, 0x05, 0xD0, 0x00, 0x12], reply: .no))
    user.happen(.terminalRecord(FileTransferRefusal(function: 0x00).record))
    #expect(try !user.first().isTransferring)
  }

  @Test func `a file's bytes are no fields of the screen`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.hostRecord(host, Self.get, reply: .no))
    // Data with a Set Buffer Address past the end.
    let data: [UInt8] = [0x88, 0x00, 0x15, 0xD0, 0x46, 0x05, 0x11, 0x7F, 0x7F, 0x11]
    user.happen(.terminalRecord(data))
  }

  @Test(arguments: [(get, "host 88"), (frame, "host f2")])
  func `the host is told when the terminal is lost`(record: [UInt8], abort: String) throws {
    var (user, host) = try Transcript.inSession()
    user.story.name(Self.kind(record))
    user.happen(.hostRecord(host, record, reply: .no))
    #expect(user.happen(.terminalLost).contains(abort))
    // What the host sends for the same transfer afterwards is refused too.
    user.happen(.hostRecord(host, record, reply: .no))
  }

  @Test func `nobody is locked out while a file is on its way`() throws {
    var user = try Transcript(system: "Stage 1 Timeout: 1\n")
    try user.signOn()
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Self.get, reply: .no))
    user.happen(.terminalRecord(Self.answer(Self.get)))
    user.now = 60
    user.happen(.timer(.idle))
    user.story.pause()
    // Not for ever: an hour is enough for any file.
    while user.now < 3570 {
      user.now += 30
      user.happen(.timer(.idle))
      user.happen(.terminalRecord(Self.answer(Self.get)))
    }
    user.story.resume()
    user.now += 30
    user.happen(.timer(.idle))
    user.answerRead()
  }

  @Test
  func `an application that may not transfer files is refused, and the terminal hears nothing`()
    throws
  {
    var user = try Transcript(applications: [
      ("CICS", "Application-ID: CICS\nHost: builtin:cics\nFile transfer: N\n")
    ])
    try user.signOn()
    user.key(.enter, "CICS")
    let host = try #require(user.opened.first)
    user.happen(.hostReady(host, lu: nil))
    user.happen(.hostRecord(host, Self.get, reply: .no))
    user.happen(.hostRecord(host, Self.frame, reply: .no))
    #expect(try !user.first().isTransferring)
    user.happen(.terminalRecord([0x4C, 0x40, 0x40]))
    user.answerRead()
  }
}
