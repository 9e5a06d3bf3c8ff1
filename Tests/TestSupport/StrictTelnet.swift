/// What a client may say in telnet, with the eye of a host that forgives nothing (RFC 854, 1143).
///
/// A command for an option is right only as the one answer to our proposal; data is right only
/// inside a record, and only after 3270 mode was agreed.
struct StrictTelnet {
  enum Item: Equatable {
    case option(verb: UInt8, UInt8)
    case subnegotiation(UInt8, [UInt8])
    /// BRK, IP, AO or NOP.
    case command(UInt8)
    case record([UInt8])
  }

  static let (se, nop, brk, ip, ao): (UInt8, UInt8, UInt8, UInt8, UInt8) =
    (0xF0, 0xF1, 0xF3, 0xF4, 0xF5)
  static let (will, wont, `do`, dont): (UInt8, UInt8, UInt8, UInt8) = (0xFB, 0xFC, 0xFD, 0xFE)
  static let (binary, timingMark, terminalType, endOfRecord, tn3270E):
    (
      UInt8, UInt8, UInt8, UInt8, UInt8
    ) = (0x00, 0x06, 0x18, 0x19, 0x28)

  private enum State { case data, iac, option(UInt8), subOption, sub(UInt8), subIAC(UInt8) }

  private var state = State.data
  private var record: [UInt8] = []
  private var content: [UInt8] = []
  /// Options that we asked the client to perform, or offered, and that it has not answered.
  private var asked: Set<UInt8> = []
  private var offered: Set<UInt8> = []
  /// Options that the client performs.
  private(set) var performed: Set<UInt8> = []
  /// DO TIMING-MARK that are not answered; each wants its answer.
  private(set) var marks = 0
  /// Answers to the client's own DO TIMING-MARK, which may come at any time (RFC 860).
  private(set) var due: [UInt8] = []
  /// Whether records may come.
  var takesRecords = false
  private(set) var faults: [String] = []

  var isSettled: Bool { asked.isEmpty && offered.isEmpty && marks == 0 }
  /// Whether the client stands inside a record or a command.
  var isBetween: Bool {
    if case .data = state { record.isEmpty } else { false }
  }

  mutating func fault(_ text: String) { faults.append(text) }

  mutating func takeDue() -> [UInt8] {
    defer { due = [] }
    return due
  }

  // MARK: What we say

  /// A proposal or an answer of ours, whose answer is then awaited where one is due.
  mutating func say(_ verb: UInt8, _ option: UInt8) -> [UInt8] {
    switch (verb, option) {
    case (Self.do, Self.timingMark): marks += 1
    case (Self.do, _): if !performed.contains(option) { asked.insert(option) }
    case (Self.will, _): offered.insert(option)
    default: performed.remove(option)
    }
    return [0xFF, verb, option]
  }

  static func subnegotiation(_ option: UInt8, _ content: [UInt8]) -> [UInt8] {
    [0xFF, 0xFA, option] + doubled(content) + [0xFF, se]
  }

  static func doubled(_ data: [UInt8]) -> [UInt8] {
    data.flatMap { $0 == 0xFF ? [0xFF, 0xFF] : [$0] }
  }

  // MARK: What the client says

  mutating func take(_ byte: UInt8) -> Item? {
    switch state {
    case .data:
      if byte == 0xFF { state = .iac } else { gather(byte) }
    case .iac:
      state = .data
      return command(byte)
    case .option(let verb):
      state = .data
      answer(verb, byte)
      return .option(verb: verb, byte)
    case .subOption:
      state = .sub(byte)
      if !performed.contains(byte) { fault("SB \(byte) of an option that is off") }
    case .sub(let option):
      if byte == 0xFF { state = .subIAC(option) } else { content.append(byte) }
    case .subIAC(let option):
      if byte == 0xFF {
        content.append(byte)
        state = .sub(option)
        return nil
      }
      if byte != Self.se { fault("IAC \(byte) inside SB \(option)") }
      state = .data
      defer { content = [] }
      return .subnegotiation(option, content)
    }
    return nil
  }

  private mutating func gather(_ byte: UInt8) {
    if !takesRecords, record.isEmpty { fault("data before 3270 mode") }
    record.append(byte)
  }

  private mutating func command(_ byte: UInt8) -> Item? {
    switch byte {
    case 0xFF: gather(byte)
    case 0xEF:
      if !takesRecords { fault("EOR before 3270 mode") }
      defer { record = [] }
      return .record(record)
    case 0xFA: state = .subOption
    case Self.will...Self.dont: state = .option(byte)
    case Self.nop, Self.brk, Self.ip, Self.ao:
      if !record.isEmpty { fault("IAC \(byte) inside a record") }
      return .command(byte)
    default: fault("IAC \(byte), which no client says")
    }
    return nil
  }

  private mutating func answer(_ verb: UInt8, _ option: UInt8) {
    switch verb {
    case Self.will:
      guard asked.remove(option) != nil else { return fault("WILL \(option) unasked") }
      performed.insert(option)
    case Self.wont:
      if option == Self.timingMark {
        if marks == 0 { fault("WONT TIMING-MARK unasked") }
        marks = max(0, marks - 1)
      } else if asked.remove(option) == nil, performed.remove(option) == nil {
        fault("WONT \(option) of an option that is off")
      }
    case Self.do where option == Self.timingMark: due += [0xFF, Self.wont, option]
    default:
      if offered.remove(option) == nil {
        fault("\(verb == Self.do ? "DO" : "DONT") \(option) unasked")
      }
    }
  }
}
