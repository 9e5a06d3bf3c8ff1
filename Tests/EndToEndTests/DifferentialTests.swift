import DataStream
import Foundation
import Names
import Replay
import TN3270
import Terminal
import TestSupport
import Testing

/// Random host streams: the model has to be what the real emulator shows.
///
/// `TURNSTILE_STREAMS` sets how many streams, `TURNSTILE_SEED` which; a failure names both.
@Suite struct DifferentialTests {
  private static let streams =
    ProcessInfo.processInfo.environment["TURNSTILE_STREAMS"].flatMap { Int($0) } ?? 400
  private static let seed =
    ProcessInfo.processInfo.environment["TURNSTILE_SEED"].flatMap { UInt64($0) } ?? 1

  /// A TN3270 host that talks to one emulator.
  private final class Host: @unchecked Sendable {
    let listener: TestListener
    private var machine = ServerMachine()
    private var emulator: S3270?
    private var records: [[UInt8]] = []

    init(model: String, extra: [String] = []) throws {
      listener = try TestListener()
      let port = listener.port
      // The emulator waits for its host, so the host has to speak on another thread.
      let started = Thread { [self] in try? serve() }
      started.start()
      emulator = try S3270(port: port, model: model, prefix: "N:", extra: extra)
    }

    private let ready = DispatchSemaphore(value: 0)

    private func serve() throws {
      try listener.accept()
      var events: [ServerEvent] = []
      machine.start(into: &events)
      while !take(&events) {
        let bytes = listener.receive()
        guard !bytes.isEmpty else { return }
        machine.receive(bytes, into: &events)
      }
      // A field to type into: the emulator's connection is complete with it.
      send([0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40, 0x13])
      ready.signal()
    }

    /// Does what the machine wants; whether records may flow.
    private func take(_ events: inout [ServerEvent]) -> Bool {
      var isReady = false
      while !events.isEmpty {
        let event = events.removeFirst()
        switch event {
        case .send(let bytes): listener.send(bytes)
        case .needsDeviceName:
          guard let name = LUName("TEST0001") else { continue }
          machine.assignDevice(name: name, into: &events)
        case .ready: isReady = true
        case .record(let record): records.append(record.payload)
        default: break
        }
      }
      return isReady
    }

    func waitUntilReady() { ready.wait() }

    func send(_ record: [UInt8]) {
      var bytes: [UInt8] = []
      machine.frame(record, into: &bytes)
      listener.send(bytes)
    }

    /// What the emulator answers to Read Buffer.
    func readBuffer() -> [UInt8]? {
      send([0xF2])
      while records.isEmpty {
        let bytes = listener.receive()
        guard !bytes.isEmpty else { return nil }
        var events: [ServerEvent] = []
        machine.receive(bytes, into: &events)
        _ = take(&events)
      }
      return records.removeFirst()
    }
  }

