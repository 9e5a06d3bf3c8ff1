import Bytes
import Crypto
import Keystore
import Names
import PassTicket
import RACF
import SAF
import Synchronization
import Time

/// RDEFINE, RALTER and RDELETE.
extension SecurityDatabase {
  func define(
    _ type: ResourceClass, _ names: [RACFProfileName], _ change: ProfileChange, _ time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    var answer = RACFAnswer()
    var model: AccessRule?
    if let wanted = change.model {
      model = try self.model(wanted)
      guard model != nil else {
        return .failed("\(wanted.name) NOT DEFINED TO RACF: FROM WANTS A PROFILE")
      }
    }
    for name in names {
      if try exists(name, in: type) {
        answer.fail("ICH10102I \(name) ALREADY DEFINED TO CLASS \(type.rawValue).")
        continue
      }
      switch name {
      case .all: answer.fail("IKJ56702I INVALID PROFILE NAME, *")
      case .resource(let resource):
        try add(resource, type, change, model)
        if change.hasKey {
          answer.lines.append(
            "\(resource): no ticket is made with the key of a generic profile; it is not kept")
        }
      case .key(let key):
        var new = PTKTDATAProfile(name: key, legacy: .none, enhanced: nil)
        if let model {
          new.applicationData = model.applicationData
          new.installationData = model.installationData
          new.universalAccess = model.universal.rawValue
        }
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

  func alter(
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
            .text(resource.description), .optional(change.universalAccess),
            .optional(change.owner), .optional(change.installationData),
            .optional(change.applicationData))
          try inside.list(change.listed, type, resource.description)
        }
        if change.hasKey {
          answer.lines.append(
            "\(resource): no ticket is made with the key of a generic profile; it is not kept")
        }
      case .key(let key):
        if let old = try profile(key) { try apply(change, to: old, time, &answer) }
      }
    }
    try dropUnusedKeys()
    if !answer.isFailed {
      answer.lines.append(
        "ICH11009I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE UPDATE(S) UNTIL A "
          + "SETROPTS REFRESH IS ISSUED.")
    }
    return answer
  }

  func delete(
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
        try inside.forgetListed(type.rawValue, name.description)
      }
    }
    try dropUnusedKeys()
    if !answer.isFailed {
      answer.lines.append(
        "ICH12002I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE DELETION(S) UNTIL "
          + "A SETROPTS REFRESH IS ISSUED.")
    }
    return answer
  }

  // MARK: Profiles that say who may do what

  /// The profile that FROM names: of PTKTDATA one with keys as well.
  private func model(
    _ model: (resourceClass: ResourceClass, name: ResourceName)
  ) throws(StoreError) -> AccessRule? {
    if let rule = try rule(model.name, model.resourceClass) { return rule }
    guard model.resourceClass == .tickets, let name = PTKTDATAName(model.name.description),
      let key = try profile(name)
    else { return nil }
    return AccessRule(
      name: model.name, owner: key.owner, applicationData: key.applicationData,
      installationData: key.installationData,
      universal: AccessLevel(rawValue: key.universalAccess) ?? .none, entries: [])
  }

  private func add(
    _ resource: ResourceName, _ type: ResourceClass, _ change: ProfileChange,
    _ model: AccessRule?
  ) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      let (owner, name) = (
        SQLite.Value.text(type.rawValue), SQLite.Value.text(resource.description)
      )
      _ = try inside.sqlite.run(
        "INSERT INTO resources VALUES (?1, ?2, ?3, ?4, ?5, ?6)", owner, name,
        .text(change.owner ?? "IBMUSER"),
        .text(change.universalAccess ?? model?.universal.rawValue ?? "NONE"),
        .text(change.installationData ?? model?.installationData ?? ""),
        .text(change.applicationData ?? model?.applicationData ?? ""))
      for entry in model?.entries ?? [] {
        _ = try inside.sqlite.run(
          "INSERT OR REPLACE INTO accesses VALUES (?1, ?2, ?3, ?4)", owner, name, .text(entry.id),
          .text(entry.level.rawValue))
      }
      try inside.list(change.listed, type, resource.description)
    }
  }

  // MARK: Profiles with keys

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
      guard try setLegacyKey(change.legacy, &profile, time, &answer) else { return }
    } catch {
      answer.fail("\(profile.name): the key is not stored: \(error.reason)")
      return
    }
    profile.set(change)
    let result = profile
    try inside.withLock { (inside) throws(StoreError) in
      try inside.write(result)
      try inside.list(change.listed, .tickets, result.name.description)
    }
  }

  /// - Returns: whether it was done.
  private func setLegacyKey(
    _ key: ProfileChange.LegacyKey?, _ profile: inout PTKTDATAProfile, _ time: WallTime,
    _ answer: inout RACFAnswer
  ) throws(StoreError) -> Bool {
    switch key {
    case nil: return true
    case .masked(let key):
      let wrapped = try mask(key.secret)
      profile.legacy = .masked(wrapped: wrapped)
      answer.lines += Self.told(profile.name, maskedCheck(wrapped), key.secret)
    case .encrypted(let key):
      let label = try storeMade(key.secret, replacing: profile.legacy, time)
      profile.legacy = .encrypted(label)
      answer.lines += Self.told(profile.name, checkValue(of: label), key.secret)
    case .label(let label): profile.legacy = .encrypted(label)
    case .some(.none): profile.legacy = .none
    case .encrypt:
      switch profile.legacy {
      case .masked(let wrapped):
        let label = try storeMade(try unmask(wrapped), replacing: .none, time)
        profile.legacy = .encrypted(label)
      case .encrypted:
        answer.fail(
          "IRR52254I The encrypted key found in the \(profile.name) profile in the PTKTDATA "
            + "class cannot be further encrypted using ENCRYPTKEY. "
            + "Command processing is terminated.")
        return false
      case .none:
        answer.fail("\(profile.name): there is no masked key that ENCRYPTKEY could encrypt")
        return false
      }
    }
    return true
  }

  /// What is told of a key that was entered: its check value, to compare with the other side's.
  private static func told(
    _ name: PTKTDATAName, _ check: [UInt8]?, _ key: borrowing Secret
  ) -> [String] {
    var lines: [String] = []
    if let check { lines.append("\(name): key check value \(Hex.encode(check)) (DES of zeros)") }
    if WeakKey.contains(key) {
      lines.append("\(name): warning: the key is a weak key of DES; take another")
    }
    return lines
  }

  /// Puts a key into the CKDS under a label that RACF makes up.
  private func storeMade(
    _ key: borrowing Secret, replacing old: PTKTDATAProfile.LegacyKey, _ time: WallTime
  ) throws(StoreError) -> KeyLabel {
    let label = inside.withLock { Self.madeLabel($0.systemName, time) }
    var former: Set<KeyLabel> = []
    if case .encrypted(let label) = old { former = [label] }
    try store(key, label: label, kind: .des, replacing: former)
    try inside.withLock { (inside) throws(StoreError) in try inside.noteMade(label) }
    return label
  }

  private func unmask(_ wrapped: [UInt8]) throws(StoreError) -> Secret {
    do {
      return try KeyWrap.unwrap(wrapped, under: localKey)
    } catch {
      throw StoreError(path: "masked key", reason: error.description)
    }
  }

  /// The label that RACF makes up: `IRR.SSIGNON.sysname.mmddyyyy.hhmmss.nnnnnn`.
  private static func madeLabel(_ system: PackedName, _ time: WallTime) -> KeyLabel {
    let date = CivilDate(time)
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let micro = digits(Int.random(in: 0...999_999), 6)
    let text =
      "IRR.SSIGNON.\(system.text).\(digits(date.month, 2))\(digits(date.day, 2))"
      + "\(digits(date.year, 4))."
      + "\(digits(date.hour, 2))\(digits(date.minute, 2))\(digits(date.second, 2)).\(micro)"
    guard let label = KeyLabel(text) else {
      preconditionFailure("a made label follows the rule of labels")
    }
    return label
  }

  /// Takes keys out of the CKDS that RACF made for profiles which do not name them any more, neither in
  /// the file nor in force.
  func dropUnusedKeys() throws(StoreError) {
    let dropped = try inside.withLock { (inside) throws(StoreError) in
      let all = try inside.readProfiles() + Array(inside.profiles.values)
      let used = Set(
        all.compactMap { profile in
          if case .encrypted(let label) = profile.legacy { label } else { nil }
        })
      let unused = try inside.madeLabels().filter { !used.contains($0) }
      guard !unused.isEmpty else { return [KeyToken]() }
      for label in unused {
        _ = try inside.sqlite.run("DELETE FROM ckds WHERE label = ?1", .text(label.text))
        try inside.forgetMade(label)
      }
      let tokens = unused.compactMap { inside.tokens[$0] }
      try inside.loadTokens()
      return tokens
    }
    for token in dropped { forget(token) }
  }
}

extension ProfileChange {
  /// Whether it says something of a key.
  fileprivate var hasKey: Bool { legacy != nil || enhancedLabel != nil }
}

extension PTKTDATAProfile {
  /// Everything that RDEFINE and RALTER say but the legacy key.
  fileprivate mutating func set(_ change: ProfileChange) {
    if change.removesEnhanced {
      enhanced = nil
      waitingRules = nil
    }
    var rules = enhanced?.rules ?? waitingRules ?? EnhancedRules()
    let hasRules =
      enhanced != nil || waitingRules != nil || change.form != nil || change.timeout != nil
      || change.allowsReplay != nil
    if let form = change.form { rules.form = form }
    if let timeout = change.timeout { rules.timeout = timeout }
    if let allows = change.allowsReplay { rules.allowsReplay = allows }
    if let label = change.enhancedLabel ?? enhanced?.label {
      enhanced = Enhanced(label: label, rules: rules)
      waitingRules = nil
    } else if hasRules {
      waitingRules = rules
    }
    if let data = change.applicationData { applicationData = data }
    if let data = change.installationData { installationData = data }
    if let access = change.universalAccess { universalAccess = access }
    if let owner = change.owner { self.owner = owner }
  }
}
