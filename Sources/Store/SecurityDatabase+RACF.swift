import Crypto
import Keystore
import Names
import PassTicket
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
      case .listUser(let users): return try listUsers(users)
      case .deleteUser(let users): return try deleteUsers(users)
      case .addGroup(let groups, let superior): return try addGroups(groups, superior)
      case .connect(let users, let group, let change):
        return try connect(users, group, change, time)
      case .define(let type, let names, let change): return try define(type, names, change, time)
      case .alter(let type, let names, let change): return try alter(type, names, change, time)
      case .list(let type, let names, let view): return try list(type, names, view)
      case .delete(let type, let names): return try delete(type, names)
      case .permit(let type, let name, let change): return try permit(type, name, change)
      case .setOptions(let options): return try setOptions(options)
      }
    } catch {
      return .failed("\(error)")
    }
  }

  // MARK: Key profiles

  private func define(
    _ type: ResourceClass, _ names: [RACFProfileName], _ change: ProfileChange, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for name in names {
      if try exists(name, in: type) {
        answer.fail("ICH10102I \(name) ALREADY DEFINED TO CLASS \(type.rawValue).")
        continue
      }
      switch name {
      case .all: answer.fail("IKJ56702I INVALID PROFILE NAME, *")
      case .resource(let resource):
        try inside.withLock { (inside) throws(StoreError) in
          _ = try inside.sqlite.run(
            "INSERT INTO resources VALUES (?1, ?2, ?3, ?4, ?5, ?6)", .text(type.rawValue),
            .text(resource.description), .text(change.owner ?? "IBMUSER"),
            .text(change.universalAccess ?? "NONE"), .text(change.installationData ?? ""),
            .text(change.applicationData ?? ""))
        }
      case .key(let key):
        let new = PTKTDATAProfile(name: key, legacy: .none, enhanced: nil)
        try apply(change, to: new, time, &answer)
      }
    }
    if !answer.isFailed {
      answer.lines.append(
        "ICH10006I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE ADDITION(S) UNTIL "
          + "A SETROPTS REFRESH IS ISSUED.")
    }
    return answer
  }

  private func alter(
    _ type: ResourceClass, _ names: [RACFProfileName], _ change: ProfileChange, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for name in names {
      guard try exists(name, in: type) else {
        answer.fail("ICH11102I \(name) NOT DEFINED TO CLASS \(type.rawValue).")
        continue
      }
      switch name {
      case .all: break
      case .resource(let resource):
        try inside.withLock { (inside) throws(StoreError) in
          _ = try inside.sqlite.run(
            "UPDATE resources SET uacc = coalesce(?3, uacc), owner = coalesce(?4, owner), "
              + "data = coalesce(?5, data), appldata = coalesce(?6, appldata) "
              + "WHERE class = ?1 AND name = ?2", .text(type.rawValue),
            .text(resource.description), change.universalAccess.map { .text($0) } ?? .null,
            change.owner.map { .text($0) } ?? .null,
            change.installationData.map { .text($0) } ?? .null,
            change.applicationData.map { .text($0) } ?? .null)
        }
      case .key(let key):
        if let old = try profile(key) { try apply(change, to: old, time, &answer) }
      }
    }
    if !answer.isFailed {
      answer.lines.append(
        "ICH11009I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE UPDATE(S) UNTIL A "
          + "SETROPTS REFRESH IS ISSUED.")
    }
    return answer
  }

  /// A profile of the file, in force or not.
  private func profile(_ name: PTKTDATAName) throws(StoreError) -> PTKTDATAProfile? {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.readProfiles().first { $0.name == name }
    }
  }

  private func exists(
    _ name: RACFProfileName, in type: ResourceClass
  ) throws(StoreError) -> Bool {
    switch name {
    case .all: false
    case .key(let key): try profile(key) != nil
    case .resource(let resource): try rule(resource, type) != nil
    }
  }

  /// A rule of the file, in force or not.
  func rule(_ name: ResourceName, _ type: ResourceClass) throws(StoreError) -> AccessRule? {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.readRules(type).first { $0.name == name }
    }
  }

  /// The SSIGNON operand, and the rest of RDEFINE and RALTER.
  private func apply(
    _ change: ProfileChange, to old: PTKTDATAProfile, _ time: WallTime, _ answer: inout RACFAnswer
  ) throws(StoreError) {
    var profile = old
    do {
      switch change.legacy {
      case nil: break
      case .masked(let key): profile.legacy = .masked(wrapped: try mask(key.secret))
      case .encrypted(let key):
        let label = Self.madeLabel(time)
        try store(key.secret, label: label, kind: .des)
        profile.legacy = .encrypted(label)
      case .label(let label): profile.legacy = .encrypted(label)
      case .some(.none): profile.legacy = .none
      case .encrypt:
        switch profile.legacy {
        case .masked(let wrapped):
          let label = Self.madeLabel(time)
          try store(try unmask(wrapped), label: label, kind: .des)
          profile.legacy = .encrypted(label)
        case .encrypted:
          answer.fail(
            "IRR52254I The encrypted key found in the \(profile.name) profile in the PTKTDATA "
              + "class cannot be further encrypted using ENCRYPTKEY. "
              + "Command processing is terminated.")
          return
        case .none:
          answer.fail("\(profile.name): there is no masked key that ENCRYPTKEY could encrypt")
          return
        }
      }
    } catch {
      answer.fail("\(profile.name): the key is not stored: \(error.reason)")
      return
    }
    if change.removesEnhanced { profile.enhanced = nil }
    if let label = change.enhancedLabel {
      profile.enhanced =
        profile.enhanced
        ?? .init(label: label, form: .mixed, timeout: 60, allowsReplay: false)
      profile.enhanced?.label = label
    }
    if change.form != nil || change.timeout != nil || change.allowsReplay != nil,
      profile.enhanced == nil
    {
      answer.fail("\(profile.name): TYPE, TIMEOUT and REPLAY want EPTKEYLABEL first")
      return
    }
    if let form = change.form { profile.enhanced?.form = form }
    if let timeout = change.timeout { profile.enhanced?.timeout = timeout }
    if let allows = change.allowsReplay { profile.enhanced?.allowsReplay = allows }
    if let data = change.applicationData { profile.applicationData = data }
    if let data = change.installationData { profile.installationData = data }
    if let access = change.universalAccess { profile.universalAccess = access }
    if let owner = change.owner { profile.owner = owner }
    let result = profile
    try inside.withLock { (inside) throws(StoreError) in try inside.write(result) }
  }

  private func unmask(_ wrapped: [UInt8]) throws(StoreError) -> Secret {
    do {
      return try KeyWrap.unwrap(wrapped, under: localKey)
    } catch {
      throw StoreError(path: "masked key", reason: error.description)
    }
  }

  /// The label that RACF makes up: `IRR.SSIGNON.sysname.mmddyyyy.hhmmss.nnnnnn`.
  private static func madeLabel(_ time: WallTime) -> KeyLabel {
    let date = CivilDate(time)
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let micro = digits(Int.random(in: 0...999_999), 6)
    let text =
      "IRR.SSIGNON.TURNSTIL.\(digits(date.month, 2))\(digits(date.day, 2))\(digits(date.year, 4))."
      + "\(digits(date.hour, 2))\(digits(date.minute, 2))\(digits(date.second, 2)).\(micro)"
    guard let label = KeyLabel(text) else {
      preconditionFailure("a made label follows the rule of labels")
    }
    return label
  }

  private func delete(
    _ type: ResourceClass, _ names: [RACFProfileName]
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    for name in names {
      guard try exists(name, in: type) else {
        answer.fail("ICH12102I \(name) NOT DEFINED TO CLASS \(type.rawValue).")
        continue
      }
      try inside.withLock { (inside) throws(StoreError) in
        if case .key = name {
          _ = try inside.sqlite.run(
            "DELETE FROM ptktdata WHERE name = ?1", .text(name.description))
        }
        for table in ["resources", "accesses"] {
          _ = try inside.sqlite.run(
            "DELETE FROM \(table) WHERE class = ?1 AND name = ?2", .text(type.rawValue),
            .text(name.description))
        }
      }
    }
    if !answer.isFailed {
      answer.lines.append(
        "ICH12002I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE DELETION(S) UNTIL "
          + "A SETROPTS REFRESH IS ISSUED.")
    }
    return answer
  }

  private func list(
    _ type: ResourceClass, _ names: [RACFProfileName], _ view: ProfileView
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    let (keys, rules) = try inside.withLock {
      (inside) throws(StoreError) -> ([PTKTDATAProfile], [AccessRule]) in
      (type == .tickets ? try inside.readProfiles() : [], try inside.readRules(type))
    }
    for name in names {
      var found = false
      for key in keys where name == .all || name == .key(key.name) {
        found = true
        answer.lines += RLISTReport.lines(
          .init(
            resourceClass: type, name: .key(key.name), owner: key.owner,
            universalAccess: key.universalAccess, applicationData: key.applicationData,
            installationData: key.installationData, yourAccess: .alter),
          key: key, access: view.accessList ? [] : nil, view: view)
      }
      for rule in rules where name == .all || name == .resource(rule.name) {
        found = true
        answer.lines += RLISTReport.lines(
          .init(
            resourceClass: type, name: .resource(rule.name), owner: rule.owner,
            universalAccess: rule.universal.rawValue, applicationData: rule.applicationData,
            installationData: rule.installationData, yourAccess: .alter),
          key: nil, access: view.accessList ? rule.entries : nil, view: view)
      }
      if !found { answer.fail("ICH13003I \(name) NOT FOUND") }
    }
    return answer
  }

  // MARK: The class

  private func setOptions(_ options: ClassOptions) throws(StoreError) -> RACFAnswer {
    try inside.withLock { (inside) throws(StoreError) in
      for type in options.activates.union(options.deactivates) {
        _ = try inside.sqlite.run(
          "INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
          .text("class \(type.rawValue)"), .integer(options.deactivates.contains(type) ? 0 : 1))
      }
      try inside.loadClasses()
      for type in options.refreshes { try inside.refresh(type) }
      var answer = RACFAnswer()
      if !options.activates.isEmpty || !options.deactivates.isEmpty || !options.refreshes.isEmpty {
        answer.lines.append("ICH14063I SETROPTS command complete.")
      }
      if options.lists {
        let names = inside.active.map(\.rawValue).sorted().joined(separator: " ")
        let state = names.isEmpty ? "NONE" : names
        answer.lines += ["ACTIVE CLASSES = \(state)", "SETR RACLIST CLASSES = \(state)"]
      }
      return answer
    }
  }
}

extension RACFAnswer {
  mutating func fail(_ line: String) {
    lines.append(line)
    isFailed = true
  }
}
