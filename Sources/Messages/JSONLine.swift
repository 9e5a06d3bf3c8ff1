import Bytes
public import Time

/// A message as one line of JSON (RFC 8259): `time` in RFC 3339 with UTC, `number`, `severity`, the facts
/// of `MessageFields`, and `text`, which is the message's lines.
public enum JSONLine {
  /// The message with its line end; ASCII alone, so that no reader has to guess.
  public static func render(_ message: Message, at time: WallTime) -> String {
    var members = [
      ("time", stamp(time)), ("number", message.id.number),
      ("severity", message.severity.word),
    ]
    members += message.fields.all.map { ($0.name.rawValue, $0.value) }
    members.append(("text", message.lines.map(TPXLayout.clean).joined(separator: "\n")))
    return "{" + members.map { "\"\($0.0)\":\(JSONText.quoted($0.1))" }.joined(separator: ",")
      + "}\n"
  }

  /// A time as `2026-11-23T14:05:09.42Z`.
  static func stamp(_ time: WallTime) -> String {
    let date = CivilDate(time)
    let hundredths = date.hundredths < 10 ? "0\(date.hundredths)" : "\(date.hundredths)"
    return "\(date.date)T\(date.clock).\(hundredths)Z"
  }
}
