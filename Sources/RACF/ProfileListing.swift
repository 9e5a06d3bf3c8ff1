import Names
import SAF

/// RLIST and SEARCH.
enum ProfileListing {
  static func list(
    _ type: ResourceClass, _ names: [RACFProfileName], view: ProfileView,
    in run: inout CommandRun
  ) {
    let state = run.state
    func show(_ key: PTKTDATAProfile) {
      run.answer.lines += RLISTReport.lines(
        .init(
          resourceClass: type, name: .key(key.name), owner: key.owner,
          universalAccess: key.universalAccess, applicationData: key.applicationData,
          installationData: key.installationData,
          listed: state.listed[.init(type, key.name.description)] ?? [:]),
        key: key, access: view.accessList ? [] : nil, view: view)
    }
    func show(_ rule: AccessRule) {
      let entries = rule.entries.sorted { $0.key < $1.key }.map { (id: $0.key, level: $0.value) }
      run.answer.lines += RLISTReport.lines(
        .init(
          resourceClass: type, name: .resource(rule.name), owner: rule.owner,
          universalAccess: rule.universal.rawValue, applicationData: rule.applicationData,
          installationData: rule.installationData,
          listed: state.listed[.init(type, rule.name.description)] ?? [:]),
        key: nil, access: view.accessList ? entries : nil, view: view)
    }
    let keys = view.generic == true ? [] : Self.keys(type, state)
    let rules = state.defined.rules(type).all.filter {
      view.generic == nil || $0.name.isGeneric == view.generic
    }
    for name in names {
      var found = false
      for key in keys where name == .all || name == .key(key.name) {
        found = true
        show(key)
      }
      for rule in rules where name == .all || name == .resource(rule.name) {
        found = true
        show(rule)
      }
      // A name that has no profile of its own is answered with the generic one that covers it.
      if !found, view.generic != false, name != .all,
        let covering = covering(name.description, rules)
      {
        found = true
        show(covering)
      }
      if !found { run.answer.fail("ICH13003I \(name) NOT FOUND") }
    }
  }

  /// The profiles with keys, which are of PTKTDATA.
  private static func keys(_ type: ResourceClass, _ state: SecurityState) -> [PTKTDATAProfile] {
    type == .tickets ? state.defined.keys.values.sorted { $0.name < $1.name } : []
  }

  private static func covering(_ name: String, _ rules: [AccessRule]) -> AccessRule? {
    rules.filter { $0.name.isGeneric && $0.name.covers(name) }
      .min { $0.name.isMoreSpecific(than: $1.name) }
  }

  /// SEARCH: names, one a line.
  static func search(_ filter: SearchFilter, in run: inout CommandRun) {
    let state = run.state
    let names: [(name: String, isGeneric: Bool)]
    switch filter.kind {
    case .users: names = state.users.keys.map { (name: $0.description, isGeneric: false) }
    case .groups: names = state.groups.keys.map { (name: $0.description, isGeneric: false) }
    case .profiles(let type):
      names =
        keys(type, state).map { (name: $0.name.description, isGeneric: false) }
        + state.defined.rules(type).all.map {
          (name: $0.name.description, isGeneric: $0.name.isGeneric)
        }
    case .other: names = []
    }
    let found = names.sorted { $0.name < $1.name }.filter { entry in
      (filter.generic == nil || entry.isGeneric == filter.generic)
        && filter.filter?.covers(entry.name) != false && has(filter.mask, entry.name)
    }
    guard !found.isEmpty else {
      run.answer.lines = ["ICH31005I NO ENTRIES MEET SEARCH CRITERIA"]
      return
    }
    run.answer.lines = found.map { $0.isGeneric ? "\($0.name) (G)" : $0.name }
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
}