  @Test(arguments: ["3279-2", "3279-4"])
  func `random streams make the emulator's own screen`(model: String) throws {
    let host = try Host(model: model)
    host.waitUntilReady()
    let size: Geometry = model.hasSuffix("4") ? .model4 : .model2
    let capabilities = TerminalCapabilities(color: size)
    var space = PresentationSpace(capabilities)
    _ = space.apply([0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40, 0x13])
    var random = StreamGenerator(seed: Self.seed, size: size)
    for number in 1...Self.streams {
      let before = space
      let pieces = random.record(isAlternate: space.size == size)
      host.send(Array(pieces.joined()))
      #expect(space.apply(Array(pieces.joined())).error == nil)
      guard host.readBuffer() == space.readBuffer(),
        Self.attributes(of: host, differFrom: space) == nil
      else {
        let fault = Self.shortest(pieces, from: before, capabilities, host)
        Issue.record("stream \(number) of seed \(Self.seed) differs: \(fault)")
        return
      }
      // The redraw of the model, sent to the same emulator, must change nothing.
      guard number.isMultiple(of: 8) else { continue }
      for record in RestoreEncoder.records(space, for: capabilities) { host.send(record) }
      #expect(
        host.readBuffer()?.dropFirst() == space.readBuffer().dropFirst(),
        "redraw after stream \(number)")
    }
  }

  /// Every attribute of every cell: a Read Buffer in character mode, read as the write that it is.
  ///
  /// Characters' backgrounds are left out, since the emulator's Repeat to Address does not set them,
  /// and nulls, since its Erase All Unprotected leaves them their attributes.
  ///
  /// - Returns: the first cell that differs; nil where none does.
  private static func attributes(of host: Host, differFrom space: PresentationSpace) -> String? {
    host.send(StructuredField.replyModeRecord(.character([0x41, 0x42, 0x43])))
    let answer = host.readBuffer()
    host.send(StructuredField.replyModeRecord(.field))
    guard let answer else { return "the emulator is gone" }
    var theirs = PresentationSpace(space.capabilities)
    let command: UInt8 = space.size == space.defaultSize ? 0xF5 : 0x7E
    _ = theirs.apply([command, 0x40] + answer.dropFirst(3))
    let at = (0..<space.size.cells).first { position in
      guard space.kind(position) != .character(0) else { return false }
      var (their, our) = (theirs.attributes(position), space.attributes(position))
      if case .attribute = space.kind(position) {
      } else {
        their.set(ExtendedType.background, 0)
        our.set(ExtendedType.background, 0)
      }
      return theirs.kind(position) != space.kind(position) || their != our
    }
    return at.map { position in
      "cell \(position): theirs \(theirs.kind(position)) \(theirs.attributes(position)), "
        + "ours \(space.kind(position)) \(space.attributes(position))"
    }
  }

  @Test func `double-byte text is the emulator's own, and a redraw breaks none`() throws {
    let host = try Host(model: "3279-2", extra: ["-codepage", "cp939"])
    host.waitUntilReady()
    let capabilities = TerminalCapabilities(color: .model2, isDoubleByte: true)
    var space = PresentationSpace(capabilities)
    var random = StreamGenerator(seed: Self.seed, size: .model2)
    for number in 1...max(1, Self.streams / 4) {
      let record = Array(random.doubleByteRecord().joined())
      host.send(record)
      #expect(space.apply(record).error == nil)
      let theirs = host.readBuffer()
      #expect(theirs == space.readBuffer(), "stream \(number) of seed \(Self.seed)")
      #expect(Self.attributes(of: host, differFrom: space) == nil, "stream \(number)")
      for record in RestoreEncoder.records(space, for: capabilities) { host.send(record) }
      #expect(host.readBuffer() == theirs, "redraw after stream \(number) of seed \(Self.seed)")
    }
  }

  /// The shortest beginning of a record that still differs, and where.
  private static func shortest(
    _ pieces: [[UInt8]], from before: PresentationSpace, _ capabilities: TerminalCapabilities,
    _ host: Host
  ) -> String {
    for count in 1...pieces.count {
      for record in RestoreEncoder.records(before, for: capabilities) { host.send(record) }
      var space = before
      let record = Array(pieces.prefix(count).joined())
      host.send(record)
      _ = space.apply(record)
      guard let theirs = host.readBuffer() else { return "the emulator is gone" }
      let ours = space.readBuffer()
      let hex = pieces.prefix(count).map { piece in
        piece.map { String($0, radix: 16) }.joined(separator: " ")
      }
      if theirs == ours {
        guard let fault = attributes(of: host, differFrom: space) else { continue }
        return "\(fault), cursor before \(before.cursor): \(hex.joined(separator: " | "))"
      }
      let at = zip(theirs, ours).enumerated().first { $1.0 != $1.1 }?.offset ?? -1
      func part(_ bytes: [UInt8]) -> String {
        bytes.dropFirst(max(0, at - 8)).prefix(24).map { String($0, radix: 16) }
          .joined(separator: " ")
      }
      return """
        at byte \(at), cursor before \(before.cursor), size \(before.size): \
        \(hex.joined(separator: " | ")) theirs \(part(theirs)) ours \(part(ours))
        """
    }
    return "only after all that came before"
  }
}
