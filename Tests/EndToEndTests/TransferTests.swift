import Foundation
import TestSupport
import Testing

/// IND$FILE with the real emulator, through a relayed session: near server, far server, its TSO.
@Suite struct TransferTests {
  /// Bytes of all values, in no order that a run or a line would make.
  private static func bytes(_ count: Int) -> Data {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    return Data(
      (0..<count).map { index in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return index < 512 ? UInt8(index & 0xFF) : UInt8(state >> 56)
      })
  }

  /// The emulator at the far server's TSO, by way of the near one.
  private static func atTSO(
    _ near: ServerProcess, terminal: [String], trace: String
  ) throws -> S3270 {
    let emulator = try S3270(
      port: near.port, extra: terminal + ["-trace", "-tracefile", trace])
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("REAL")
    try emulator.until("Panelid  - TEN0003")
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("TSOA")
    try emulator.until("READY")
    return emulator
  }

  @Test(arguments: [
    (terminal: [String](), sign: "FileTransferData"),
    (terminal: ["-tn", "IBM-3278-2"], sign: "DATA_REQUEST"),
  ])
  func `a file goes up and comes down byte for byte`(
    terminal: [String], sign: String
  ) throws {
    let far = try ServerProcess()
    let site = try TestSite()
    try site.application("REAL", host: "tn3270://127.0.0.1:\(far.port)")
    let near = try ServerProcess(site: site.path)
    let folder = try TemporaryFolder()
    let trace = folder.path + "/trace"
    let emulator = try Self.atTSO(near, terminal: terminal, trace: trace)
    let data = Self.bytes(20_000)
    try data.write(to: URL(filePath: folder.path + "/up"))
    let common = "Host=TSO,HostFile=SOME.DATA,Mode=Binary,Exist=Replace"
    try emulator.run("Transfer(Direction=Send,LocalFile=\(folder.path)/up,\(common))")
    try emulator.until("SOME.DATA, 20000 bytes")
    #expect(try String(contentsOfFile: trace, encoding: .utf8).contains(sign))
    try emulator.enter("CLEAR")
    try emulator.until("READY")
    try emulator.run("Transfer(Direction=Receive,LocalFile=\(folder.path)/down,\(common))")
    try emulator.until("SOME.DATA, 20000 bytes")
    #expect(try Data(contentsOf: URL(filePath: folder.path + "/down")) == data)
    // The session goes on as any other.
    try emulator.run("PF(24)")
    try emulator.until("current")
  }
}
