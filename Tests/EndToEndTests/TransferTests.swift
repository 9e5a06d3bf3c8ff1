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

  private static let common = "Host=TSO,HostFile=SOME.DATA,Mode=Binary,Exist=Replace"

  /// Waits until the emulator's trace shows that the transfer is on its way.
  private static func underWay(_ trace: String, _ sign: String) throws {
    let deadline = Date().addingTimeInterval(20)
    while Date() < deadline {
      let text = try String(contentsOfFile: trace, encoding: .utf8)
      if text.components(separatedBy: sign).count > 5 { return }
      sched_yield()
    }
    throw CocoaError(.fileReadUnknown)
  }

  static let ways: [(terminal: [String], sign: String, size: Int)] = [
    ([], "FileTransferData", 300_000), (["-tn", "IBM-3278-2"], "DATA_REQUEST", 100_000),
  ]

  @Test func `the menu that is asked for during a transfer comes after it`() throws {
    // By structured fields alone: this emulator's SYSREQ clears its own screen, and with it the
    // part of a file that a transfer through the screen has there.
    let (terminal, sign, size) = Self.ways[0]
    let far = try ServerProcess()
    let site = try TestSite()
    try site.application("REAL", host: "tn3270://127.0.0.1:\(far.port)")
    let near = try ServerProcess(site: site.path)
    let folder = try TemporaryFolder()
    let trace = folder.path + "/trace"
    // A second way to the emulator, for the key that is pressed while it transfers.
    let port = try TestListener.freePort()
    let emulator = try Self.atTSO(near, terminal: terminal, trace: trace)
    try emulator.run("Set(httpd,127.0.0.1:\(port))")
    let data = Self.bytes(size)
    try data.write(to: URL(filePath: folder.path + "/up"))
    let send = "Transfer(Direction=Send,LocalFile=\(folder.path)/up,\(Self.common))"
    emulator.begin(send)
    try Self.underWay(trace, sign)
    let keys = try RawClient(port: port)
    keys.send(Array("GET /3270/rest/text/SysReq() HTTP/1.0\r\n\r\n".utf8))
    #expect(String(decoding: keys.readToEnd(), as: UTF8.self).contains("200 OK"))
    _ = try emulator.end(of: send)
    let menu = try emulator.until("TPX MENU")
    #expect(menu.contains { $0.contains("REAL") && $0.contains("current") })
    try emulator.enter("REAL")
    try emulator.until("SOME.DATA, \(size) bytes")
    try emulator.enter("CLEAR")
    try emulator.until("READY")
    try emulator.run(
      "Transfer(Direction=Receive,LocalFile=\(folder.path)/down,\(Self.common))")
    #expect(try Data(contentsOf: URL(filePath: folder.path + "/down")) == data)
  }

  @Test(arguments: ways.indices)
  func `a transfer whose terminal is lost ends, and the session goes on elsewhere`(
    way: Int
  ) throws {
    let (terminal, sign, size) = Self.ways[way]
    let far = try ServerProcess()
    let site = try TestSite()
    try site.application("REAL", host: "tn3270://127.0.0.1:\(far.port)")
    let near = try ServerProcess(site: site.path)
    let folder = try TemporaryFolder()
    let trace = folder.path + "/trace"
    let emulator = try Self.atTSO(near, terminal: terminal, trace: trace)
    try Self.bytes(size).write(to: URL(filePath: folder.path + "/up"))
    emulator.begin("Transfer(Direction=Send,LocalFile=\(folder.path)/up,\(Self.common))")
    try Self.underWay(trace, sign)
    emulator.end()
    _ = try near.log(until: "TPXL0050")
    let second = try S3270(port: near.port, extra: terminal)
    try second.signOn(ServerProcess.user, ServerProcess.password)
    try second.until("YOU ARE SIGNED ON ELSEWHERE")
    try second.enter("Y")
    try second.until("came to this terminal")
    try second.enter("REAL")
    try second.until("TRANS13  Error in the dialogue with the terminal")
    // The next transfer is whole.
    try second.enter("CLEAR")
    try second.until("READY")
    let data = Self.bytes(20_000)
    try data.write(to: URL(filePath: folder.path + "/again"))
    try second.run("Transfer(Direction=Send,LocalFile=\(folder.path)/again,\(Self.common))")
    try second.until("SOME.DATA, 20000 bytes")
  }
}
