import Bytes
public import Keystore
public import Names
public import Time

/// Answers to operators' commands in the words of z/OS.
///
/// `D ICSF,CARDS` and `D ICSF,LIST` follow IBM's samples (ICSF System Programmer's Guide, Display
/// ICSF), `D SMF,O` the lines of IEE967I; `D ICSF,MKS` and `D ICSF,KDS`, and what is shown where there
/// is no card, are this product's own.
public struct OperatorDisplay {
  private let security: SecuritySnapshot
  private let time: WallTime
  /// Number of the answer, as a console gives one to each of several lines.
  private let number: Int

  /// Answers about a snapshot at a time; `number` is the console's number of the answer.
  public init(_ security: SecuritySnapshot, at time: WallTime, number: Int) {
    self.security = security
    self.time = time
    self.number = number
  }

  private func heading(_ what: String) -> String { "CSFM668I \(clock) ICSF \(what) \(serial)" }

  /// `D ICSF,CARDS`.
  public var cards: [String] {
    var lines = [heading("CARDS"), " ACTIVE DOMAIN = \(domain)"]
    for (index, card) in security.cards.enumerated() {
      lines.append("  \(card.name) COPROCESSOR SC\(Self.digits(index, 2))")
      lines.append(
        "   STATUS=\(status(card))   SERIAL#=\(Self.serial(card))   LEVEL=\(card.health.level)")
      lines.append("   REQUESTS ACTIVE=\(Self.digits(card.health.requests, 4))")
      if !card.health.fault.isEmpty { lines.append("   REASON=\(card.health.fault)") }
    }
    if security.cards.isEmpty { lines.append("  NO COPROCESSORS") }
    return lines
  }

  /// Whether some card may be used.
  private var domain: String {
    security.cards.contains { $0.isOnline && !$0.isDeactivated } ? "000" : "N/A"
  }

  private func status(_ card: SecuritySnapshot.Card) -> String {
    guard card.isOnline else { return "Offline" }
    if card.isDeactivated { return "Deactivated" }
    return MasterKey.allCases.contains { register($0, card) == "E" }
      ? "Master key incorrect" : "Active"
  }

  /// State of a master key's register, in the letters of the panel Coprocessor Management: A active,
  /// E error, U for a card that never told, - for one that is away.
  private func register(_ key: MasterKey, _ card: SecuritySnapshot.Card) -> String {
    guard card.isOnline else { return "-" }
    guard let pattern = card.patterns?[key] else { return "U" }
    return patterns(key).contains { $0 != pattern } ? "E" : "A"
  }

  /// Verification patterns of the keys of the CKDS that are under a master key.
  private func patterns(_ key: MasterKey) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for entry in security.keys.values.sorted(by: { $0.label < $1.label })
    where entry.kind.masterKey == key && !found.contains(entry.pattern) {
      found.append(entry.pattern)
    }
    return found
  }

  /// What stands for a card's serial number: the beginnings of its patterns.
  public static func serial(of patterns: MasterKeyPatterns) -> String {
    Hex.encode(Array(patterns.des.prefix(2) + patterns.aes.prefix(2)))
  }

  private static func serial(_ card: SecuritySnapshot.Card) -> String {
    card.patterns.map { serial(of: $0) } ?? "N/A"
  }

  /// `D ICSF,MKS`.
  public var masterKeys: [String] {
    var lines = [heading("MKS"), "  FEATURE  SERIAL#   MASTER KEY  STATE  MKVP"]
    for (index, card) in security.cards.enumerated() {
      for key in MasterKey.allCases {
        let pattern = card.patterns.map { Hex.encode($0[key].prefix(8)) } ?? "-"
        lines.append(
          "  SC\(Self.digits(index, 2))     \(Self.padded(Self.serial(card), 10))"
            + "\(key.rawValue)-MK      \(register(key, card))      \(pattern)")
      }
    }
    return lines
  }

  /// `D ICSF,KDS`.
  public var keyDataSets: [String] {
    var lines = [
      heading("KDS"), "  CKDS security.db",
      "    FORMAT=KDSR  SYSPLEX=N  MKVPs=DES AES  KEYS=\(security.keys.count)",
    ]
    for key in MasterKey.allCases {
      let found = patterns(key).map { Hex.encode($0) }
      lines.append(
        "      \(key.rawValue) MKVP=\(found.isEmpty ? "N/A" : found.joined(separator: " "))")
    }
    for key in security.keys.values.sorted(by: { $0.label < $1.label }) {
      lines.append("    \(key.label)")
      lines.append(
        "      TYPE=\(key.kind.shown)  \(key.kind.masterKey.rawValue) "
          + "MKVP=\(Hex.encode(key.pattern))"
          + "  CHECK=\(key.check.map { Hex.encode($0) } ?? "N/A")")
    }
    return lines
  }

  /// `D ICSF,LIST`: the systems; without a card the domain is N/A, as on z/OS.
  ///
  /// `system`: the system's name, which is not its SMF ID.
  public func systems(_ system: String, release: String) -> [String] {
    [
      " " + heading("LIST"), "  Systems supporting SETICSF and DISPLAY ICSF commands:",
      "    SYSNAME   RELEASE  DOM  CHG_DATE",
      "    " + Self.padded(system, 10) + Self.padded(release, 9)
        + Self.padded(domain, 5) + "N/A",
    ]
  }

  /// `D SMF,O`, as far as there are such options here.
  public func smf(_ system: SystemID?) -> [String] {
    [
      " IEE967I \(clock) SMF PARAMETERS \(serial)", "        MEMBER = SYSTEM.YAML",
      "        SID(\(system?.description ?? "")) -- \(system == nil ? "DEFAULT" : "PARMLIB")",
      "        ACTIVE -- DEFAULT",
    ]
  }

  private var serial: String { Self.digits(number % 1000, 3) }

  private var clock: String {
    let date = CivilDate(time)
    return "\(Self.digits(date.hour, 2)).\(Self.digits(date.minute, 2))"
      + ".\(Self.digits(date.second, 2))"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func digits(_ value: Int, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}

extension KeyToken.Kind {
  /// ICSF's words for the type of a key.
  public var shown: String {
    switch self {
    case .des: "DATA"
    case .hmac: "MAC ALGORITHM=HMAC"
    }
  }
}
