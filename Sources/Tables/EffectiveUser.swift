public import Names

/// Where something that holds for a user comes from.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// The user's own file.
  case own
  /// A file of ACT/Profiles.
  case profile(String)
  /// The application's file.
  case application
  /// System.yaml.
  case system
  /// Nobody says anything.
  case standard

  /// In a word, as the options panel has it.
  public var description: String {
    switch self {
    case .own: "own"
    case .profile(let name): name
    case .application: "application"
    case .system: "system"
    case .standard: "default"
    }
  }
}

/// A profile that a user has, and why.
public struct ChosenProfile: Hashable, Sendable {
  /// Name of the file of ACT/Profiles.
  public let name: String
  /// `own file`, `everybody's`, or the group or permission that opens it.
  public let why: String
  let options: UserOptions

  /// Whether the user's own file names it.
  public var isNamed: Bool { why == Self.named }

  static let named = "own file"
}

/// What holds for one user, and where each thing comes from.
///
/// This is the one rule by which the files of ACT come together: the menu, the options panel, `check`,
/// `explain` and `diagnose` all ask it. Options are the user's own, then the first profile's, then those
/// of DEFAULT, then the system's (as TPX has it: the first profile only). What is said of one session is
/// the application's entry, changed by DEFAULT, by each profile in order, and last by the user's own
/// file: the later counts.
public final class EffectiveUser: Sendable {
  /// The user's profiles in order, DEFAULT last.
  public let profiles: [ChosenProfile]
  /// The user's own options over the first profile's and DEFAULT's; what they leave out is the system's.
  public let options: UserOptions
  /// Sessions in menu order, the invisible ones among them.
  public let sessions: [EffectiveSession]
  /// What files of users and profiles say of sessions, by session and label of the application's entry.
  public let changes: [SessionID: [String: Origin]]
  /// Sessions that the user's profiles list, together; where none lists any, those of DEFAULT. Nil for all.
  private let listed: AllowedSessions?
  private let levels: [(origin: Origin, options: UserOptions)]
  private let system: SystemOptions

  /// - Parameters:
  ///   - tables: the site's.
  ///   - own: what the user's own file says; nil where there is none.
  ///   - chosen: the user's profiles, in order, without DEFAULT.
  ///   - rights: what the security manager says of the user.
  init(
    _ tables: SiteTables, own: UserOptions?, profiles chosen: [ChosenProfile],
    rights: Rights
  ) {
    let standard = tables.profiles[UserOptions.defaultProfile].map {
      ChosenProfile(name: UserOptions.defaultProfile, why: "everybody's", options: $0)
    }
    profiles = chosen + (standard.map { [$0] } ?? [])
    var levels: [(origin: Origin, options: UserOptions)] = own.map { [(.own, $0)] } ?? []
    let first = [chosen.first, standard].compactMap(\.self)
    levels += first.map { (.profile($0.name), $0.options) }
    self.levels = levels
    system = tables.system
    var options = levels.first?.options ?? UserOptions()
    for level in levels.dropFirst() { options = options.over(level.options) }
    listed = Self.union(chosen) ?? standard?.options.allowed
    options.allowed = own?.allowed ?? listed
    self.options = options
    let rule = SessionRule(own: own, profiles: profiles, listed: listed, rights: rights)
    (sessions, changes) = rule.sessions(tables)
  }

  /// Sessions that profiles list, together; nil where none lists any.
  private static func union(_ profiles: [ChosenProfile]) -> AllowedSessions? {
    let said = profiles.compactMap(\.options.allowed)
    guard !said.isEmpty else { return nil }
    var ids: [SessionID] = []
    for allowed in said {
      guard case .only(let listed) = allowed else { return .all }
      ids += listed
    }
    var seen: Set<SessionID> = []
    return .only(ids.filter { seen.insert($0).inserted })
  }

  // MARK: As the options panel has it

  /// The options, level by level.
  public var optionLines: [OptionLine] {
    let own = levels.first { $0.origin == .own }?.options
    var profile = UserOptions()
    for level in levels where level.origin != .own { profile = profile.over(level.options) }
    profile.allowed = listed
    return UserOptions.rows.map { row in
      OptionLine(
        label: row.own.label, own: row.shown(own), profile: row.shown(profile),
        system: row.shown(system.users), origin: origin(of: row).description)
    }
  }

  private func origin(of row: UserOption) -> Origin {
    if row.own.label == UserOptions.sessionsLabel {
      if levels.contains(where: { $0.origin == .own && $0.options.allowed != nil }) { return .own }
      let saying = profiles.filter { $0.options.allowed != nil }.map(\.name)
      let own = saying.filter { $0 != UserOptions.defaultProfile }
      let counting = own.isEmpty ? saying : own
      return counting.isEmpty ? .standard : .profile(counting.joined(separator: ","))
    }
    if let level = levels.first(where: { !row.shown($0.options).isEmpty }) { return level.origin }
    if case .absent = row.system { return .standard }
    return .system
  }

  /// The profiles, and why each is one.
  public var profileLines: [OptionLine] {
    profiles.enumerated().map { index, profile in
      OptionLine(
        label: "Profile \(index + 1)", own: profile.isNamed ? profile.name : "",
        profile: profile.isNamed ? "" : profile.name, system: "", origin: profile.why)
    }
  }

