import DataStream
import Foundation
import TestSupport
import Testing

/// Hosts that break the rules: the user reads why, the log says it once, and nothing else changes.
@Suite struct HostFaultTests {
  private static let screen = StrictScreen.simple("STRICT HOST")

  /// Broken records, the code of their negative response, and what the log says.
  static let broken: [(record: [UInt8], code: UInt8, cause: String)] = [
    ([0x99], 0, "X'99' is no 3270 command"),
    (
      [0xF1, 0x40, 0x11, 0x7F, 0x7F, 0xC1], 2,
      "Write: buffer address 4095 at offset 2 lies outside the screen"
    ),
    ([0xF1, 0x40, 0x11, 0x40], 2, "Write: the record ends inside what begins at offset 2"),
    (
      [0xF3, 0x00, 0x05, 0x06, 0x00, 0x00], 0,
      "Write Structured Field: structured field X'06' at offset 3 is not supported"
    ),
    (
      [0xF3, 0x00, 0x09, 0x01, 0xFF, 0x02], 2,
      "Write Structured Field: length 9 of the structured field at offset 1 does not fit the record"
    ),
  ]

  @Test(arguments: [true, false])
  func `a broken record is refused and logged once, and the session goes on`(
    isShown: Bool
  ) throws {
    let rig = try StrictRig()
    try rig.start(Self.screen)
    let before = try rig.emulator.run("ReadBuffer(Ebcdic)")
    if !isShown { try rig.leave() }
    for flag in [StrictHost.Flag.none, .error, .always] {
      for fault in Self.broken { rig.host.write(fault.record, flag, fault: fault.code) }
    }
    rig.host.write([], .always)
    rig.host.write([], .error)
    let faults = try rig.host.finish()
    #expect(faults == [])
    if !isShown { try rig.emulator.enter("STRICT") }
    try rig.emulator.until("INPUT")
    #expect(try rig.emulator.run("ReadBuffer(Ebcdic)") == before)
    let log = try rig.finalLog()
    for fault in Self.broken {
      #expect(log.components(separatedBy: "CAUSE: \(fault.cause)\n").count == 4)
    }
    #expect(log.components(separatedBy: "TPXL0099").count == 1 + 3 * Self.broken.count)
    #expect(log.contains("SESSION: STRICT   USERID=UABCDE APPLID=STRICT"))
  }

  @Test func `a broken record ends the session where the entry says so`() throws {
    let rig = try StrictRig(.extended([0, 2, 4]), ["Data stream errors: END"])
    try rig.start(Self.screen)
    rig.host.write(Self.broken[1].record, .always, fault: 2)
    #expect(try rig.ended("the host broke the protocol"))
    rig.host.waitForEnd()
    let log = try rig.finalLog()
    #expect(log.components(separatedBy: "REASON: the host broke the protocol").count == 2)
    #expect(log.components(separatedBy: "TPXL0099").count == 2)
  }

  @Test func `a host that accepts and says nothing is given up`() throws {
    let rig = try StrictRig(.classic, ["Connect timeout: 1"])
    let before = rig.server.descriptors
    try rig.emulator.enter("STRICT")
    try rig.host.accept()
    #expect(try rig.ended("the host did not answer"))
    rig.host.waitForEnd()
    // One that stops in mid-negotiation, too.
    try rig.emulator.enter("STRICT")
    try rig.host.accept()
    try rig.host.offerExtended()
    #expect(try rig.ended("the host did not answer"))
    rig.host.waitForEnd()
    #expect(rig.server.descriptors == before)
    #expect(try rig.endsLogged("the host did not answer") == 2)
  }

