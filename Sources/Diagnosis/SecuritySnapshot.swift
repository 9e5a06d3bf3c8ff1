import Bytes
public import Keystore
public import Names
import PassTicket
public import SAF

/// What a site's security database holds, without anything secret: what a diagnosis works from.
public struct SecuritySnapshot: Sendable {
  /// A crypto card.
  public struct Card: Hashable, Sendable {
    /// As operators see it.
    public let name: String
    /// Whether it answers.
    public let isOnline: Bool
    /// Whether SETICSF DEACTIVATE took it out of use.
    public let isDeactivated: Bool
    /// Verification patterns of its master keys; nil where it is away and never told.
    public let patterns: MasterKeyPatterns?
    /// How it is, for operators.
    public let health: CardHealth

    /// A card.
    public init(
      name: String, isOnline: Bool, isDeactivated: Bool = false, patterns: MasterKeyPatterns?,
      health: CardHealth = CardHealth(level: "1", requests: 0, fault: "")
    ) {
      self.name = name
      self.isOnline = isOnline
      self.isDeactivated = isDeactivated
      self.patterns = patterns
      self.health = health
    }
  }

  /// Whether the system's clock is kept right.
  public struct ClockHealth: Hashable, Sendable {
    /// Whether something keeps it right.
    public let isSynchronised: Bool
    /// Most that the clock is off.
    public let errorMilliseconds: Int64

    /// How a clock is.
    public init(isSynchronised: Bool, errorMilliseconds: Int64) {
      self.isSynchronised = isSynchronised
      self.errorMilliseconds = errorMilliseconds
    }
  }

  /// A key of the CKDS.
  public struct Key: Hashable, Sendable {
    /// The key's label.
    public let label: KeyLabel
    /// What the key is for.
    public let kind: KeyToken.Kind
    /// Verification pattern of the master key that it is under.
    public let pattern: [UInt8]
    /// First three bytes of a known text under the key: equal keys have equal values. Nil where
    /// no card can open it.
    public let check: [UInt8]?

    /// A key.
    public init(label: KeyLabel, kind: KeyToken.Kind, pattern: [UInt8], check: [UInt8]?) {
      self.label = label
      self.kind = kind
      self.pattern = pattern
      self.check = check
    }
  }

  /// A profile of the file.
  public struct Profile: Hashable, Sendable {
    /// A masked key stands in it without its bytes.
    public let profile: PTKTDATAProfile
    /// Check value of a masked key.
    public let check: [UInt8]?
    /// Whether it counts: no change waits for SETROPTS REFRESH.
    public let isInForce: Bool

    /// A profile of the file.
    public init(profile: PTKTDATAProfile, check: [UInt8]?, isInForce: Bool) {
      self.profile = profile
      self.check = check
      self.isInForce = isInForce
    }
  }

  /// Crypto cards, the first choice first.
  public var cards: [Card] = []
  /// The CKDS.
  public var keys: [KeyLabel: Key] = [:]
  /// Labels that RACF does not let the server use (CSFSERV, CSFKEYS).
  public var refusals: [KeyLabel: ServiceFailure] = [:]
  /// Profiles as they are defined.
  public var profiles: [PTKTDATAName: Profile] = [:]
  /// Profiles that count where the file has another one, or none, that waits for SETROPTS REFRESH.
  public var former: [PTKTDATAName: PTKTDATAProfile] = [:]
  /// Default groups of all users.
  public var groups: [UserID: GroupName] = [:]
  /// Users who may not log on, and why; who is neither here nor in `groups` is not defined.
  public var standings: [UserID: Standing] = [:]
  /// Whether the class PTKTDATA is active.
  public var isClassActive = true
  /// Whether ICSF is started.
  public var isICSFStarted = true
  /// What keeps the clock right; nil where the system does not tell.
  public var clock: ClockHealth?
  /// Latest time that was seen, in seconds since 1970; 0 where no ticket was evaluated.
  public var timeMark: Int64 = 0
  /// This system's clock when the snapshot was taken.
  public var taken: Int64 = 0
  /// Seconds that earlier runs may have given to tickets.
  public var slots = TicketSlots(before: SecondSet(limit: TicketSlots.ranges), latest: 0)

  /// An empty database, without cards.
  public init() {}

  // MARK: As text, from a running server to a command

  /// One fact a line.
  public var lines: [String] {
    var lines = [
      "class active=\(flag(isClassActive))", "mark seconds=\(timeMark)",
      "icsf started=\(flag(isICSFStarted))",
    ]
    if let clock {
      lines.append(
        "clock synchronised=\(flag(clock.isSynchronised)) error=\(clock.errorMilliseconds)")
    }
    lines += cards.map {
      "card online=\(flag($0.isOnline)) used=\(flag(!$0.isDeactivated)) "
        + "des=\(hex($0.patterns?.des)) aes=\(hex($0.patterns?.aes)) "
        + "level=\(word($0.health.level)) requests=\($0.health.requests) "
        + "fault=\(word($0.health.fault)) data=\($0.name)"
    }
    lines += keys.values.sorted { $0.label < $1.label }.map {
      "key label=\($0.label) kind=\($0.kind.rawValue) pattern=\(hex($0.pattern)) "
        + "check=\(hex($0.check))"
    }
    lines += refusals.sorted { $0.key < $1.key }.map {
      "refused label=\($0.key) by=\($0.value == .serviceRefused ? "CSFSERV" : "CSFKEYS")"
    }
    lines += profiles.values.sorted { $0.profile.name < $1.profile.name }.map(line)
    lines += former.values.sorted { $0.name < $1.name }.map {
      "former " + text($0, Profile(profile: $0, check: nil, isInForce: true))
    }
    lines += standingLines + slotLines
    lines += groups.sorted { $0.key < $1.key }.map { "group user=\($0.key) name=\($0.value)" }
    return lines
  }