  /// What files of users and profiles say of sessions, and their scripts; the third column is the application's.
  public var sessionLines: [OptionLine] {
    sessions.flatMap { session -> [OptionLine] in
      let changes = changes[session.id] ?? [:]
      var lines: [OptionLine] = []
      // Which script logs a user on is told whoever says it.
      if let script = session.entry.startScript, changes["Start ACLPGM"] == nil {
        lines.append(
          OptionLine(
            label: "  Startup ACL", own: "", profile: "", system: "\(script)",
            origin: Origin.application.description))
      }
      guard self.changes[session.id] != nil || !lines.isEmpty else { return [] }
      for (label, of) in SessionOptions.labels {
        guard let origin = changes[of] else { continue }
        let text = ACTEntry.field(of).text(of: session.entry)
        lines.append(
          OptionLine(
            label: "  " + label, own: origin == .own ? text : "",
            profile: origin == .own ? "" : text, system: "", origin: origin.description))
      }
      return [
        OptionLine(
          label: "Session \(session.id)", own: "", profile: "",
          system: session.application.description, origin: "")
      ] + lines
    }
  }
}

/// A line of the options panel: what the user's own file says, the profile's, and the system's.
public struct OptionLine: Hashable, Sendable {
  /// The option's label.
  public let label: String
  /// What the user's own file says; blank where it says nothing.
  public let own: String
  /// What the profile says.
  public let profile: String
  /// What the system says.
  public let system: String
  /// Which of them counts, in a word.
  public let origin: String
}

/// Which sessions a user has, and how they are for the user.
private struct SessionRule {
  let own: UserOptions?
  /// In order, DEFAULT last.
  let profiles: [ChosenProfile]
  /// What the profiles list.
  let listed: AllowedSessions?
  let rights: Rights

  /// Looks at whom a session is opened to, and at the lists.
  ///
  /// - Parameters:
  ///   - id: the session's.
  ///   - gate: whom its application is opened to.
  ///   - isOffered: whether a profile of the user's makes it, so that it need not be listed.
  /// - Returns: whether it is the user's.
  private func has(_ id: SessionID, _ gate: Gate?, isOffered: Bool) -> Bool {
    if let gate, gate.opening(rights) == nil { return false }
    if case .only(let ids)? = own?.allowed { return ids.contains(id) }
    if own?.allowed != nil || gate != nil || isOffered { return true }
    return lists(id)
  }

  private func lists(_ id: SessionID) -> Bool {
    guard case .only(let ids)? = listed else { return true }
    return ids.contains(id)
  }

  /// What is said of a session, from the level below all to the user's own.
  private struct Said {
    var base: EffectiveSession?
    var isMade = false
    var isOwn = false
    var options: [(origin: Origin, options: SessionOptions)] = []
  }

  func sessions(
    _ tables: SiteTables
  ) -> ([EffectiveSession], changes: [SessionID: [String: Origin]]) {
    let said = said(tables)
    let isWhole = listed?.isAll ?? true && own?.allowed?.isAll ?? true
    if said.isEmpty, isWhole, tables.gated.isEmpty { return (tables.sessions, [:]) }
    var found = tables.sessions.filter {
      said[$0.id] == nil && has($0.id, $0.entry.gate, isOffered: false)
    }
    var changes: [SessionID: [String: Origin]] = [:]
    for (id, one) in said {
      guard let base = one.base,
        one.isOwn
          ? base.entry.gate.map({ $0.opening(rights) != nil }) ?? true
          : has(id, base.entry.gate, isOffered: one.isMade)
      else { continue }
      var entry = base.entry
      if one.isMade {
        entry.sessionID = id
        // Its key and its start are the other session's.
        entry.sessionKey = nil
        entry.startsAtSignOn = false
      }
      for (origin, options) in one.options {
        entry = options.changing(entry)
        for label in options.said.keys { changes[id, default: [:]][label] = origin }
      }
      if one.isMade, changes[id] == nil { changes[id] = [:] }
      found.append(
        EffectiveSession(entry, base.application, at: base.host, path: base.path))
    }
    if !said.isEmpty {
      found.sort { ($0.entry.menuPosition, $0.id) < ($1.entry.menuPosition, $1.id) }
    }
    return (found, changes)
  }

  private func said(_ tables: SiteTables) -> [SessionID: Said] {
    var said: [SessionID: Said] = [:]
    var levels: [(Origin, UserOptions)] = profiles.dropLast(standardCount).map {
      (.profile($0.name), $0.options)
    }
    // DEFAULT is below all, the user's own file above all.
    levels = profiles.suffix(standardCount).map { (.profile($0.name), $0.options) } + levels
    if let own { levels.append((.own, own)) }
    for (origin, options) in levels {
      for (id, one) in options.sessionOptions {
        var all = said[id] ?? Said(base: tables.session(id))
        if let application = one.application {
          all.base = tables.application(application)
          all.isMade = true
          all.isOwn = origin == .own
        }
        all.options.append((origin, one))
        said[id] = all
      }
    }
    return said
  }

  private var standardCount: Int { profiles.last?.name == UserOptions.defaultProfile ? 1 : 0 }
}
