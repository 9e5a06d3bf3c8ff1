import DataStream
import EBCDIC
import Names
import Terminal
import Testing

@testable import SessionEngine

/// Reads of the terminal: ours at a jump, and the hosts' own, also where answers are late.
@Suite struct ReadTests {
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
    #expect(user.panel == "TEN0041")
    #expect(user.happen(.terminalRecord(answer)) == [])
    // Only the one that was owed is dropped.
    #expect(user.key(.pf(7)) == ["screen"])
  }

  @Test func `the time of an earlier jump does not end a later one`() throws {
    var (user, _) = try Transcript.inSession()
    user.key(.pf(24))
    user.happen(.terminalRecord(user.screen.readBuffer(as: .pf(24))))
    user.key(.enter, "CICS")
    user.now = 2
    #expect(user.key(.pf(24)) == ["screen", "timer jump 5"])
    user.now = 3
    #expect(user.happen(.timer(.jump)) == [])
    user.now = 5
    #expect(user.happen(.timer(.jump)) == ["screen"])
  }

  @Test func `a host that floods a jump stays in order and within its limit`() throws {
    var (user, host) = try Transcript.inSession()
    user.key(.pf(24))
    for number in 1..<PeerLimits.frozenRecords {
      #expect(user.happen(.hostRecord(host, Transcript.write("N\(number)"), reply: .no)) == [])
    }
    // The last that may wait ends the waiting, and its screen is the newest.
    user.happen(.hostRecord(host, Transcript.write("LAST"), reply: .no))
    #expect(user.panel == "TEN0041")
    let shown = ScreenText.lines(try user.first().space, .bracket)[0]
    #expect(shown.hasPrefix(" LAST"))
  }

  @Test func `a host's read is answered by the terminal, or in time by the model`() throws {
    var (user, host) = try Transcript.inSession()
    let asked = user.happen(.hostRecord(host, [0xF2], reply: .no))
    #expect(asked == ["screen", "timer read(\(host)) 5"])
    let answer = user.screen.readBuffer()
    #expect(user.happen(.terminalRecord(answer)) == ["host 60"])
    user.happen(.hostRecord(host, [0xF2], reply: .no))
    user.now = 5
    #expect(user.happen(.timer(.read(host))) == ["host 60"])
    #expect(toHost(user) == answer)
    // The terminal's own answer is late and reaches nobody.
    #expect(user.happen(.terminalRecord(answer)) == [])
    #expect(user.key(.enter, "X") == ["host 7d"])
  }

  @Test func `a read of the partition is the terminal's, with the AID of its own`() throws {
    var (user, host) = try Transcript.inSession()
    // The terminal of these tests has no extended data stream: the model answers.
    let read = StructuredField.readPartitionQuery.dropLast(2) + [0x00, 0xF2]
    #expect(user.happen(.hostRecord(host, Array(read), reply: .no)) == ["host 61"])
    user.session.seat.display = Display(TerminalCapabilities(color: .model2))
    #expect(
      user.happen(.hostRecord(host, Array(read), reply: .no)) == [
        "screen", "timer read(host 1.2) 5",
      ])
    let answer = user.screen.readBuffer(as: .readPartition)
    #expect(user.key(.enter, "X") == ["host 7d"])
    #expect(user.happen(.terminalRecord(answer)) == ["host 61"])
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
    #expect(user.panel == "TEN0041")
    #expect(user.key(.pf(24)) == ["screen"])
    #expect(user.session.screen == .session(host))
  }

  @Test func `SYSREQ pressed again on the menu goes to the session's host`() throws {
    var (user, host) = try Transcript.inSession()
    user.happen(.systemRequest)
    user.happen(.terminalRecord(user.screen.readBuffer()))
    #expect(user.panel == "TEN0041")
    #expect(user.happen(.systemRequest) == ["screen", "system request"])
    #expect(user.session.screen == .session(host))
    // Only ENTER speaks to the system services.
    user.happen(.hostText(host, CodePage.bracket.encode("USS")))
    #expect(user.key(.pf(3)) == ["screen"])
    #expect(user.screen.lock == .unlocked)
    #expect(user.key(.enter, "LOGOFF") == ["host text LOGOFF"])
  }

  @Test func `a host that sends nothing but broken records does not fill the log`() throws {
    var (user, host) = try Transcript.inSession()
    let broken: [UInt8] = [0xF5, 0xC3, 0x11, 0x7F]
    let told = (1...2000).filter { _ in
      user.happen(.hostRecord(host, broken, reply: .no)).contains("TPXL0099")
    }
    #expect(told == Array(1...FaultTally.told) + [1000, 2000])
  }
}