  private func line(_ entry: Profile) -> String { "profile " + text(entry.profile, entry) }

  private func text(_ profile: PTKTDATAProfile, _ entry: Profile) -> String {
    let legacy =
      switch profile.legacy {
      case .none: "-"
      case .masked: "masked"
      case .encrypted(let label): label.text
      }
    var line = "name=\(profile.name) legacy=\(legacy) check=\(hex(entry.check))"
    if let enhanced = profile.enhanced {
      line += " enhanced=\(enhanced.label) type=\(enhanced.form.rawValue)"
      line += " timeout=\(enhanced.timeout) replay=\(flag(enhanced.allowsReplay))"
    }
    line += " force=\(flag(entry.isInForce))"
    return line + " data=" + profile.applicationData
  }

  private func flag(_ value: Bool) -> String { value ? "Y" : "N" }
  /// A text as one word.
  private func word(_ text: String) -> String { Hex.encode(Array(text.utf8)) }
  private func hex(_ bytes: [UInt8]?) -> String { bytes.map { Hex.encode($0) } ?? "-" }

  /// Reads such lines; nil where one is not understood.
  public init?(lines: [String]) {
    for line in lines {
      guard let blank = line.firstIndex(of: " ") else { return nil }
      var values: [String: String] = [:]
      var rest = line[line.index(after: blank)...]
      while let equal = rest.firstIndex(of: "=") {
        let name = String(rest[..<equal])
        let from = rest[rest.index(after: equal)...]
        let end = name == "data" ? from.endIndex : from.firstIndex(of: " ") ?? from.endIndex
        values[name] = String(from[..<end])
        rest = end == from.endIndex ? "" : from[from.index(after: end)...]
      }
      guard take(String(line[..<blank]), values) else { return nil }
    }
  }

  private mutating func take(_ kind: String, _ values: [String: String]) -> Bool {
    func bytes(_ name: String) -> [UInt8]? { values[name].flatMap { Hex.decode($0) } }
    switch kind {
    case "class": isClassActive = values["active"] == "Y"
    case "clock":
      clock = ClockHealth(
        isSynchronised: values["synchronised"] == "Y",
        errorMilliseconds: values["error"].flatMap { Int64($0) } ?? 0)
    case "icsf": isICSFStarted = values["started"] == "Y"
    case "mark": timeMark = values["seconds"].flatMap { Int64($0) } ?? 0
    case "card":
      let (des, aes) = (bytes("des"), bytes("aes"))
      func text(_ name: String) -> String { String(decoding: bytes(name) ?? [], as: UTF8.self) }
      cards.append(
        Card(
          name: values["data"] ?? "", isOnline: values["online"] == "Y",
          isDeactivated: values["used"] == "N",
          patterns: des.flatMap { des in aes.map { MasterKeyPatterns(des: des, aes: $0) } },
          health: CardHealth(
            level: text("level"), requests: values["requests"].flatMap { Int($0) } ?? 0,
            fault: text("fault"))))
    case "key":
      guard let label = values["label"].flatMap({ KeyLabel($0) }),
        let kind = values["kind"].flatMap({ KeyToken.Kind(rawValue: $0) })
      else { return false }
      keys[label] = Key(
        label: label, kind: kind, pattern: bytes("pattern") ?? [], check: bytes("check"))
    case "refused":
      guard let label = values["label"].flatMap({ KeyLabel($0) }) else { return false }
      refusals[label] = values["by"] == "CSFSERV" ? .serviceRefused : .labelRefused
    case "profile": return takeProfile(values, bytes("check"))
    case "former":
      guard let profile = Self.profile(values) else { return false }
      former[profile.name] = profile
    case "standing", "slots", "slot": return takeGround(kind, values)
    case "group":
      guard let user = values["user"].flatMap({ UserID($0) }),
        let name = values["name"].flatMap({ GroupName($0) })
      else { return false }
      groups[user] = name
    default: return false
    }
    return true
  }

  private mutating func takeProfile(_ values: [String: String], _ check: [UInt8]?) -> Bool {
    guard let profile = Self.profile(values) else { return false }
    profiles[profile.name] = Profile(
      profile: profile, check: check, isInForce: values["force"] == "Y")
    return true
  }

  private static func profile(_ values: [String: String]) -> PTKTDATAProfile? {
    guard let name = values["name"].flatMap({ PTKTDATAName($0) }) else { return nil }
    var legacy = PTKTDATAProfile.LegacyKey.none
    switch values["legacy"] {
    case "masked": legacy = .masked(wrapped: [])
    case "-", nil: break
    case .some(let text):
      guard let label = KeyLabel(text) else { return nil }
      legacy = .encrypted(label)
    }
    var enhanced: PTKTDATAProfile.Enhanced?
    if let label = values["enhanced"].flatMap({ KeyLabel($0) }) {
      enhanced = .init(
        label: label, form: values["type"].flatMap { PTKTDATAProfile.form($0) } ?? .mixed,
        timeout: values["timeout"].flatMap { Int64($0) } ?? 60,
        allowsReplay: values["replay"] == "Y")
    }
    return PTKTDATAProfile(
      name: name, legacy: legacy, enhanced: enhanced, applicationData: values["data"] ?? "")
  }
}
