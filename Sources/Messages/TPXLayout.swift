public import Time

/// Puts a message into TPX's layout: id, `mm/dd/yy.ddd hh:mm:ss.tt`, text; eight blanks below.
public enum TPXLayout {
  /// The message's lines, each with its line end.
  public static func render(
    _ message: Message, at time: WallTime, offsetSeconds: Int
  ) -> String {
    var text = ""
    for line in message.lines {
      let isFirst = text.isEmpty
      text +=
        isFirst
        ? "\(message.id.number) \(stamp(time, offsetSeconds: offsetSeconds)) " : "        "
      text += clean(line) + "\n"
    }
    return text
  }

  /// A time as `mm/dd/yy.ddd hh:mm:ss.tt`.
  public static func stamp(_ time: WallTime, offsetSeconds: Int) -> String {
    let date = CivilDate(time, offsetSeconds: offsetSeconds)
    return "\(two(date.month))/\(two(date.day))/\(two(date.year % 100)).\(three(date.dayOfYear)) "
      + "\(two(date.hour)):\(two(date.minute)):\(two(date.second)).\(two(date.hundredths))"
  }

  /// Foreign text as one line of printable characters: no line end, escape or bidi control gets into
  /// the log (CWE-117).
  public static func clean(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) else { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      clean.append((0x20...0x7E).contains(scalar.value) ? scalar : ".")
    }
    return String(clean)
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func three(_ value: Int) -> String {
    value < 10 ? "00\(value)" : value < 100 ? "0\(value)" : "\(value)"
  }
}
