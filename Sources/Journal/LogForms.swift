/// In which forms the log is written.
///
/// `turnstile.log` in TPX's layout is always written: diagnosis and people read it.
public struct LogForms: OptionSet, Hashable, Sendable {
  /// A bit for each form.
  public let rawValue: UInt8
  /// Takes the bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `turnstile.log` itself.
  static let log = LogForms(rawValue: 1)
  /// `turnstile.jsonl` beside it, a line of JSON for each message.
  public static let json = LogForms(rawValue: 2)
  /// Fields for systemd's journal.
  public static let journald = LogForms(rawValue: 4)

  /// `turnstile.log`, and what is written beside it.
  static func all(_ others: LogForms) -> LogForms { others.union(.log) }
}

/// How many records each form lost: its disk was full, its reader did not read, or too many waited.
public struct LogLosses: Hashable, Sendable {
  /// Records of `turnstile.log`.
  public private(set) var log = 0
  /// Records of `turnstile.jsonl`.
  public private(set) var json = 0
  /// Records for systemd's journal.
  public private(set) var journald = 0

  mutating func add(_ count: Int, to forms: LogForms) {
    if forms.contains(.log) { log += count }
    if forms.contains(.json) { json += count }
    if forms.contains(.journald) { journald += count }
  }
}
