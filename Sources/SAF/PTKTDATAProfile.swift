public import Names
public import PassTicket

/// A PTKTDATA profile: which keys an application's tickets are made with.
public struct PTKTDATAProfile: Hashable, Sendable {
  /// Where the legacy key is.
  public enum LegacyKey: Hashable, Sendable {
    case none
    /// In the security database, wrapped under the database's own key: needs no card.
    case masked(wrapped: [UInt8])
    /// In the CKDS, under the card's master key.
    case encrypted(KeyLabel)
  }

  /// The enhanced ticket's key, always in the CKDS, and its rules.
  public struct Enhanced: Hashable, Sendable {
    /// The key's label in the CKDS.
    public var label: KeyLabel
    /// TYPE: which characters a ticket has.
    public var form: EnhancedPassTicket.Form
    /// Seconds that a ticket is valid each way; 1 to 600.
    public var timeout: Int64
    /// REPLAY(YES): whether a ticket may be used again.
    public var allowsReplay: Bool

    /// A key with its rules.
    public init(
      label: KeyLabel, form: EnhancedPassTicket.Form, timeout: Int64, allowsReplay: Bool
    ) {
      self.label = label
      self.form = form
      self.timeout = timeout
      self.allowsReplay = allowsReplay
    }
  }

  /// The profile's name.
  public let name: PTKTDATAName
  /// Where the legacy key is.
  public var legacy: LegacyKey
  /// The enhanced key; nil where there is none.
  public var enhanced: Enhanced?
  /// TYPE, TIMEOUT and REPLAY of a profile that has no enhanced key yet: they count from its label on.
  public var waitingRules: EnhancedRules?
  /// APPLDATA; a text that begins with `NO REPLAY PROTECTION` allows legacy tickets to be used again.
  public var applicationData: String
  /// DATA.
  public var installationData = ""
  /// The user or group that owns it.
  public var owner = "IBMUSER"
  /// UACC.
  public var universalAccess = "NONE"

  /// A profile that IBMUSER owns.
  public init(
    name: PTKTDATAName, legacy: LegacyKey, enhanced: Enhanced?, applicationData: String = ""
  ) {
    self.name = name
    self.legacy = legacy
    self.enhanced = enhanced
    self.applicationData = applicationData
  }

  /// Whether a legacy ticket may be used once only.
  public var protectsFromReplay: Bool {
    !applicationData.uppercased().hasPrefix("NO REPLAY PROTECTION")
  }
}

extension PTKTDATAProfile {
  /// The form that `TYPE(…)` names.
  public static func form(_ name: String) -> EnhancedPassTicket.Form? {
    EnhancedPassTicket.Form(rawValue: name)
  }
}

/// TYPE, TIMEOUT and REPLAY of enhanced tickets, with RACF's defaults.
public struct EnhancedRules: Hashable, Sendable {
  /// TYPE: which characters a ticket has.
  public var form = EnhancedPassTicket.Form.mixed
  /// Seconds that a ticket is valid each way; 1 to 600.
  public var timeout: Int64 = 60
  /// REPLAY(YES): whether a ticket may be used again.
  public var allowsReplay = false

  /// RACF's defaults.
  public init() {}
}

extension PTKTDATAProfile.Enhanced {
  /// A key with its rules.
  public init(label: KeyLabel, rules: EnhancedRules) {
    self.init(
      label: label, form: rules.form, timeout: rules.timeout, allowsReplay: rules.allowsReplay)
  }

  /// The rules alone.
  public var rules: EnhancedRules {
    var rules = EnhancedRules()
    rules.form = form
    rules.timeout = timeout
    rules.allowsReplay = allowsReplay
    return rules
  }
}
