import Time

/// When the log begins a new file: by size, and by day.
public struct Rotation: Hashable, Sendable {
  /// Bytes from which a new file is begun.
  public var size: Int
  /// Old files that are kept.
  public var kept: Int

  public init(size: Int = 16 << 20, kept: Int = 30) {
    self.size = size
    self.kept = kept
  }

  /// Whether a new file begins before a line is written.
  func isDue(written: Int, line: Int, day: Int, today: Int) -> Bool {
    written > 0 && (written + line > size || day != today)
  }

  /// Name of an old file, as `turnstile-20261123-140509.log.gz`; names are in order of time.
  static func name(_ date: CivilDate, number: Int) -> String {
    func padded(_ value: Int, _ digits: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let day = padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2)
    let time = padded(date.hour, 2) + padded(date.minute, 2) + padded(date.second, 2)
    return "turnstile-\(day)-\(time)" + (number == 0 ? "" : "-\(number)") + ".log.gz"
  }
}
