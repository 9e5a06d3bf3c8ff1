import DataStream
import EBCDIC
import TestSupport
import Testing

/// The same user at another terminal, of another size, with real emulators and a strict host.
@Suite struct TakeOverTests {
  private static let transfer = ["Transfer option: ASK"]

  /// Signs on at a terminal of a model, and takes the sessions over.
  private static func takeOver(_ rig: StrictRig, model: String) throws -> S3270 {
    let emulator = try S3270(port: rig.server.port, model: model, extra: S3270.unlocksAtOnce)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("YOU ARE SIGNED ON ELSEWHERE")
    try emulator.enter("Y")
    try emulator.until("==> 1 session came to this terminal <==")
    return emulator
  }

  /// Rows of the session, and where its cursor stands.
  private static func picture(_ emulator: S3270) throws -> [String] {
    let rows = try emulator.screen()
    return rows + emulator.status.split(separator: " ").dropFirst(8).prefix(2).map(String.init)
  }

  @Test(arguments: [1, 3])
  func `a session comes up as it was on a terminal of another size`(shards: Int) throws {
    let rig = try StrictRig(
      .extended([0, 2, 4]), model: "3279-4", system: Self.transfer, shards: shards)
    try rig.start(.simple("STRICT HOST"))
    try rig.emulator.type("half")
    try rig.leave()
    try rig.emulator.enter("STRICT")
    try rig.emulator.until("half")
    let before = try Self.picture(rig.emulator)
    let second = try Self.takeOver(rig, model: "3279-5")
    // The terminal that was left hears of it and is let go.
    _ = try? rig.emulator.run("Wait(20,Disconnect)")
    #expect(try rig.emulator.run("Ascii()").joined().contains("taken over at another terminal"))
    try second.enter("STRICT")
    try second.until("half")
    #expect(try Self.picture(second) == before)
    // What the host asks is answered, as from the first terminal: it was told of that one.
    rig.host.readBuffer()
    try rig.host.answer()
    let faults = try rig.host.finish()
    #expect(faults == [])
  }

  @Test(arguments: [1, 3])
  func `a session that does not fit is held, and there again where it fits`(shards: Int) throws {
    let rig = try StrictRig(.classic, model: "3279-4", system: Self.transfer, shards: shards)
    try rig.start(.simple("STRICT HOST"))
    // Erase/Write Alternate, and text in the last of 43 rows.
    var record: [UInt8] = [0x7E, 0xC3, 0x1D, 0x40, 0x13, OrderCode.setBufferAddress]
    BufferAddress.append(42 * 80, in: .model4, to: &record)
    record += CodePage.bracket.encode("ROW 43")
    rig.host.write(record)
    try rig.emulator.until("ROW 43")
    let before = try Self.picture(rig.emulator)
    let small = try Self.takeOver(rig, model: "3279-2")
    #expect(try small.screen().contains { $0.contains("STRICT") && $0.hasSuffix("held") })
    try small.enter("STRICT")
    try small.until("==> Session STRICT is held: it needs a screen of 43x80 <==")
    let large = try Self.takeOver(rig, model: "3279-4")
    try large.enter("STRICT")
    try large.until("ROW 43")
    #expect(try Self.picture(large) == before)
  }

  @Test(arguments: [1, 3]) func `ANY ends what does not fit`(shards: Int) throws {
    let rig = try StrictRig(
      .classic, model: "3279-4", system: ["Transfer option: ANY"], shards: shards)
    try rig.start(.simple("STRICT HOST"))
    rig.host.write([0x7E, 0xC3, 0x1D, 0x40, 0x13])
    try rig.leave()
    rig.emulator.end()
    _ = try rig.server.log(until: "LOSTERM")
    let small = try S3270(port: rig.server.port, extra: S3270.unlocksAtOnce)
    try small.signOn(ServerProcess.user, ServerProcess.password)
    try small.until("==> Session STRICT ended - the screen does not fit this terminal <==")
    rig.host.waitForEnd()
  }
}
