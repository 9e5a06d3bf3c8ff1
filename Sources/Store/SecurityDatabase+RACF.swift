import Keystore
import Names
public import RACF
import SAF
import Synchronization
public import Time

/// What a RACF command answers.
public struct RACFAnswer: Sendable {
  public var lines: [String] = []
  /// Whether it did not do what was asked.
  public var isFailed = false

  static func failed(_ line: String) -> RACFAnswer { RACFAnswer(lines: [line], isFailed: true) }

  mutating func fail(_ line: String) {
    lines.append(line)
    isFailed = true
  }
}

/// RACF commands on this database.
///
/// Message numbers are RACF's own where they are public; who issues commands owns the state
/// directory and has ALTER to everything.
extension SecurityDatabase {
  public func execute(_ command: RACFCommand, at time: WallTime) -> RACFAnswer {
    do {
      switch command {
      case .addUser(let users, let change): return try addUsers(users, change, time)
      case .alterUser(let users, let change): return try alterUsers(users, change, time)
      case .listUser(let users, let view): return try listUsers(users, view, time)
      case .deleteUser(let users): return try deleteUsers(users)
      case .addGroup(let groups, let change): return try addGroups(groups, change, time)
      case .alterGroup(let groups, let change): return try alterGroups(groups, change)
      case .listGroup(let groups, let view): return try listGroups(groups, view)
      case .deleteGroup(let groups): return try deleteGroups(groups)
      case .connect(let users, let group, let change):
        return try connect(users, group, change, time)
      case .remove(let users, let group, _): return try remove(users, group)
      case .password(let change): return try changePassword(change)
      case .define(let type, let names, let change): return try define(type, names, change, time)
      case .alter(let type, let names, let change): return try alter(type, names, change, time)
      case .list(let type, let names, let view): return try list(type, names, view)
      case .delete(let type, let names): return try delete(type, names)
      case .permit(.resource(let type, let name), let change):
        return try permit(type, name, change)
      case .permit(.dataSet(let name), _):
        return .failed("ICH06004I \(name) NOT DEFINED TO RACF (CLASS DATASET)")
      case .search(let filter): return try search(filter)
      case .setOptions(let options): return try setOptions(options)
      case .listDatabases: return databases
      case .help(let lines): return RACFAnswer(lines: lines)
      }
    } catch {
      return .failed("\(error)")
    }
  }

  // MARK: Listings

  private func list(
    _ type: ResourceClass, _ names: [RACFProfileName], _ view: ProfileView
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    let (keys, rules, listed) = try inside.withLock {
      (inside) throws(StoreError)
        -> ([PTKTDATAProfile], [AccessRule], [String: [ListedKeyword: String]]) in
      (
        type == .tickets ? try inside.readProfiles() : [], try inside.readRules(type),
        try inside.listed(type)
      )
    }
    func show(_ key: PTKTDATAProfile) {
      answer.lines += RLISTReport.lines(
        .init(
          resourceClass: type, name: .key(key.name), owner: key.owner,
          universalAccess: key.universalAccess, applicationData: key.applicationData,
          installationData: key.installationData, listed: listed[key.name.description] ?? [:]),
        key: key, access: view.accessList ? [] : nil, view: view)
    }
    func show(_ rule: AccessRule) {
      answer.lines += RLISTReport.lines(
        .init(
          resourceClass: type, name: .resource(rule.name), owner: rule.owner,
          universalAccess: rule.universal.rawValue, applicationData: rule.applicationData,
          installationData: rule.installationData, listed: listed[rule.name.description] ?? [:]),
        key: nil, access: view.accessList ? rule.entries : nil, view: view)
    }
    let shownKeys = view.generic == true ? [] : keys
    let shownRules = rules.filter { view.generic == nil || $0.name.isGeneric == view.generic }
    for name in names {
      var found = false
      for key in shownKeys where name == .all || name == .key(key.name) {
        found = true
        show(key)
      }
      for rule in shownRules where name == .all || name == .resource(rule.name) {
        found = true
        show(rule)
      }
      // A name that has no profile of its own is answered with the generic one that covers it.
      if !found, view.generic != false, name != .all,
        let covering = Self.covering(name.description, shownRules)
      {
        found = true
        show(covering)
      }
      if !found { answer.fail("ICH13003I \(name) NOT FOUND") }
    }
    return answer
  }

