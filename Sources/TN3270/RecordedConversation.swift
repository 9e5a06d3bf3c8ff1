public import Names

/// Follows a recorded conversation of a terminal and its host, in both directions; it answers
/// nothing.
///
/// What was agreed is seen from what was said. Records count also where the negotiation is missing,
/// in traces that were shortened.
public struct RecordedConversation: Sendable {
  /// What came, in order.
  public enum Item: Hashable, Sendable {
    /// A record, with what stands before it (TN3270E's header), and its data.
    case record(DataType, header: [UInt8], [UInt8])
    /// Text of line mode.
    case text([UInt8])
    /// The terminal's type, as it named itself, or as the host calls it.
    case terminalType(TerminalType)
    /// A command, a negotiation or a subnegotiation: in words, and its bytes on the wire.
    case telnet(words: String, bytes: [UInt8])
  }

  /// Whether records have a header (TN3270E).
  public private(set) var isTN3270E = false
  /// Whether 3270 mode is on, as far as was seen.
  private var isIn3270Mode = false
  private var host = TelnetDecoder()
  private var terminal = TelnetDecoder()

  /// Bytes of a record that is looked at: no more than a real host may send.
  private static let limit = 1 << 20

  /// A conversation before its first byte.
  public init() {
    host.collects = true
    terminal.collects = true
  }

  /// Takes bytes of one side; a segment ends with them.
  public mutating func receive(_ bytes: [UInt8], isFromHost: Bool) -> [Item] {
    var items: [Item] = []
    var position = 0
    while let item = next(bytes, &position, isFromHost: isFromHost) { take(item, into: &items) }
    if !isIn3270Mode {
      let rest = isFromHost ? host.takeUnfinished() : terminal.takeUnfinished()
      if !rest.isEmpty { items.append(.text(rest)) }
    }
    return items
  }

  private mutating func next(
    _ bytes: [UInt8], _ position: inout Int, isFromHost: Bool
  ) -> TelnetItem? {
    isFromHost
      ? host.next(
        bytes[...], &position, recordLimit: Self.limit, subnegotiationLimit: Self.limit)
      : terminal.next(
        bytes[...], &position, recordLimit: Self.limit, subnegotiationLimit: Self.limit)
  }

  private mutating func take(_ item: TelnetItem, into items: inout [Item]) {
    if let (words, bytes) = item.words { items.append(.telnet(words: words, bytes: bytes)) }
    switch item {
    case .negotiation(let verb, .tn3270E):
      // Said by either side, it ends TN3270E.
      if verb == .wont || verb == .dont {
        isTN3270E = false
        isIn3270Mode = false
      }
    case .negotiation(let verb, .endOfRecord):
      if !isTN3270E { isIn3270Mode = verb == .will || verb == .do }
    case .subnegotiation(.terminalType, let content):
      if content.first == TerminalTypeMessage.is { name(content[1...], into: &items) }
    case .subnegotiation(.tn3270E, let content): take(TN3270EMessage(content), into: &items)
    case .record(let bytes): take(bytes, into: &items)
    default: break
    }
  }

  private mutating func take(_ message: TN3270EMessage?, into items: inout [Item]) {
    switch message {
    case .deviceTypeRequest(let type, _, _): name(Array(type.utf8)[...], into: &items)
    case .deviceTypeIs(let type, _):
      name(Array(type.utf8)[...], into: &items)
      begin()
    case .functionsIs: begin()
    default: break
    }
  }

  private mutating func begin() {
    isTN3270E = true
    isIn3270Mode = true
  }

  private func name(_ bytes: ArraySlice<UInt8>, into items: inout [Item]) {
    let type = TerminalType(String(decoding: bytes.prefix { $0 != 0x40 }, as: UTF8.self))
    if let type { items.append(.terminalType(type)) }
  }

  private mutating func take(_ bytes: [UInt8], into items: inout [Item]) {
    isIn3270Mode = true
    guard !bytes.isEmpty else { return }
    guard isTN3270E else {
      items.append(.record(.data3270, header: [], bytes))
      return
    }
    guard let header = RecordHeader(bytes), let type = DataType(rawValue: header.dataType) else {
      return
    }
    let payload = Array(bytes[RecordHeader.size...])
    items.append(
      type == .nvtData
        ? .text(payload) : .record(type, header: Array(bytes[..<RecordHeader.size]), payload))
  }
}

extension RecordedConversation {
  /// What would have to be said so that a record of the conversation which begins in its midst is
  /// understood: by the host, and by the terminal.
  ///
  /// - `type`: the terminal's type, as it names itself.
  /// - `name`: its LU name.
  /// - `functions`: TN3270E's functions in force; nil for a classic terminal.
  public static func agreement(
    type: String, name: LUName, functions: TN3270EFunctions?
  ) -> (host: [UInt8], terminal: [UInt8]) {
    var (host, terminal): ([UInt8], [UInt8]) = ([], [])
    if let functions {
      let device = TN3270EMessage.deviceTypeIs(type: type, connect: name.description)
      host.appendSubnegotiation(.tn3270E, device.content)
      host.appendSubnegotiation(.tn3270E, TN3270EMessage.functionsIs(functions).content)
    } else {
      terminal.appendSubnegotiation(.terminalType, [TerminalTypeMessage.is] + type.utf8)
      host.appendNegotiation(.will, .endOfRecord)
    }
    return (host, terminal)
  }

  /// A record as it goes over the wire.
  public static func framed(header: [UInt8], _ data: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendDoubling(header[...])
    bytes.appendRecord(nil, data[...])
    return bytes
  }
}
