import Foundation
import TestSupport
import Testing

/// BIND, UNBIND, LUs and the system's services of a strict TN3270E host.
@Suite struct BindTests {
  private static let screen = StrictScreen.simple("STRICT HOST")

  /// Types of UNBIND (SNA Formats), and what the user reads.
  static let unbinds: [(type: [UInt8], shown: String, logged: String)] = [
    ([0x01], "closed by the application", "closed by the application (UNBIND type 01)"),
    ([0x04], "the host's restart does not match", "(UNBIND type 04)"),
    ([0x05], "the LU may not use the application", "(UNBIND type 05)"),
    ([0x06], "the session's parameters do not fit", "(UNBIND type 06)"),
    ([0x07], "the route to the host failed", "(UNBIND type 07)"),
    ([0x08], "the route at this end failed", "(UNBIND type 08)"),
    ([0x09], "the network reset the LU", "(UNBIND type 09)"),
    ([0x0A], "the network's control point is gone", "(UNBIND type 0A)"),
    ([0x0B], "the route to the host was closed", "(UNBIND type 0B)"),
    ([0x0C], "the application failed for good", "(UNBIND type 0C)"),
    ([0x0E], "the application failed, and may come back", "(UNBIND type 0E)"),
    ([0x0F], "the host cleaned the session up", "(UNBIND type 0F)"),
    ([0x11], "a gateway cleaned the session up", "(UNBIND type 11)"),
    ([0xFE, 0x08, 0x1C, 0x00, 0x00], "the session failed", "(UNBIND type FE, sense 081C0000)"),
    ([0x33], "the host ended it, with type 33", "(UNBIND type 33)"),
  ]

  @Test func `each type of UNBIND has its sentence on the menu and in the log`() throws {
    let rig = try StrictRig()
    for unbind in Self.unbinds {
      try rig.start(Self.screen)
      rig.host.unbind(unbind.type[0], sense: Array(unbind.type.dropFirst()))
      #expect(try rig.ended(unbind.shown), "\(unbind.type)")
      rig.host.waitForEnd()
    }
    let log = try rig.server.log(until: "UNBIND type 33")
    for unbind in Self.unbinds {
      let lines = log.split(separator: "\n").filter { $0.contains(unbind.logged) }
      #expect(lines.count == 1 && lines[0].contains("REASON: \(unbind.shown)"), "\(unbind.type)")
    }
    #expect(Set(Self.unbinds.map(\.shown)).count == Self.unbinds.count)
  }

  /// Reasons of DEVICE-TYPE REJECT (RFC 2355 7.1.6).
  static let refusals = [
    "the LU is for a terminal's printer", "the LU is in use", "the LU has no such printer",
    "the host does not know the LU", "the host does not take this terminal type",
    "the LU is for another terminal type", "the host gave no LU, and no reason",
    "the host does not give LUs this way",
  ]