  private static func covering(_ name: String, _ rules: [AccessRule]) -> AccessRule? {
    rules.filter { $0.name.isGeneric && $0.name.covers(name) }
      .min { $0.name.isMoreSpecific(than: $1.name) }
  }

  /// SEARCH: names, one a line.
  private func search(_ filter: SearchFilter) throws(StoreError) -> RACFAnswer {
    let names: [(name: String, isGeneric: Bool)]
    switch filter.kind {
    case .users:
      names = try column("SELECT id FROM users ORDER BY id").map { (name: $0, isGeneric: false) }
    case .groups:
      names = try column("SELECT name FROM groups ORDER BY name").map {
        (name: $0, isGeneric: false)
      }
    case .profiles(let type):
      let (keys, rules) = try inside.withLock {
        (inside) throws(StoreError) -> ([PTKTDATAProfile], [AccessRule]) in
        (type == .tickets ? try inside.readProfiles() : [], try inside.readRules(type))
      }
      let all =
        keys.map { (name: $0.name.description, isGeneric: false) }
        + rules.map { (name: $0.name.description, isGeneric: $0.name.isGeneric) }
      names = all.sorted { $0.name < $1.name }
    case .other: names = []
    }
    let found = names.filter { entry in
      (filter.generic == nil || entry.isGeneric == filter.generic)
        && filter.filter?.covers(entry.name) != false && Self.has(filter.mask, entry.name)
    }
    guard !found.isEmpty else {
      return RACFAnswer(lines: ["ICH31005I NO ENTRIES MEET SEARCH CRITERIA"])
    }
    return RACFAnswer(lines: found.map { $0.isGeneric ? "\($0.name) (G)" : $0.name })
  }

  /// MASK: the name begins with the first text, and has the second behind it; `*` is any.
  private static func has(_ mask: [String], _ name: String) -> Bool {
    var rest = name[...]
    if let first = mask.first, first != "*" {
      guard rest.hasPrefix(first) else { return false }
      rest = rest.dropFirst(first.count)
    }
    guard mask.count == 2 else { return true }
    return rest.contains(mask[1])
  }

  func column(_ sql: String) throws(StoreError) -> [String] {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.sqlite.run(sql).rows.compactMap { $0.first?.text }
    }
  }

  /// RVARY LIST: there is one database, and it is active.
  private var databases: RACFAnswer {
    RACFAnswer(lines: [
      "ICH15013I RACF DATABASE STATUS:", "ACTIVE  USE  NUM VOLUME   DATASET",
      "------  ---  --- ------   -------", " YES    PRIM  1           SECURITY.DB",
      "ICH15020I RVARY COMMAND HAS FINISHED PROCESSING.",
    ])
  }

  // MARK: Options

  private func setOptions(_ options: ClassOptions) throws(StoreError) -> RACFAnswer {
    let answer = try inside.withLock { (inside) throws(StoreError) in
      for type in options.activates.union(options.deactivates) {
        _ = try inside.sqlite.run(
          "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
          .text("class \(type.rawValue)"), .integer(options.deactivates.contains(type) ? 0 : 1))
      }
      try inside.loadClasses()
      for type in options.refreshes { try inside.refresh(type) }
      var answer = RACFAnswer()
      if options.lists {
        let names = inside.active.map(\.rawValue).sorted().joined(separator: " ")
        let state = names.isEmpty ? "NONE" : names
        answer.lines += ["ACTIVE CLASSES = \(state)", "SETR RACLIST CLASSES = \(state)"]
      } else {
        answer.lines.append("ICH14063I SETROPTS command complete.")
      }
      return answer
    }
    if options.refreshes.contains(.tickets) { try dropUnusedKeys() }
    return answer
  }
}
