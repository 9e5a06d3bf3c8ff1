/// A message in journald's native protocol (systemd, "Native Journal Protocol"): one datagram of fields.
///
/// `MESSAGE` has the message's lines, `PRIORITY` syslog's number, `SYSLOG_IDENTIFIER` the program;
/// `TURNSTILE_NUMBER` and `TURNSTILE_USER`, `TURNSTILE_TERMINAL` and so on have the facts.
public enum JournaldRecord {
  /// Most bytes of one value. The longest message of ours has some hundreds; with all fields a record
  /// stays far below what a datagram may have, so that none needs a file of its own.
  public static let valueLimit = 8 << 10

  /// The datagram's bytes.
  public static func encode(_ message: Message) -> [UInt8] {
    var bytes: [UInt8] = []
    put("MESSAGE", message.lines.map(TPXLayout.clean).joined(separator: "\n"), into: &bytes)
    put("PRIORITY", String(message.severity.rawValue), into: &bytes)
    put("SYSLOG_IDENTIFIER", "turnstile", into: &bytes)
    put("TURNSTILE_NUMBER", message.id.number, into: &bytes)
    for (name, value) in message.fields.all {
      put("TURNSTILE_" + name.rawValue.uppercased(), TPXLayout.clean(value), into: &bytes)
    }
    return bytes
  }

  /// A field in one line; one whose value has a line end has its length before it (64 bits, the lowest
  /// byte first).
  private static func put(_ name: String, _ value: String, into bytes: inout [UInt8]) {
    let value = Array(value.utf8.prefix(valueLimit))
    bytes += name.utf8
    if value.contains(0x0A) {
      bytes.append(0x0A)
      let count = UInt64(value.count)
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: count >> UInt64(shift)))
      }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += value
    bytes.append(0x0A)
  }
}
