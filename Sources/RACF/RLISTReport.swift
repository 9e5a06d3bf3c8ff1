public import Names
import PassTicket
public import SAF

/// A profile as RLIST shows it: the layout of z/OS 3.1.
///
/// Public are the headings, the columns, and the lines of the legacy key, Timeout and Replay (Broadcom
/// KB 415349); the lines of the enhanced label and of Type are this product's own.
public enum RLISTReport {
  /// What stands in every profile of the class.
  public struct Base: Sendable {
    /// The profile's class.
    public let resourceClass: ResourceClass
    /// Its name.
    public let name: RACFProfileName
    /// Who owns it.
    public let owner: String
    /// UACC.
    public let universalAccess: String
    /// APPLDATA.
    public let applicationData: String
    /// DATA.
    public let installationData: String
    /// What is kept and changes nothing here.
    public let listed: [ListedKeyword: String]

    /// The base segment of a profile.
    public init(
      resourceClass: ResourceClass, name: RACFProfileName, owner: String, universalAccess: String,
      applicationData: String, installationData: String, listed: [ListedKeyword: String] = [:]
    ) {
      self.resourceClass = resourceClass
      self.name = name
      self.owner = owner
      self.universalAccess = universalAccess
      self.applicationData = applicationData
      self.installationData = installationData
      self.listed = listed
    }
  }

  /// All lines of a profile.
  ///
  /// `key`: the SSIGNON segment; nil for a profile of another kind. `access`: ids and their levels,
  /// where the list is asked for.
  public static func lines(
    _ base: Base, key: PTKTDATAProfile?, access: [(id: String, level: AccessLevel)]?,
    view: ProfileView
  ) -> [String] {
    var isGeneric = false
    if case .resource(let name) = base.name { isGeneric = name.isGeneric }
    var lines = [
      "CLASS      NAME", "-----      ----",
      "\(padded(base.resourceClass.rawValue, 9))  \(base.name)\(isGeneric ? " (G)" : "")", "",
    ]
    if !view.onlySegments {
      lines += general(base, hidesAccess: view.hidesAccess)
      if let access { lines += accessList(access) }
    }
    if view.signOn, let key { lines += signOn(key) }
    return lines
  }

  private static func general(_ base: Base, hidesAccess: Bool) -> [String] {
    let level = base.listed[.level] ?? "0"
    // Who asks owns the state directory and may do everything.
    let access = hidesAccess ? "" : AccessLevel.alter.rawValue
    return [
      "LEVEL  OWNER      UNIVERSAL ACCESS  YOUR ACCESS  WARNING",
      "-----  --------   ----------------  -----------  -------",
      " \(level.count < 2 ? "0" + level : level)    \(padded(base.owner, 8))   "
        + "\(padded("     \(base.universalAccess)", 16))  \(padded("     \(access)", 11))   "
        + (base.listed[.warning] ?? "NO"),
      "", "INSTALLATION DATA", "-----------------", text(base.installationData), "",
      "APPLICATION DATA", "----------------", text(base.applicationData), "",
      "SECLEVEL", "--------", "NO SECLEVEL", "", "CATEGORIES", "----------", "NO CATEGORIES", "",
      "SECLABEL", "--------", base.listed[.securityLabel] ?? "NO SECLABEL", "",
      "AUDITING", "--------", base.listed[.audit] ?? "FAILURES(READ)", "", "NOTIFY", "------",
      base.listed[.notify] ?? "NO USER TO BE NOTIFIED", "",
    ]
  }

  private static func text(_ data: String) -> String { data.isEmpty ? "NONE" : data }

  private static func accessList(_ access: [(id: String, level: AccessLevel)]) -> [String] {
    let rows = access.map { "\(padded($0.id, 8))  \($0.level.rawValue)" }
    return ["USER      ACCESS", "----      ------"]
      + (rows.isEmpty ? ["NO ENTRIES IN STANDARD ACCESS LIST"] : rows) + [""]
  }

  /// The SSIGNON block.
  public static func signOn(_ key: PTKTDATAProfile) -> [String] {
    var lines = ["SSIGNON INFORMATION", "-------------------"]
    switch key.legacy {
    case .none: break
    case .masked: lines.append("Legacy   PassTicket: KEYMASKED DATA NOT DISPLAYABLE")
    case .encrypted(let label): lines.append("Legacy   PassTicket: KEYENCRYPTED LABEL: \(label)")
    }
    if let enhanced = key.enhanced {
      lines.append("Enhanced PassTicket: EPTKEYLABEL: \(enhanced.label)")
      lines.append("Enhanced PassTicket: Type = \(enhanced.form.rawValue)")
    }
    if let rules = key.enhanced?.rules ?? key.waitingRules {
      let digits = String(rules.timeout)
      let timeout = String(repeating: "0", count: 8 - digits.count) + digits
      lines.append("Enhanced PassTicket: Timeout = \(timeout)")
      lines.append("Enhanced PassTicket: Replay allowed = \(rules.allowsReplay ? "YES" : "NO")")
    }
    if lines.count == 2 { lines.append("NO SSIGNON INFORMATION") }
    return lines
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
