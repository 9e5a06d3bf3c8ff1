import DataStream
import EBCDIC
import Names
import Terminal
import Testing

@testable import SessionEngine

/// Reads of the terminal: ours at a jump, and the hosts' own, also where answers are late.
@Suite(.stories) struct ReadTests {
  /// What the application got last.
  private func toHost(_ user: Transcript) -> [UInt8]? {
    user.effects.compactMap { if case .sendHost(_, let record) = $0 { record } else { nil } }.last
  }

  @Test func `an answer to Read Buffer that comes too late is no key on the menu`() throws {
    var (user, _) = try Transcript.inSession()
    user.key(.pf(24))
    let answer = user.screen.readBuffer(as: .pf(24))
    user.now = 3
    user.happen(.timer(.jump))
    user.happen(.terminalRecord(answer))
    // Only the one that was owed is dropped.
    user.key(.pf(7))
  }

  @Test func `the time of an earlier jump does not end a later one`() throws {
    var (user, _) = try Transcript.inSession()
    user.key(.pf(24))
    user.happen(.terminalRecord(user.screen.readBuffer(as: .pf(24))))
    user.key(.enter, "CICS")
    user.now = 2
    user.key(.pf(24))
    user.now = 3
    user.happen(.timer(.jump))
    user.now = 5
    user.happen(.timer(.jump))
  }

  @Test func `a host that floods a jump stays in order and within its limit`() throws {
    var (user, host) = try Transcript.inSession()
    user.key(.pf(24))
    user.story.pause()
    for number in 1..<PeerLimits.frozenRecords {
      user.happen(.hostRecord(host, Transcript.write("N\(number)"), reply: .no))
    }
    user.story.resume()
    // The last that may wait ends the waiting, and its screen is the newest.
    user.happen(.hostRecord(host, Transcript.write("LAST"), reply: .no))
    let shown = ScreenText.lines(try user.first().space, .bracket)[0]
    #expect(shown.hasPrefix(" LAST"))
  }

  @Test func `a host's read is answered by the terminal, or in time by the model`() throws {
    var (user, host) = try Transcript.inSession()
    let asked = user.happen(.hostRecord(host, [0xF2], reply: .no))
    #expect(asked == ["screen", "timer read(\(host)) 5"])
    let answer = user.screen.readBuffer()
    user.happen(.terminalRecord(answer))
    user.happen(.hostRecord(host, [0xF2], reply: .no))
    user.now = 5
    user.happen(.timer(.read(host)))
    #expect(toHost(user) == answer)
    // The terminal's own answer is late and reaches nobody.
    user.happen(.terminalRecord(answer))
    user.key(.enter, "X")
  }

  @Test func `a read of the partition is the terminal's, with the AID of its own`() throws {
    var (user, host) = try Transcript.inSession()
    // The terminal of these tests has no extended data stream: the model answers.
    let read = StructuredField.readPartitionQuery.dropLast(2) + [0x00, 0xF2]
    user.happen(.hostRecord(host, Array(read), reply: .no))
    user.session.seat.display = Display(TerminalCapabilities(color: .model2))
    user.happen(.hostRecord(host, Array(read), reply: .no))
    let answer = user.screen.readBuffer(as: .readPartition)
    user.key(.enter, "X")
    user.happen(.terminalRecord(answer))
    #expect(toHost(user) == answer)
  }

  @Test func `what a query record says besides is shown too`() throws {
    var (user, host) = try Transcript.inSession()
    // Read Partition Query, and Set Reply Mode to character mode behind it.
    let record = StructuredField.readPartitionQuery + [0x00, 0x06, 0x09, 0x00, 0x02, 0x42]
    let lines = user.happen(.hostRecord(host, record, reply: .no))
    #expect(lines.first == "host 88" && lines.contains("screen"))
    #expect(try user.first().space.replyMode == .character([0x42]))
  }

  @Test func `the menu key pressed twice is not passed to an application that has the keyboard`()
    throws
  {
    var (user, host) = try Transcript.inSession()
    user.key(.enter, "X")
    user.happen(.systemRequest)
    user.happen(.terminalRecord(user.screen.readBuffer()))
    user.key(.pf(24))
    #expect(user.session.screen == .session(host))
  }

  @Test func `SYSREQ pressed again on the menu goes to the session's host`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.systemRequest)
    user.happen(.terminalRecord(user.screen.readBuffer()))
    user.happen(.systemRequest)
    #expect(user.session.screen == .session(host))
    // Only ENTER speaks to the system services.
    user.happen(.hostText(host, CodePage.bracket.encode("USS")))
    user.key(.pf(3))
    #expect(user.screen.lock == .unlocked)
    user.key(.enter, "LOGOFF")
  }

  @Test func `a host that sends nothing but broken records does not fill the log`() throws {
    var (user, host) = try Transcript.inSession()
    let broken: [UInt8] = [0xF5, 0xC3, 0x11, 0x7F]
    user.story.pause()
    let told = (1...2000).filter { _ in
      user.happen(.hostRecord(host, broken, reply: .no)).contains("TPXL0099")
    }
    #expect(told == Array(1...FaultTally.told) + [1000, 2000])
  }
}
