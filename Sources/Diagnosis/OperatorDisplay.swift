import Bytes
import Keystore
public import Names
public import Time

/// Answers to operators' commands in the words of z/OS.
///
/// `D ICSF,CARDS` and `D SMF,O` follow the public samples (passticket.md 7.4, 7.5); `D ICSF,MKS` and
/// `D ICSF,KDS`, and what is shown where there is no card, are this product's own.
public enum OperatorDisplay {
  /// `D ICSF,CARDS`.
  public static func cards(_ security: SecuritySnapshot, at time: WallTime) -> [String] {
    var lines = ["CSFM668I \(clock(time)) ICSF CARDS", " ACTIVE DOMAIN = 000"]
    for (index, card) in security.cards.enumerated() {
      lines.append("  \(card.name) COPROCESSOR SC\(digits(index, 2))")
      lines.append("   STATUS=\(status(card, security))   SERIAL#=\(serial(card))")
    }
    return lines
  }

  private static func status(
    _ card: SecuritySnapshot.Card, _ security: SecuritySnapshot
  ) -> String {
    guard card.isOnline else { return "Offline" }
    if card.isDeactivated { return "Deactivated" }
    let isForeign = security.keys.values.contains { $0.pattern != card.pattern }
    return isForeign ? "Master key incorrect" : "Active"
  }

  private static func serial(_ card: SecuritySnapshot.Card) -> String {
    card.pattern.map { Hex.encode($0.prefix(4)) } ?? "N/A"
  }

  /// `D ICSF,MKS`.
  public static func masterKeys(_ security: SecuritySnapshot, at time: WallTime) -> [String] {
    var lines = [
      "CSFM668I \(clock(time)) ICSF MKS", "  FEATURE  SERIAL#   DES-MK  AES-MK  MKVP",
    ]
    for (index, card) in security.cards.enumerated() {
      let state = card.isOnline ? status(card, security) == "Active" ? "A" : "E" : "-"
      let pattern = card.pattern.map { Hex.encode($0.prefix(8)) } ?? "-"
      let serial = serial(card)
      let gap = String(repeating: " ", count: max(1, 10 - serial.count))
      lines.append(
        "  SC\(digits(index, 2))     \(serial)\(gap)\(state)       \(state)       \(pattern)")
    }
    return lines
  }

  /// `D ICSF,KDS`.
  public static func keyDataSets(_ security: SecuritySnapshot, at time: WallTime) -> [String] {
    var lines = [
      "CSFM668I \(clock(time)) ICSF KDS", "  CKDS security.db",
      "    FORMAT=KDSR  SYSPLEX=N  MKVPs=DES AES  KEYS=\(security.keys.count)",
    ]
    for key in security.keys.values.sorted(by: { $0.label < $1.label }) {
      lines.append("    \(key.label)")
      lines.append(
        "      TYPE=\(key.kind.rawValue)  MKVP=\(Hex.encode(key.pattern))"
          + "  CHECK=\(key.check.map { Hex.encode($0) } ?? "N/A")")
    }
    return lines
  }

  /// `D ICSF,LIST`: the systems; without a card the domain is N/A, as on z/OS.
  public static func systems(
    _ security: SecuritySnapshot, _ system: SystemID?, release: String, at time: WallTime
  ) -> [String] {
    func column(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    let domain = security.cards.contains { $0.isOnline && !$0.isDeactivated } ? "000" : "N/A"
    return [
      " CSFM668I \(clock(time)) ICSF LIST",
      "  Systems supporting SETICSF and DISPLAY ICSF commands:",
      "    SYSNAME   RELEASE  DOM",
      "    " + column(system?.description ?? "-", 10) + column(release, 9) + domain,
    ]
  }

  /// `D SMF,O`, as far as there are such options here.
  public static func smf(_ system: SystemID?, at time: WallTime) -> [String] {
    [
      " IEE967I \(clock(time)) SMF PARAMETERS", "        MEMBER = SYSTEM.YAML",
      "        SID(\(system?.description ?? "")) -- \(system == nil ? "DEFAULT" : "PARMLIB")",
      "        ACTIVE -- DEFAULT",
    ]
  }

  private static func clock(_ time: WallTime) -> String {
    let date = CivilDate(time)
    return "\(digits(date.hour, 2)).\(digits(date.minute, 2)).\(digits(date.second, 2))"
  }

  private static func digits(_ value: Int, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
