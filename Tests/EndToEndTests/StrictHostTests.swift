import Foundation
import TestSupport
import Testing

/// Sessions to a host that checks every byte.
@Suite struct StrictHostTests {
  private static let screen = StrictScreen.simple("STRICT HOST")

  /// Everything that a host may ask of a terminal, and the responses that it may want.
  private static func askEverything(_ host: StrictHost) throws {
    host.readBuffer()
    try host.answer()
    host.readModified(.always)
    try host.answer()
    host.readModifiedAll(.error)
    try host.answer()
    host.query(.always)
    try host.answer()
    host.query(for: [0x81, 0x86])
    try host.answer()
    host.query(for: [0xB6])
    try host.answer()
    // A no-operation, an empty record, and a write that changes nothing.
    host.write([0x03], .always)
    host.write([0xF1, 0x40], .always)
    host.write([0xF1, 0x40], .error)
    // Read Partition locks the keyboard (GA23-0059 chapter 5).
    host.restore()
  }

  @Test(arguments: StrictRig.manners)
  func `a session that is shown breaks no rule`(manner: StrictHost.Manner) throws {
    let rig = try StrictRig(manner)
    try rig.start(Self.screen)
    let host = rig.host
    try rig.emulator.type("abc")
    try rig.emulator.run("Enter")
    // Row 2, column 12: 172; the cursor is behind what was typed.
    #expect(
      try host.key().record == [0x7D, 0xC2, 0x6F, 0x11, 0xC2, 0x6C, 0x81, 0x82, 0x83])
    try Self.askEverything(host)
    host.show(Self.screen, .always)
    try rig.emulator.until("INPUT")
    for (action, aid) in [("PA(1)", 0x6C), ("PF(3)", 0xF3), ("Clear", 0x6D), ("PA(2)", 0x6E)] {
      try rig.emulator.run(action)
      #expect(try host.key().aid == UInt8(aid))
      host.show(Self.screen)
      try rig.emulator.until("INPUT")
    }
    try Self.askEverything(host)
    let faults = try host.finish()
    #expect(faults == [])
  }

  @Test(arguments: StrictRig.manners)
  func `a session that is hidden, and one without a terminal, breaks no rule`(
    manner: StrictHost.Manner
  ) throws {
    let rig = try StrictRig(manner)
    try rig.start(Self.screen)
    try rig.emulator.type("abc")
    try rig.leave()
    try Self.askEverything(rig.host)
    rig.host.show(.simple("SECOND"), .always)
    try Self.askEverything(rig.host)
    let faults = try rig.host.finish()
    #expect(faults == [])
    try rig.emulator.enter("STRICT")
    try rig.emulator.until("SECOND")
    rig.emulator.end()
    _ = try rig.server.log(until: "LOSTERM")
    rig.host.show(.simple("THIRD"), .always)
    try Self.askEverything(rig.host)
    let later = try rig.host.finish()
    #expect(later == [])
  }

  @Test func `a session that is taken over answers what the old terminal did not`() throws {
    let rig = try StrictRig()
    try rig.start(Self.screen)
    rig.emulator.hang()
    rig.host.readBuffer(.always)
    rig.host.readModified(.always)
    try rig.host.settle()
    let second = try S3270(port: rig.server.port, extra: S3270.unlocksAtOnce)
    try second.waitsForNoKeyboard()
    try second.signOn(ServerProcess.user, ServerProcess.password)
    try second.until("YOU ARE SIGNED ON ELSEWHERE")
    try second.enter("Y")
    try second.until("came to this terminal")
    try rig.host.answer()
    try rig.host.answer()
    try Self.askEverything(rig.host)
    try second.enter("STRICT")
    try second.until("INPUT")
    try second.run("PF(3)")
    #expect(try rig.host.key().aid == 0xF3)
    let faults = try rig.host.finish()
    #expect(faults == [])
  }

  @Test func `numbers of records go round, with FF doubled`() throws {
    let rig = try StrictRig()
    try rig.start(Self.screen)
    try rig.leave()
    // Past X'00FF', each with its response, and an answer with a number of its own.
    for _ in 0..<300 {
      rig.host.readModified(.always)
      try rig.host.answer()
    }
    let faults = try rig.host.finish()
    #expect(faults == [])
  }
}