  @Test func `each reason of a refused LU has its sentence on the menu and in the log`() throws {
    let rig = try StrictRig(.extended([]), ["LU name: STRICT01,STRICT02"])
    for (reason, shown) in Self.refusals.enumerated() {
      try rig.emulator.enter("STRICT")
      try rig.host.accept()
      try rig.host.offerExtended()
      #expect(try rig.host.rejectDevice(1))
      #expect(try !rig.host.rejectDevice(UInt8(reason)))
      #expect(
        rig.host.types == ["IBM-3278-2-E STRICT01", "IBM-3278-2-E STRICT02"])
      let faults = try rig.host.finish()
      #expect(faults == [])
      rig.host.listener.hangUp()
      #expect(try rig.ended(shown), "\(reason)")
    }
    let log = try rig.server.log(until: Self.refusals[7])
    for (reason, shown) in Self.refusals.enumerated() {
      let details = "STRICT01 was refused with reason 1, STRICT02 was refused with reason \(reason)"
      #expect(log.components(separatedBy: "REASON: \(shown): \(details)").count == 2)
    }
  }

  @Test func `a host that refuses the first LU gives the second, and classic TN3270 after that`()
    throws
  {
    let rig = try StrictRig(.extended([0, 2, 4]), ["LU name: STRICT01,STRICT02"])
    try rig.emulator.enter("STRICT")
    try rig.host.accept()
    try rig.host.offerExtended()
    #expect(try rig.host.rejectDevice(1))
    try rig.host.acceptDevice("STRICT02")
    try rig.host.agree([0, 2, 4])
    rig.host.bind()
    rig.host.show(Self.screen, .always)
    try rig.emulator.until("INPUT")
    let faults = try rig.host.finish()
    #expect(faults == [])
    rig.host.unbind(1)
    #expect(try rig.ended("closed by the application"))

    try rig.emulator.enter("STRICT")
    try rig.host.accept()
    try rig.host.offerExtended()
    #expect(try rig.host.rejectDevice(3))
    #expect(try !rig.host.rejectDevice(3))
    try rig.host.negotiateClassic()
    #expect(rig.host.types.last == "IBM-3279-2-E STRICT01")
    rig.host.show(Self.screen)
    try rig.emulator.until("INPUT")
    let later = try rig.host.finish()
    #expect(later == [])
  }

  @Test func `a session that is passed on waits for its BIND, and goes on`() throws {
    let rig = try StrictRig()
    try rig.start(Self.screen)
    rig.host.unbind(2)
    try rig.host.settle()
    // The keyboard is locked; who resets it and presses a key reaches nobody.
    try rig.emulator.run("Reset")
    try rig.emulator.run("PF(3)")
    try rig.host.settle()
    rig.host.bind(primary: "SECOND")
    rig.host.show(.simple("NEXT APPLICATION"), .always)
    try rig.emulator.until("NEXT APPLICATION")
    try rig.emulator.run("PF(4)")
    #expect(try rig.host.key().aid == 0xF4)
    let faults = try rig.host.finish()
    #expect(faults == [])
    #expect(try !rig.server.log().contains("SESSION ENDED"))
  }

  @Test func `nothing is sent before the first BIND`() throws {
    let rig = try StrictRig()
    try rig.emulator.enter("STRICT")
    try rig.host.accept()
    try rig.host.negotiate()
    _ = try rig.server.log(until: "SESSION STARTED")
    try rig.emulator.run("Reset")
    try rig.emulator.run("PF(3)")
    let faults = try rig.host.finish()
    #expect(faults == [])
  }

  @Test func `a BIND with other sizes is followed, and one that does not fit is held`() throws {
    let rig = try StrictRig(model: "3279-4")
    try rig.start()
    // 24 by 80, and 43 by 80 as alternate size.
    rig.host.bind([24, 80, 43, 80, 0x7F])
    rig.host.show(.simple("TALL", rows: 43), alternate: true, .always)
    try rig.emulator.until("TALL")
    rig.host.readBuffer(.always)
    try rig.host.answer()
    // One size alone, of 24 by 80: Erase/Write Alternate has no other.
    rig.host.bind([24, 80, 0, 0, 0x7E])
    rig.host.show(.simple("SMALL"), alternate: true)
    try rig.emulator.until("SMALL")
    rig.host.readBuffer()
    try rig.host.answer()
    // A model 5's sizes, on a model 4.
    rig.host.bind([24, 80, 27, 132, 0x7F])
    let wide = StrictScreen.simple("WIDE", rows: 27, columns: 132)
    rig.host.show(wide, alternate: true, .always)
    try rig.emulator.until("==> Session STRICT is held: it needs a screen of 27x132 <==")
    rig.host.readBuffer(.always)
    rig.host.readModifiedAll(.always)
    try rig.host.answer()
    try rig.host.answer()
    // Back to a size that fits.
    rig.host.show(.simple("NARROW"))
    try rig.host.settle()
    try rig.emulator.enter("STRICT")
    try rig.emulator.until("NARROW")
    let faults = try rig.host.finish()
    #expect(faults == [])
  }

  @Test func `the system's services are answered with SSCP-LU data`() throws {
    let rig = try StrictRig()
    try rig.emulator.enter("STRICT")
    try rig.host.accept()
    try rig.host.negotiate()
    rig.host.say("ENTER LOGON")
    try rig.emulator.until("ENTER LOGON")
    try rig.emulator.type("logon appl")
    try rig.emulator.run("Enter")
    #expect(
      try rig.host.text() == [0x93, 0x96, 0x87, 0x96, 0x95, 0x40, 0x81, 0x97, 0x97, 0x93])
    rig.host.bind()
    rig.host.show(Self.screen, .always)
    try rig.emulator.until("INPUT")
    try rig.emulator.run("PF(3)")
    #expect(try rig.host.key().aid == 0xF3)
    let faults = try rig.host.finish()
    #expect(faults == [])
  }

  @Test(arguments: [(StrictHost.Manner.classic, UInt8(0xF3)), (.extended([0, 2, 4]), 0xF4)])
  func `ATTN is BRK for TN3270, and IP for TN3270E`(
    manner: StrictHost.Manner, command: UInt8
  ) throws {
    let rig = try StrictRig(manner)
    try rig.start(Self.screen)
    try rig.emulator.run("Attn")
    #expect(try rig.host.command() == command)
    let faults = try rig.host.finish()
    #expect(faults == [])
  }
}