  @Test func `a host that breaks off anywhere leaves its reason, and no descriptor`() throws {
    let rig = try StrictRig()
    let before = rig.server.descriptors
    let record = [0xF5, 0xC3] + Array(repeating: UInt8(0xC1), count: 40)
    var count = 0
    for length in [0, 1, 3, 5, 6, 7, 20, 47, 48] {
      for isReset in [true, false] {
        try rig.start(Self.screen)
        let bytes = rig.host.frame(record)
        rig.host.listener.send(Array(bytes.prefix(length)))
        if isReset { rig.host.listener.reset() } else { rig.host.listener.hangUp() }
        let reason = isReset ? "the connection was lost" : "the host ended the connection"
        #expect(try rig.ended(reason), "after \(length) bytes")
        count += 1
      }
    }
    // In mid-negotiation.
    for length in [0, 1, 3, 6] {
      try rig.emulator.enter("STRICT")
      try rig.host.accept()
      try rig.host.offerExtended()
      rig.host.listener.send(Array([0xFF, 0xFA, 0x28, 0x02, 0x04, 0x49].prefix(length)))
      rig.host.listener.reset()
      #expect(try rig.ended("the connection was lost"))
      count += 1
    }
    #expect(rig.server.descriptors == before)
    let log = try rig.finalLog()
    #expect(log.components(separatedBy: "SESSION ENDED").count == 1 + count)
    #expect(log.contains("REASON: the connection was lost: Connection reset by peer"))
  }

  @Test(arguments: [StrictHost.Manner.classic, .extended([2])])
  func `a record without an end is cut off at the limit`(manner: StrictHost.Manner) throws {
    let rig = try StrictRig(manner)
    try rig.start(Self.screen)
    let before = rig.server.memory
    let record = [0, 0, 0, 0, 9, 0xF5, 0xC3] + [UInt8](repeating: 0xC1, count: 8 << 20)
    #expect(rig.host.listener.offer(record) < 8 << 20)
    #expect(try rig.ended("the host broke the protocol"))
    #expect(rig.server.memory - before < 4096)
    #expect(try rig.endsLogged("the host broke the protocol") == 1)
  }

  @Test func `a host that does not read what it asked for is given up`() throws {
    let rig = try StrictRig(.classic)
    try rig.start(Self.screen)
    try rig.leave()
    let before = rig.server.memory
    let reads = Array(repeating: [0xF2, 0xFF, 0xEF] as [UInt8], count: 20_000).flatMap(\.self)
    _ = rig.host.listener.offer(reads)
    #expect(try rig.ended("the connection was lost"))
    #expect(rig.server.memory - before < 8192)
    #expect(try rig.endsLogged("the connection was lost: the host does not read") == 1)
  }

  @Test func `a host that floods a terminal that does not read is held up, nobody else`() throws {
    let rig = try StrictRig(.classic)
    try rig.start(Self.screen)
    let other = try S3270(port: rig.server.port, extra: S3270.unlocksAtOnce)
    try other.until("Panelid  - TEN0003")
    let before = rig.server.memory
    rig.emulator.hang()
    let write = rig.host.frame([0xF5, 0xC3] + [UInt8](repeating: 0xC1, count: 1900))
    // More than all buffers of the kernel between them hold.
    let flood = Array(repeating: write, count: 32_000).flatMap(\.self)
    #expect(rig.host.listener.offer(flood) < flood.count)
    for _ in 0..<10 {
      try other.enter()
      try other.until("Panelid  - TEN0003")
    }
    #expect(rig.server.memory - before < 8192)
    rig.emulator.wake()
    // What it was asked meanwhile is taken, so that it ends in order.
    _ = rig.host.listener.receive()
    rig.host.listener.hangUp()
    #expect(try rig.ended("the host ended the connection"))
  }

  @Test func `a host that floods a terminal that reads delays nobody`() throws {
    let rig = try StrictRig(.classic)
    try rig.start(Self.screen)
    let other = try S3270(port: rig.server.port, extra: S3270.unlocksAtOnce)
    try other.until("Panelid  - TEN0003")
    let write = rig.host.frame([0xF5, 0xC3] + [UInt8](repeating: 0xC1, count: 1900))
    let flood = Array(repeating: write, count: 100).flatMap(\.self)
    for _ in 0..<10 {
      #expect(rig.host.listener.offer(flood) == flood.count)
      try other.enter()
      try other.until("Panelid  - TEN0003")
    }
    rig.host.show(.simple("AFTER THE FLOOD"))
    try rig.emulator.until("AFTER THE FLOOD")
  }

