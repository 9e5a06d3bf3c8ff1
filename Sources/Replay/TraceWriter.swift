import Bytes
public import DataStream
import EBCDIC
public import Names
public import TN3270
import Terminal

/// Writes what a terminal and its server say: in words, and as bytes that `TraceFile` reads, so that a
/// user's report can be replayed.
///
/// What stands in fields that are not shown, what is typed there, text for a host's system services and
/// the data of files are dark in both.
public struct TraceWriter: Sendable {
  /// Who is traced, for the heading.
  public struct Terminal: Sendable {
    /// Its LU name.
    public let name: LUName
    /// Its type, as it names itself.
    public let type: String
    /// TN3270E's functions in force; nil for a classic terminal.
    public let functions: TN3270EFunctions?
    /// What it can do.
    public let capabilities: TerminalCapabilities

    /// A terminal from its parts.
    public init(
      name: LUName, type: String, functions: TN3270EFunctions?,
      capabilities: TerminalCapabilities
    ) {
      self.name = name
      self.type = type
      self.functions = functions
      self.capabilities = capabilities
    }
  }

  private var conversation = RecordedConversation()
  private var narrator: Narrator
  private let capabilities: TerminalCapabilities
  /// Screens of the sessions behind the terminal.
  private var sessions: [String: Narrator] = [:]
  /// Hash of the last record of the terminal: what goes to a host unchanged was typed by the user. The
  /// record itself may have a password in it, and is not kept.
  private var typed: Int?
  private var text = ""

  /// Begins a trace with its heading.
  /// - Parameters:
  ///   - terminal: who is traced.
  ///   - title: its first line, such as when it was begun.
  public init(_ terminal: Terminal, title: String) {
    capabilities = terminal.capabilities
    narrator = Narrator(capabilities, page: .bracket)
    let size = capabilities.alternateSize
    text =
      "\(title)\nTerminal \(terminal.name), \(terminal.type), "
      + "\(size.rows) rows x \(size.columns) cols\n"
    let agreed = RecordedConversation.agreement(
      type: terminal.type, name: terminal.name, functions: terminal.functions)
    if !agreed.terminal.isEmpty { take(agreed.terminal[...], isFromHost: false) }
    take(agreed.host[...], isFromHost: true)
    if !capabilities.replies.isEmpty {
      let reply = QueryReply.record(capabilities.replies)
      write(narrator.terminal(reply), .data3270, header: header, isFromHost: false)
    }
  }

  /// TN3270E's header of 3270 data that nobody answers; empty in a classic conversation.
  private var header: [UInt8] { conversation.isTN3270E ? [0, 0, 0, 0, 0] : [] }

  /// The text since the last call.
  public mutating func takeText() -> String {
    defer { text = "" }
    return text
  }

  /// Adds a line of words.
  ///
  /// It stays one line, whatever a peer said: control characters are dots.
  public mutating func note(_ words: String) {
    for scalar in words.unicodeScalars {
      let isShown =
        scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)
        && scalar != "\u{2028}" && scalar != "\u{2029}"
      text.unicodeScalars.append(isShown ? scalar : ".")
    }
    text += "\n"
  }

  /// Takes bytes to the terminal (`isFromHost`) or from it, in clear, as telnet has them.
  public mutating func take(_ bytes: ArraySlice<UInt8>, isFromHost: Bool) {
    for item in conversation.receive(Array(bytes), isFromHost: isFromHost) {
      tell(item, isFromHost: isFromHost)
    }
  }

  private mutating func tell(_ item: RecordedConversation.Item, isFromHost: Bool) {
    let mark = isFromHost ? "<" : ">"
    switch item {
    case .terminalType: break
    case .telnet(let words, let bytes):
      note("\(mark) \(words)")
      write(bytes, isFromHost)
    case .text(let bytes): note("\(mark) (\(bytes.count) bytes of text)")
    case .record(.data3270, let header, let record):
      if !isFromHost { typed = record.hashValue }
      let told = isFromHost ? narrator.host(record) : narrator.terminal(record)
      write(told, .data3270, header: header, isFromHost: isFromHost)
    case .record(.sscpLUData, let header, let record):
      let told = narrator.systemText(record, isFromHost: isFromHost)
      write(told, .sscpLUData, header: header, isFromHost: isFromHost)
    case .record(let type, let header, let data):
      if type == .bindImage || type == .unbind { narrator.reset() }
      note("\(mark) \(type) \(Hex.encode(data))")
      write(RecordedConversation.framed(header: header, data), isFromHost)
    }
  }

  private mutating func write(
    _ told: Narrator.Told, _ type: DataType, header: [UInt8], isFromHost: Bool
  ) {
    note("\(isFromHost ? "<" : ">") \(told.words)")
    write(RecordedConversation.framed(header: header, told.record), isFromHost)
  }

  private mutating func write(_ bytes: [UInt8], _ isFromHost: Bool) {
    text += "\(isFromHost ? "<" : ">") 0x0   \(Hex.encode(bytes).lowercased())\n"
  }

  // MARK: Sessions behind the terminal

  /// Tells a record of a session's host, or one for it, which was typed by the user where the terminal
  /// sent it so; else all its text is dark, since it may be a password that is typed for the user.
  public mutating func session(_ name: String, _ record: [UInt8], isFromHost: Bool) {
    var narrator = sessions[name] ?? Narrator(capabilities, page: .bracket)
    let told =
      isFromHost
      ? narrator.host(record) : narrator.terminal(record, isTyped: record.hashValue == typed)
    sessions[name] = narrator
    note("\(name) \(isFromHost ? "<" : ">") \(told.words)")
    note("\(name) \(isFromHost ? "<" : ">") \(Hex.encode(told.record).lowercased())")
  }

  /// A session has ended.
  public mutating func forget(_ name: String) { sessions[name] = nil }
}
