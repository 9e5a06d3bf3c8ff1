import DataStream
import EBCDIC
import TN3270
public import Terminal

/// Plays a trace into a presentation space, screen by screen.
public struct TraceReplay: Sendable {
  /// A screen as it stood when the user got the keyboard, or when the trace ended.
  public struct Screen: Sendable {
    public let space: PresentationSpace
    /// Bytes of the host's records that made it, since the screen was last erased.
    public let hostBytes: Int
    /// Bytes that draw it again on the same terminal.
    public let repaintBytes: Int
  }

  /// What came of a trace.
  public struct Result: Sendable {
    public let screens: [Screen]
    /// Records with a data stream error, with their number in the trace.
    public let faults: [String]

    /// Repaint bytes for 100 bytes of the host's; nil without screens.
    public var percent: Int? {
      let host = screens.reduce(0) { $0 + $1.hostBytes }
      return host == 0 ? nil : screens.reduce(0) { $0 + $1.repaintBytes } * 100 / host
    }
  }

  private var space: PresentationSpace
  private let capabilities: TerminalCapabilities
  private var telnet = ClientMachine()
  private var fromTerminal = RecordedRecords()
  private var isTN3270E = false
  private var isSecured = false
  private var hostBytes = 0
  private var number = 0
  private var isShown = true
  private var screens: [Screen] = []
  private var faults: [String] = []

  private init(_ trace: TraceFile) {
    capabilities = TerminalCapabilities(color: trace.size)
    space = PresentationSpace(capabilities)
  }

  /// Plays a whole trace.
  public static func run(_ trace: TraceFile) -> Result {
    var replay = TraceReplay(trace)
    for segment in trace.segments {
      if segment.isFromHost {
        replay.host(segment.bytes)
      } else {
        replay.terminal(segment.bytes)
      }
    }
    if !replay.isShown { replay.show() }
    return Result(screens: replay.screens, faults: replay.faults)
  }

  private mutating func host(_ bytes: [UInt8]) {
    var events: [ClientEvent] = []
    telnet.receive(bytes, into: &events)
    for event in events {
      switch event {
      case .ready(let identity):
        isTN3270E = identity.isTN3270E
      case .record(let record) where record.dataType == .data3270: write(record.payload)
      case .record(let record): _ = space.showSystemText(record.payload)
      case .violation(let violation): faults.append("record \(number): \(violation)")
      default: break
      }
    }
  }

  private mutating func write(_ record: [UInt8]) {
    number += 1
    let command = record.first.flatMap { Command(byte: $0) }
    if command == .eraseWrite || command == .eraseWriteAlternate { hostBytes = 0 }
    let outcome = space.apply(record)
    if let error = outcome.error { faults.append("record \(number): \(error)") }
    guard outcome.wroteScreen else { return }
    hostBytes += record.count
    isShown = false
    if space.lock == .unlocked { show() }
  }

  private mutating func terminal(_ bytes: [UInt8]) {
    for record in fromTerminal.receive(bytes, isTN3270E: isTN3270E) {
      guard let inbound = try? InboundRecord(record, in: space.size) else { continue }
      space.merge(inbound)
    }
  }

  private mutating func show() {
    isShown = true
    let repaint = RestoreEncoder.records(space, for: capabilities).reduce(0) { $0 + $1.count }
    screens.append(Screen(space: space, hostBytes: hostBytes, repaintBytes: repaint))
  }
}
