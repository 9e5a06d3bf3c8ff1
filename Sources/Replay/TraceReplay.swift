public import DataStream
import EBCDIC
import TN3270
public import Terminal

/// Plays a trace into a presentation space, screen by screen.
public struct TraceReplay: Sendable {
  /// A screen as it stood when the user got the keyboard, or when the trace ended.
  public struct Screen: Sendable {
    /// The screen after the record.
    public let space: PresentationSpace
    /// Rows in place of the space where the terminal was in line mode.
    public let lineMode: [String]?
    /// Bytes of the host's records that made it, since the screen was last erased.
    public let hostBytes: Int
    /// Bytes that draw it again on the same terminal.
    public let repaintBytes: Int
  }

  /// A key that the user pressed.
  public struct Input: Sendable {
    /// How many of the screens had been shown.
    public let screens: Int
    /// The screen that was typed into, as the host had made it.
    public let space: PresentationSpace
    /// What the terminal sent.
    public let record: InboundRecord
  }

  /// What came of a trace.
  public struct Result: Sendable {
    /// Screens in the order of the records that made them.
    public let screens: [Screen]
    /// Keys in order; none of line mode, and none of the host's system services.
    public let inputs: [Input]
    /// Whether the user answered the host's system services, or a host in line mode.
    public let hasOtherInput: Bool
    /// Records with a data stream error, with their number in the trace.
    public let faults: [String]
    /// Whether double-byte text was shown.
    public let hasDoubleByteText: Bool

    /// Repaint bytes for 100 bytes of the host's; nil without screens.
    public var percent: Int? {
      let host = screens.reduce(0) { $0 + $1.hostBytes }
      return host == 0 ? nil : screens.reduce(0) { $0 + $1.repaintBytes } * 100 / host
    }
  }

  private var space: PresentationSpace
  private let capabilities: TerminalCapabilities
  private var conversation = RecordedConversation()
  private var lines: LineModeScreen
  private var linesAreShown = true
  /// Where the answer to the system's text begins, while that is on the screen.
  private var systemInput: Int?
  private var hostBytes = 0
  private var number = 0
  private var isShown = true
  private var screens: [Screen] = []
  private var inputs: [Input] = []
  private var hasOtherInput = false
  private var faults: [String] = []

  private init(_ capabilities: TerminalCapabilities) {
    self.capabilities = capabilities
    space = PresentationSpace(capabilities)
    let size = capabilities.alternateSize
    lines = LineModeScreen(height: size.rows, width: size.columns)
  }

  /// Plays a whole trace.
  public static func run(_ trace: TraceFile) -> Result {
    var replay = TraceReplay(TraceTerminal(trace).capabilities)
    for segment in trace.segments {
      for item in replay.conversation.receive(segment.bytes, isFromHost: segment.isFromHost) {
        if segment.isFromHost { replay.host(item) } else { replay.terminal(item) }
      }
    }
    return replay.result()
  }

  /// Plays a session behind the terminal of a trace.
  public static func run(_ session: TraceFile.Session, of trace: TraceFile) -> Result {
    var replay = TraceReplay(TraceTerminal(trace).capabilities)
    for record in session.records {
      if record.isFromHost { replay.write(record.bytes) } else { replay.press(record.bytes) }
    }
    return replay.result()
  }

  private mutating func result() -> Result {
    showLines()
    if !isShown { show() }
    return Result(
      screens: screens, inputs: inputs, hasOtherInput: hasOtherInput, faults: faults,
      hasDoubleByteText: screens.contains { ScreenText.holdsDoubleByteText($0.space) })
  }

  private mutating func host(_ item: RecordedConversation.Item) {
    switch item {
    case .text(let text):
      lines.write(text)
      linesAreShown = false
    case .record(.data3270, _, let record): write(record)
    case .record(.sscpLUData, _, let text):
      showLines()
      systemInput = space.showSystemText(text, after: systemInput)
      hostBytes = text.count
      show()
    case .record(.bindImage, _, let request):
      guard let image = try? BindImage(request) else { return }
      bind(image.size)
    case .record(.unbind, _, _): bind(.unspecified)
    case .record, .terminalType, .telnet: break
    }
  }

  /// A BIND's sizes, where the terminal has room for them.
  private mutating func bind(_ size: PresentationSize) {
    func fitting(_ size: Geometry) -> Geometry? {
      guard
        size.rows <= max(capabilities.alternateSize.rows, capabilities.defaultSize.rows),
        size.columns <= max(capabilities.alternateSize.columns, capabilities.defaultSize.columns)
      else { return nil }
      return size
    }
    systemInput = nil
    switch size {
    case .model2: space.bind(default: .model2, alternate: .model2)
    case .queried, .unspecified: space.bind(default: nil, alternate: nil)
    case .fixed(let size): space.bind(default: fitting(size), alternate: fitting(size))
    case .both(let first, let second):
      space.bind(default: fitting(first), alternate: fitting(second))
    }
  }

  private mutating func write(_ record: [UInt8]) {
    showLines()
    systemInput = nil
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

  private mutating func terminal(_ item: RecordedConversation.Item) {
    switch item {
    case .record(.data3270, _, let record): press(record)
    case .record(.sscpLUData, _, _): hasOtherInput = true
    case .text:
      hasOtherInput = true
      showLines()
    case .record, .terminalType, .telnet: break
    }
  }

  private mutating func press(_ record: [UInt8]) {
    guard let inbound = try? InboundRecord(record, in: space.size) else { return }
    let isAnswer =
      [.structuredField, .none, .readPartition].contains(inbound.aid)
      || space.lock == .waiting && inbound.aid == space.aid
    // Answers to a host's reads are no keys.
    if !isAnswer {
      inputs.append(Input(screens: screens.count, space: space, record: inbound))
    }
    space.merge(inbound)
  }

  /// Line mode ended, or the user answered in it.
  private mutating func showLines() {
    guard !linesAreShown, !lines.isEmpty else { return }
    linesAreShown = true
    screens.append(Screen(space: space, lineMode: lines.lines, hostBytes: 0, repaintBytes: 0))
  }

  private mutating func show() {
    isShown = true
    let repaint = RestoreEncoder.records(space, for: capabilities).reduce(0) { $0 + $1.count }
    screens.append(
      Screen(space: space, lineMode: nil, hostBytes: hostBytes, repaintBytes: repaint))
  }
}