  @Test func `a terminal that floods a host that does not read is held up`() throws {
    let host = try StrictHost(.classic)
    let site = try TestSite()
    try site.application("SLOW", host: host.address, [])
    let server = try ServerProcess(site: site.path)
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    terminal.key(.enter, ServerProcess.user, ServerProcess.password)
    try terminal.until("TPX MENU")
    terminal.key(.enter, "SLOW")
    try host.accept()
    try host.negotiate()
    host.show(.simple("AT THE HOST"))
    try terminal.until("AT THE HOST")
    let before = server.memory
    let record = terminal.frame([0x7D, 0x40, 0x40] + [UInt8](repeating: 0xC1, count: 1000))
    // More than all buffers of the kernel between them hold.
    let flood = Array(repeating: record, count: 32_000).flatMap(\.self)
    let taken = terminal.client.offer(flood)
    #expect(taken < flood.count)
    #expect(server.memory - before < 8192)
    // The host reads, and the terminal is heard again.
    var come = 0
    while come < taken / 2 { come += host.listener.receive().count }
    #expect(terminal.client.offer(Array(flood.dropFirst(taken).prefix(1 << 20))) > 0)
    host.listener.hangUp()
    #expect(try server.log(until: "SESSION ENDED").contains("SLOW"))
  }

  @Test func `a certificate that is expired is refused, and one log entry says so`() throws {
    let certificates = try TestCertificates.shared.get()
    let far = try TestSite()
    try far.system([
      "TLS certificate: \(certificates.path("expired.pem"))",
      "TLS key: \(certificates.path("expired.key"))",
    ])
    let host = try ServerProcess(site: far.path, extra: ["--listen-tls", "127.0.0.1:0"])
    let near = try TestSite()
    try near.application(
      "STRICT", host: "tn3270s://127.0.0.1:\(host.securePort)",
      ["Certificate authorities: \(certificates.path("ca.pem"))"])
    let server = try ServerProcess(site: near.path)
    let emulator = try StrictRig.atMenu(server)
    let before = server.descriptors
    try emulator.enter("STRICT")
    try emulator.until("==> Session STRICT ended - the host's certificate is refused <==")
    #expect(server.descriptors == before)
    #expect(server.stop() == 0)
    let log = try server.log()
    #expect(log.components(separatedBy: "SESSION ENDED").count == 2)
    #expect(log.contains("certificate has expired"))
  }

  @Test func `a name that is not known has one log entry, and leaves nothing`() throws {
    let site = try TestSite()
    try site.application("NONAME", host: "tn3270://no.such.host.invalid:23")
    let server = try ServerProcess(site: site.path)
    let emulator = try StrictRig.atMenu(server)
    let before = server.descriptors
    for _ in 0..<5 {
      try emulator.enter("NONAME")
      try emulator.until("==> Session NONAME ended - the host's name is not known <==")
    }
    #expect(server.descriptors == before)
    #expect(server.stop() == 0)
    let entry = "REASON: the host's name is not known: no.such.host.invalid: "
    #expect(try server.log().components(separatedBy: entry).count == 6)
  }

  /// Ticks until the kernel asks a silent peer, by the port of the connection's other end.
  private static func keepalive(to port: Int) throws -> Int? {
    let peer = ":" + String(format: "%04X", port)
    // The file has no size, and is read to its end.
    let file = FileHandle(forReadingAtPath: "/proc/net/tcp")
    let table = String(decoding: try file?.readToEnd() ?? Data(), as: UTF8.self)
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      // Established, with a keepalive timer.
      guard words.count > 5, words[2].hasSuffix(peer), words[3] == "01",
        words[5].hasPrefix("02:")
      else { continue }
      return Int(words[5].dropFirst(3), radix: 16)
    }
    return nil
  }

  @Test func `a host that may be gone is asked as soon as the entry says`() throws {
    let rig = try StrictRig(.classic, ["Keepalive: 7"])
    try rig.start(Self.screen)
    // Data that is not acknowledged yet has the timer first.
    let deadline = Date().addingTimeInterval(10)
    var ticks: Int?
    while ticks == nil, Date() < deadline { ticks = try Self.keepalive(to: rig.host.port) }
    // A hundred ticks are a second.
    #expect((0...700).contains(try #require(ticks)))
  }
}
