import Keystore
import Names
import PassTicket
public import Time

/// Says what changes of the security state come to: old and new of each, and no secret.
public enum AuditTrail {
  /// The entries of a list of changes, in its order; what changes nothing that anybody decided, such as a
  /// sign-on, has none.
  ///
  /// - `changes`: as they are made, from `former` on.
  public static func entries(
    _ changes: [SecurityChange], from former: SecurityState, by author: AuditAuthor,
    at time: WallTime
  ) -> [AuditEntry] {
    // A sign-on, of which nothing is told, copies no state.
    let telling = changes.filter(\.isTold)
    var state = former
    var entries: [AuditEntry] = []
    for (place, change) in telling.enumerated() {
      if let told = told(change, state) {
        entries.append(
          AuditEntry(told.kind, of: told.object, detail: told.detail, by: author, at: time))
      }
      if place < telling.count - 1 { state.apply(change, at: time) }
    }
    return entries
  }

  private typealias Told = (kind: AuditKind, object: String, detail: String)

  private static func told(_ change: SecurityChange, _ state: SecurityState) -> Told? {
    switch change {
    case .user(let user):
      return compared(
        state.users[user.id].map(AuditFields.of), AuditFields.of(user), of: "\(user.id)",
        made: .addUser,
        changed: .alterUser)
    case .password(let user, let hash):
      return (.password, "\(user)", hash.isEmpty ? "PASSWORD: taken away" : "PASSWORD: a new one")
    case .phrase(let user, let hash):
      return (.password, "\(user)", hash.isEmpty ? "PHRASE: taken away" : "PHRASE: a new one")
    case .removeUser(let user): return (.deleteUser, "\(user)", "")
    case .factor(let user, let factor):
      return (
        .alterUser, "\(user)",
        difference(
          "MFA", from: AuditFields.word(state.factors[user]), to: AuditFields.word(factor))
      )
    case .group(let group):
      return compared(
        state.groups[group.name].map(AuditFields.of), AuditFields.of(group), of: "\(group.name)",
        made: .addGroup, changed: .alterGroup)
    case .removeGroup(let name): return (.deleteGroup, "\(name)", "")
    case .profile(let profile): return told(profile, from: state.defined.keys[profile.name])
    case .removeProfile(let name): return (.delete, "PTKTDATA \(name)", "")
    case .rule(let rule, let type): return told(rule, type, on: state)
    case .removeRule(let name, let type): return (.delete, "\(type.rawValue) \(name)", "")
    case .listed(let profile, let keyword, let value):
      let old = state.listed[profile]?[keyword]
      guard old != value else { return nil }
      return (
        .alter, "\(profile.resourceClass.rawValue) \(profile.name)",
        difference(keyword.rawValue, from: old ?? "", to: value ?? "")
      )
    case .passwordOptions(let options): return told(options, on: state)
    case .setClass(let type, let isActive):
      guard state.active.contains(type) != isActive else { return nil }
      return (.options, type.rawValue, isActive ? "CLASSACT" : "NOCLASSACT")
    case .refresh(let type): return (.options, type.rawValue, "RACLIST REFRESH")
    case .key(let token, _):
      let old =
        state.tokens[token.label].map { "replaced; TYPE: \($0.kind.rawValue) -> " } ?? "TYPE: "
      return (.key, token.label.text, old + token.kind.rawValue)
    case .removeKey(let label): return (.key, label.text, "deleted")
    case .icsf(let settings):
      return compared(
        AuditFields.of(state.icsf), AuditFields.of(settings), of: "ICSF", made: .icsf,
        changed: .icsf)
    case .retire, .forgetFailures, .signedOn: return nil
    }
  }

  /// Keywords that differ; what is as this product has it where nothing is said is `(none)`.
  private static func told(_ options: PasswordOptions, on state: SecurityState) -> Told? {
    let (old, new) = (state.passwords.fields, options.fields)
    let names = Set(old.keys).union(new.keys).sorted()
    return compared(
      names.map { ($0, old[$0] ?? "") }, names.map { ($0, new[$0] ?? "") }, of: "PASSWORD",
      made: .options, changed: .options)
  }

  /// A key of a profile is told by its kind; that another one of the same kind took its place is told too.
  private static func told(_ profile: PTKTDATAProfile, from old: PTKTDATAProfile?) -> Told? {
    let object = "PTKTDATA \(profile.name)"
    let told = compared(
      old.map(AuditFields.of), AuditFields.of(profile), of: object, made: .define, changed: .alter)
    guard case .masked(let former)? = old?.legacy, case .masked(let new) = profile.legacy,
      former != new
    else { return told }
    let parts = ["KEY: another KEYMASKED key"] + (told.map { [$0.detail] } ?? [])
    return (.alter, object, parts.joined(separator: "; "))
  }

  /// A profile's access list is PERMIT's, the rest is RDEFINE's and RALTER's.
  private static func told(
    _ rule: AccessRule, _ type: ResourceClass, on state: SecurityState
  ) -> Told? {
    let name = "\(type.rawValue) \(rule.name)"
    let old = state.defined.rules(type)[rule.name]
    guard let old, old.entries != rule.entries else {
      return compared(
        old.map(AuditFields.of), AuditFields.of(rule), of: name, made: .define, changed: .alter)
    }
    let ids = Set(old.entries.keys).union(rule.entries.keys).sorted()
    let parts = ids.compactMap { id -> String? in
      let (before, after) = (old.entries[id]?.rawValue, rule.entries[id]?.rawValue)
      return before == after ? nil : difference(id, from: before ?? "", to: after ?? "")
    }
    return (.permit, name, parts.joined(separator: "; "))
  }

  /// Fields of something before and after; nil where none differs.
  private static func compared(
    _ old: [(String, String)]?, _ new: [(String, String)], of object: String, made: AuditKind,
    changed: AuditKind
  ) -> Told? {
    guard let old else {
      let parts = new.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
      return (made, object, parts.joined(separator: "; "))
    }
    let parts = zip(old, new).compactMap { before, after -> String? in
      if before.1 == after.1 { return nil }
      return AuditFields.lists.contains(before.0)
        ? listed(before.0, from: before.1, to: after.1)
        : difference(before.0, from: before.1, to: after.1)
    }
    return parts.isEmpty ? nil : (changed, object, parts.joined(separator: "; "))
  }

  /// `GROUPS: +OPS(USE) -SALES(USE)`: a long list would hide what came and went.
  private static func listed(_ name: String, from old: String, to new: String) -> String {
    let (before, after) = (Set(old.split(separator: " ")), Set(new.split(separator: " ")))
    let parts =
      after.subtracting(before).sorted().map { "+\($0)" }
      + before.subtracting(after).sorted().map { "-\($0)" }
    return "\(name): \(parts.joined(separator: " "))"
  }

  /// `OWNER: IBMUSER -> SYS1`; what is not there is `(none)`.
  public static func difference(_ name: String, from old: String, to new: String) -> String {
    "\(name): \(old.isEmpty ? "(none)" : old) -> \(new.isEmpty ? "(none)" : new)"
  }
}

extension SecurityChange {
  /// Whether anybody decided something: no sign-on, and nothing that goes with another change.
  fileprivate var isTold: Bool {
    switch self {
    case .retire, .forgetFailures, .signedOn: false
    default: true
    }
  }
}
