import Names
import SAF

/// PERMIT and SETROPTS.
enum AccessCommands {
  /// PERMIT (z/OS Security Server RACF Messages and Codes, PERMIT command messages).
  static func permit(
    _ type: ResourceClass, _ name: ResourceName, change: PermitChange, in run: inout CommandRun
  ) {
    guard var rule = run.state.defined.rules(type)[name] else {
      run.answer.fail("ICH06004I \(name) NOT DEFINED TO RACF")
      return
    }
    if change.isConditional {
      // Access that is not conditional would be more than was meant.
      run.answer.lines.append(
        "WHEN: there is no conditional access list here; no access is given or taken by it")
      return
    }
    let former = rule.entries
    if change.resets { rule.entries = [:] }
    if let model = change.model {
      guard let source = run.state.defined.rules(model.resourceClass)[model.name] else {
        run.make(.rule(rule, type))
        run.answer.fail("ICH06004I \(model.name) NOT DEFINED TO RACF")
        return
      }
      // RACF adds what is not on the list yet.
      rule.entries.merge(source.entries) { own, _ in own }
    }
    for id in change.ids {
      guard let access = change.access else {
        if !change.resets, former[id] == nil {
          run.answer.fail("ICH06002I \(id) NOT AUTHORIZED, DELETE IGNORED")
        }
        rule.entries[id] = nil
        continue
      }
      guard isKnown(id, run.state) else {
        run.answer.fail("ICH06007I \(id) NOT DEFINED TO RACF")
        continue
      }
      rule.entries[id] = access
    }
    run.make(.rule(rule, type))
    run.answer.lines.append(
      "ICH06011I RACLISTED PROFILES FOR \(type.rawValue) WILL NOT REFLECT THE UPDATE(S) UNTIL A "
        + "SETROPTS REFRESH IS ISSUED")
    if !run.state.active.contains(type) {
      run.answer.lines.append(
        "ICH06019I WARNING: Class \(type.rawValue) is not currently active.")
    }
  }

  /// Whether an access list may name it; the server is known, whether or not it is a user.
  private static func isKnown(_ id: String, _ state: SecurityState) -> Bool {
    if id == "*" || id == state.server.description { return true }
    if let user = UserID(id), state.users[user] != nil { return true }
    return GroupName(id).map { state.groups[$0] != nil } ?? false
  }

  static func setOptions(_ options: ClassOptions, in run: inout CommandRun) {
    for type in options.activates.union(options.deactivates) {
      run.make(.setClass(type, isActive: !options.deactivates.contains(type)))
    }
    for type in options.refreshes { run.make(.refresh(type)) }
    if !options.passwords.isEmpty { PasswordCommands.set(options.passwords, in: &run) }
    if options.lists {
      let names = run.state.active.map(\.rawValue).sorted().joined(separator: " ")
      let state = names.isEmpty ? "NONE" : names
      run.answer.lines += ["ACTIVE CLASSES = \(state)", "SETR RACLIST CLASSES = \(state)"]
      run.answer.lines += PasswordReport.lines(run.state.passwords)
    } else {
      run.answer.lines.append("ICH14063I SETROPTS command complete.")
    }
    if options.refreshes.contains(.tickets) { run.dropUnusedKeys() }
  }
}
