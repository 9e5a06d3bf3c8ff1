import Names
import SAF

/// RDEFINE, RALTER and RDELETE.
enum ProfileCommands {
  static func define(
    _ type: ResourceClass, _ names: [RACFProfileName], change: ProfileChange,
    in run: inout CommandRun
  ) {
    var model: AccessRule?
    if let wanted = change.model {
      model = Self.model(wanted.resourceClass, wanted.name, in: run.state)
      guard model != nil else {
        run.answer.fail("\(wanted.name) NOT DEFINED TO RACF: FROM WANTS A PROFILE")
        return
      }
    }
    for name in names {
      guard !exists(name, type, in: run.state) else {
        run.answer.fail("ICH10102I \(name) ALREADY DEFINED TO CLASS \(type.rawValue).")
        continue
      }
      switch name {
      case .all: run.answer.fail("IKJ56702I INVALID PROFILE NAME, *")
      case .resource(let resource):
        var rule = AccessRule(name: resource)
        if let model {
          rule.universal = model.universal
          rule.applicationData = model.applicationData
          rule.installationData = model.installationData
          rule.entries = model.entries
        }
        set(rule, type, change: change, in: &run)
      case .key(let key):
        var new = PTKTDATAProfile(name: key, legacy: .none, enhanced: nil)
        if let model {
          new.applicationData = model.applicationData
          new.installationData = model.installationData
          new.universalAccess = model.universal.rawValue
        }
        set(new, change, in: &run)
      }
    }
    if !run.answer.isFailed {
      run.answer.lines.append(
        "ICH10006I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE ADDITION(S) UNTIL "
          + "A SETROPTS REFRESH IS ISSUED.")
    }
  }

  static func alter(
    _ type: ResourceClass, _ names: [RACFProfileName], change: ProfileChange,
    in run: inout CommandRun
  ) {
    for name in names {
      switch name {
      case .resource(let resource):
        if let rule = run.state.defined.rules(type)[resource] {
          set(rule, type, change: change, in: &run)
          continue
        }
      case .key(let key):
        if let old = run.state.defined.keys[key] {
          set(old, change, in: &run)
          continue
        }
      case .all: break
      }
      run.answer.fail("ICH11102I \(name) NOT DEFINED TO CLASS \(type.rawValue).")
    }
    run.dropUnusedKeys()
    if !run.answer.isFailed {
      run.answer.lines.append(
        "ICH11009I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE UPDATE(S) UNTIL A "
          + "SETROPTS REFRESH IS ISSUED.")
    }
  }

  static func delete(
    _ type: ResourceClass, _ names: [RACFProfileName], in run: inout CommandRun
  ) {
    for name in names {
      guard exists(name, type, in: run.state) else {
        run.answer.fail("ICH12102I \(name) NOT DEFINED TO CLASS \(type.rawValue).")
        continue
      }
      switch name {
      case .key(let key): run.make(.removeProfile(key))
      case .resource(let resource): run.make(.removeRule(resource, type))
      case .all: break
      }
    }
    run.dropUnusedKeys()
    if !run.answer.isFailed {
      run.answer.lines.append(
        "ICH12002I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE DELETION(S) UNTIL "
          + "A SETROPTS REFRESH IS ISSUED.")
    }
  }

  /// The profile that FROM names: of PTKTDATA one with keys as well, whose keys are not copied.
  private static func model(
    _ type: ResourceClass, _ name: ResourceName, in state: SecurityState
  ) -> AccessRule? {
    if let rule = state.defined.rules(type)[name] { return rule }
    guard type == .tickets, let key = PTKTDATAName(name.description),
      let profile = state.defined.keys[key]
    else { return nil }
    var rule = AccessRule(name: name)
    rule.applicationData = profile.applicationData
    rule.installationData = profile.installationData
    rule.universal = AccessLevel(rawValue: profile.universalAccess) ?? .none
    return rule
  }

  private static func exists(
    _ name: RACFProfileName, _ type: ResourceClass, in state: SecurityState
  ) -> Bool {
    switch name {
    case .all: false
    case .key(let key): state.defined.keys[key] != nil
    case .resource(let resource): state.defined.rules(type)[resource] != nil
    }
  }

  /// Gives a profile that says who may do what its new values.
  private static func set(
    _ former: AccessRule, _ type: ResourceClass, change: ProfileChange, in run: inout CommandRun
  ) {
    var rule = former
    if let owner = change.owner { rule.owner = owner }
    if let access = change.universalAccess.flatMap({ AccessLevel(rawValue: $0) }) {
      rule.universal = access
    }
    if let data = change.installationData { rule.installationData = data }
    if let data = change.applicationData { rule.applicationData = data }
    run.make(.rule(rule, type))
    list(change, type, name: rule.name.description, in: &run)
    if change.legacy != nil || change.enhancedLabel != nil {
      run.answer.lines.append(
        "\(rule.name): no ticket is made with the key of a generic profile; it is not kept")
    }
  }

  /// Gives a profile with keys its new values.
  private static func set(
    _ former: PTKTDATAProfile, _ change: ProfileChange, in run: inout CommandRun
  ) {
    var profile = former
    do throws(StoreError) {
      guard try ProfileKey.set(change.legacy, &profile, in: &run) else { return }
    } catch {
      run.answer.fail("\(profile.name): the key is not stored: \(error.reason)")
      return
    }
    profile.set(change)
    run.make(.profile(profile))
    list(change, .tickets, name: profile.name.description, in: &run)
  }

  private static func list(
    _ change: ProfileChange, _ type: ResourceClass, name: String, in run: inout CommandRun
  ) {
    for (keyword, value) in change.listed {
      run.make(.listed(.init(type, name), keyword, value.value))
    }
  }
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
