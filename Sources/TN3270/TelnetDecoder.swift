import Bytes

/// What a telnet stream is made of, in order.
enum TelnetItem {
  /// A command without an option: NOP, BRK, IP, AO, AYT and the like.
  case command(UInt8)
  case negotiation(NegotiationVerb, TelnetOption)
  /// Content of a subnegotiation, FF no longer doubled.
  case subnegotiation(TelnetOption, [UInt8])
  /// Data up to IAC EOR, FF no longer doubled.
  case record([UInt8])
  /// Data while records are not collected.
  case text(ArraySlice<UInt8>)
  case recordTooLong
  case subnegotiationTooLong
}

/// Takes a telnet stream apart a byte at a time, so that any element may be split anywhere.
///
/// Commands and negotiations inside a record leave the record open (emulators send NOP there).
/// Both buffers own no memory between records and subnegotiations, since most terminals are idle.
struct TelnetDecoder: Sendable {
  private enum State: UInt8 {
    case data, iac, will, wont, `do`, dont, option, content, contentIAC
  }

  /// Whether data is gathered into records; otherwise it comes out as text at once.
  var collects = false
  private var state = State.data
  /// Option of the subnegotiation that is open.
  private var option: UInt8 = 0
  private var record: [UInt8] = []
  private var content: [UInt8] = []

  init() {}

  /// Whether what comes next begins a record, or a command.
  var isBetweenRecords: Bool { collects && state == .data && record.isEmpty }

  /// The next item of `bytes` from `position` on, or nil where more bytes are needed.
  mutating func next(
    _ bytes: ArraySlice<UInt8>, _ position: inout Int, recordLimit: Int, subnegotiationLimit: Int
  ) -> TelnetItem? {
    while position < bytes.endIndex {
      let byte = bytes[position]
      switch state {
      case .data where byte != TelnetCommand.iac:
        let run = Self.run(bytes, position)
        position = run.endIndex
        guard collects else { return .text(run) }
        if let item = gather(run, recordLimit) { return item }
        continue
      case .data: state = .iac
      case .iac:
        position += 1
        if let item = command(byte, bytes[(position - 1)..<position], recordLimit: recordLimit) {
          return item
        }
        continue
      case .will, .wont, .do, .dont:
        position += 1
        return negotiation(byte)
      case .option:
        option = byte
        state = .content
      case .content where byte == TelnetCommand.iac: state = .contentIAC
      case .content:
        let run = Self.run(bytes, position)
        position = run.endIndex
        guard content.count + run.count <= subnegotiationLimit else {
          return .subnegotiationTooLong
        }
        content.append(contentsOf: run)
        continue
      case .contentIAC where byte == TelnetCommand.se:
        position += 1
        state = .data
        let finished = content
        content = []
        return .subnegotiation(TelnetOption(number: option), finished)
      case .contentIAC:
        // Only IAC SE ends it; IAC with another byte is kept as it came and fails to parse later.
        state = .content
        guard content.count + 2 <= subnegotiationLimit else { return .subnegotiationTooLong }
        content.append(TelnetCommand.iac)
        if byte != TelnetCommand.iac { content.append(byte) }
      }
      position += 1
    }
    return nil
  }

  /// Data from a position up to the next IAC.
  private static func run(_ bytes: ArraySlice<UInt8>, _ position: Int) -> ArraySlice<UInt8> {
    let start = position - bytes.startIndex
    let end = bytes.span.firstOffset(of: TelnetCommand.iac, from: start)
    return bytes[position..<(bytes.startIndex + end)]
  }

  /// Data of a record that never ended, for a peer that closed; the record is forgotten.
  mutating func takeUnfinished() -> [UInt8] {
    let rest = record
    record = []
    return rest
  }

  private mutating func gather(_ run: ArraySlice<UInt8>, _ limit: Int) -> TelnetItem? {
    guard record.count + run.count <= limit else {
      record = []
      return .recordTooLong
    }
    record.append(contentsOf: run)
    return nil
  }

  private mutating func command(
    _ byte: UInt8, _ slice: ArraySlice<UInt8>, recordLimit: Int
  ) -> TelnetItem? {
    state = .data
    switch byte {
    case TelnetCommand.iac: return collects ? gather(slice, recordLimit) : .text(slice)
    case TelnetCommand.will: state = .will
    case TelnetCommand.wont: state = .wont
    case TelnetCommand.do: state = .do
    case TelnetCommand.dont: state = .dont
    case TelnetCommand.sb: state = .option
    case TelnetCommand.eor:
      let finished = record
      record = []
      return .record(finished)
    default: return .command(byte)
    }
    return nil
  }

  private mutating func negotiation(_ option: UInt8) -> TelnetItem {
    let verb: NegotiationVerb =
      switch state {
      case .will: .will
      case .wont: .wont
      case .do: .do
      default: .dont
      }
    state = .data
    return .negotiation(verb, TelnetOption(number: option))
  }
}

extension TelnetDecoder: Freezable {
  /// Appends what is open: a command, a subnegotiation, a record.
  func freeze(into freezer: inout Freezer) {
    freezer.put(collects)
    freezer.put(byte: state.rawValue)
    freezer.put(option)
    freezer.put(bytes: record)
    freezer.put(bytes: content)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    collects = try thawer.take()
    guard let state = State(rawValue: try thawer.byte()) else { throw .invalid("telnet state") }
    self.state = state
    option = try thawer.take()
    record = try thawer.run()
    content = try thawer.run()
  }
}
