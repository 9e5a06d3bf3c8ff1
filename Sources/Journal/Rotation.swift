import Time

/// When the log begins a new file, by size and by day, and which old files go.
///
/// Old files go by their age: a flood of lines makes many files, and would push out what happened
/// before it if they went by their number. Their size, compressed, has an end all the same.
public struct Rotation: Hashable, Sendable {
  /// Bytes from which a new file is begun.
  public var size: Int
  /// Days for which an old file is kept.
  public var days: Int
  /// Old files that are kept whatever their age.
  public var kept: Int
  /// Most bytes of old files; over it the oldest go before their time. Compressed, a line takes some
  /// 10 bytes: 2 GiB are 200,000,000 of them.
  public var total: Int

  /// Limits: bytes of one file, days that old ones stay, their number, and their bytes together.
  public init(size: Int = 16 << 20, days: Int = 30, kept: Int = 30, total: Int = 2 << 30) {
    self.size = size
    self.days = days
    self.kept = kept
    self.total = total
  }

  /// Whether a new file begins before a line is written.
  func isDue(written: Int, line: Int, day: Int, today: Int) -> Bool {
    written > 0 && (written + line > size || day != today)
  }

  /// An old file: its name, which begins with its day, and its bytes.
  struct Old: Hashable {
    let name: String
    let size: Int
  }

  /// Chooses the files that go now, from all of them in any order; `offsetSeconds` is local time's
  /// distance from UTC.
  func expired(
    _ files: [Old], now: WallTime, offsetSeconds: Int, suffix: String = ".log"
  ) -> [String] {
    let oldest = CivilDate(
      WallTime(seconds: now.seconds - Int64(days) * 86_400), offsetSeconds: offsetSeconds)
    let limit = Self.name(oldest, number: 0, suffix: suffix)
    let newestFirst = files.sorted { $0.name > $1.name }
    var bytes = 0
    var gone: [String] = []
    for (index, file) in newestFirst.enumerated() {
      bytes += file.size
      if bytes > total || (index >= kept && file.name < limit) { gone.append(file.name) }
    }
    return gone
  }

  /// Name of an old file, as `turnstile-20261123-140509.log`; names are in order of time.
  static func name(_ date: CivilDate, number: Int, suffix: String) -> String {
    func padded(_ value: Int, _ digits: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let day = padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2)
    let time = padded(date.hour, 2) + padded(date.minute, 2) + padded(date.second, 2)
    return "turnstile-\(day)-\(time)" + (number == 0 ? "" : "-\(number)") + suffix
  }
}
