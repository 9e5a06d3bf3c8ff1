import DataStream
import Foundation
import Names
import Testing

@testable import TN3270

@Suite struct `Recorded conversations` {
  static let clients: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: Capture.folder().path)
    return (names ?? []).filter { $0.hasPrefix("cap-") }.sorted()
  }()
  static let hosts = [
    "hercules-3.13-logo-zzsa.txt", "hyperion-4.9-own-deck.txt", "x3270-target-host.txt",
  ]

  /// Feeds a capture; a classic client never heard of TN3270E, so that step times out.
  static func replay(
    _ capture: Capture, _ feed: (inout ServerRun, [UInt8]) throws -> Void
  ) rethrows -> ServerRun {
    var run = ServerRun(
      options: ServerOptions(startTLS: capture.tlsStart == nil ? .off : .offered))
    run.answersFunctions = true
    for (index, segment) in capture.segments.enumerated() {
      let startsTelnet = index == (capture.tlsStart ?? 0)
      if startsTelnet, segment.starts(with: hex("FF FB 18")) { run.timeOut() }
      try feed(&run, segment)
    }
    return run
  }

  @Test func `all captures are there`() {
    #expect(Self.clients.count == 41)
  }

  @Test(arguments: clients)
  func `a terminal's records come out as recorded`(name: String) throws {
    let capture = try Capture(client: name)
    let run = Self.replay(capture) { $0.feed($1) }
    switch name {
    case "cap-telnet.txt": #expect(run.events == [.refused(ServerMachine.refusal)])
    case "cap-pr3287-e.txt":
      #expect(run.events == [])
      #expect(run.sent.count(of: hex("FF FA 28 02 06 05 04 FF F0")) == 1)
    case "cap-s3270-46-noE.txt": #expect(run.events == [])
    default:
      #expect(run.identity != nil)
      #expect(run.violation == nil)
      #expect(run.records.count == capture.records.count)
      for (record, recorded) in zip(run.records, capture.records) {
        #expect(recorded.matches(record))
      }
    }
  }

  @Test(arguments: clients)
  func `a byte at a time and every split give the same`(name: String) throws {
    let capture = try Capture(client: name)
    let whole = Self.replay(capture) { $0.feed($1) }
    let dripped = Self.replay(capture) { $0.drip($1) }
    #expect(dripped == whole)
    // Long segments are split at some offsets only: each is one record, and its inside is alike.
    let longest = min(capture.segments.map(\.count).max() ?? 0, 64)
    for offset in 1..<max(longest, 2) {
      let split = Self.replay(capture) { run, segment in
        let at = min(offset, segment.count)
        run.feed(segment[..<at])
        run.feed(segment[at...])
      }
      #expect(split == whole)
    }
  }

  @Test func `identities are what the emulators said`() throws {
    func identity(_ name: String) throws -> TerminalIdentity? {
      Self.replay(try Capture(client: name)) { $0.feed($1) }.identity
    }
    #expect(
      try identity("cap-s3270-46-lu-e.txt")
        == TerminalIdentity(
          terminalType: try #require(TerminalType("IBM-3278-2-E")), isTN3270E: true,
          functions: [.bindImage, .responses, .systemRequest], requestedLU: LUName("LUX1"),
          deviceName: LUName("LUA00001")))
    #expect(
      try identity("cap-tnz-e-lu.txt")
        == TerminalIdentity(
          terminalType: .dynamic, isTN3270E: true, functions: .responses,
          requestedLU: LUName("MYLU"), deviceName: LUName("LUA00001")))
    #expect(
      try identity("cap-pytn-e.txt")
        == TerminalIdentity(
          terminalType: try #require(TerminalType("IBM-3278-2-E")), isTN3270E: true,
          functions: [], requestedLU: nil, deviceName: LUName("LUA00001")))
    #expect(
      try identity("cap-s3270-46-lu-t.txt")
        == TerminalIdentity(
          terminalType: try #require(TerminalType("IBM-3279-2-E")), isTN3270E: false,
          functions: [], requestedLU: LUName("LUX1"), deviceName: LUName("LUA00001")))
    #expect(
      try identity("cap-s3270-46-std.txt")?.terminalType == TerminalType("IBM-3279-2"))
  }

  @Test(arguments: hosts)
  func `a host's records come out as recorded`(name: String) throws {
    for capture in try Capture.host(name) {
      var whole = ClientRun()
      for segment in capture.segments { whole.feed(segment) }
      // A TN3270E host's BIND is no record to the caller.
      let recorded =
        name.hasPrefix("x3270")
        ? capture.records.compactMap { record in
          record.start[0] == DataType.data3270.rawValue
            ? RecordedRecord(count: record.count - 5, start: Array(record.start[5...])) : nil
        } : capture.records
      #expect(whole.payloads.count == recorded.count)
      for (payload, record) in zip(whole.payloads, recorded) { #expect(record.matches(payload)) }
      var dripped = ClientRun()
      for segment in capture.segments { dripped.drip(segment) }
      #expect(dripped == whole)
      for offset in 1..<96 {
        var split = ClientRun()
        for segment in capture.segments {
          let at = min(offset, segment.count)
          split.feed(segment[..<at])
          split.feed(segment[at...])
        }
        #expect(split == whole)
      }
    }
  }

  @Test func `Hercules hears the two answers of each step and nothing else`() throws {
    let capture = try #require(try Capture.host("hercules-3.13-logo-zzsa.txt").first)
    var run = ClientRun()
    let answers = capture.segments.map { segment in
      run.feed(segment)
      return run.takeSent()
    }
    #expect(
      answers == [
        hex("FF FB 18"), hex("FF FA 18 00") + ascii("IBM-3279-2-E") + hex("FF F0"),
        hex("FF FB 19 FF FD 19"), hex("FF FB 00 FF FD 00"), [],
      ])
  }

  @Test func `the TN3270E host's reduction to BIND-IMAGE is taken`() throws {
    let capture = try #require(try Capture.host("x3270-target-host.txt").last)
    var run = ClientRun()
    for segment in capture.segments { run.feed(segment) }
    #expect(
      run.identity
        == HostIdentity(isTN3270E: true, functions: .bindImage, deviceName: LUName("IBM0TE00")))
    let bind = run.events.compactMap { if case .bind(let image) = $0 { image } else { nil } }.first
    #expect(bind?.size == .fixed(.model2))
    #expect(bind?.primaryName == "IBM0SMAA")
  }
}

extension [UInt8] {
  /// How often `pattern` occurs.
  func count(of pattern: [UInt8]) -> Int {
    indices.filter { self[$0...].starts(with: pattern) }.count
  }
}
