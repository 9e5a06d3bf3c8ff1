import Names
import Syntax

/// Keys that would have two meanings at once.
enum KeyConflicts {
  /// The keys that mean something inside a session, by their labels; nil where there is none.
  private typealias Controls = [(label: String, key: String?)]

  static func faults(_ draft: SiteDraft, _ tables: SiteTables) -> [Diagnostic] {
    let system = controls(draft.system.options.users)
    var faults: [Diagnostic] = []
    if let places = draft.system.places { faults += twice(system, places, own: nil) }
    let sessions = Dictionary(
      draft.applications.compactMap { application in
        application.session.key.map { ($0, application) }
      }, uniquingKeysWith: { first, _ in first })
    for (label, key) in system {
      guard let key, let application = sessions[key] else { continue }
      faults.append(
        application.places.fault(
          "Session key", "\(key) is the \"\(label)\" of \(SiteFile.systemPath) as well",
          note: "a key has one meaning: choose another"))
    }
    faults += menuKeys(draft, system)
    for person in draft.people {
      let keys = controls(person.options).contains { $0.key != nil }
      guard keys || !person.options.sessionOptions.isEmpty else { continue }
      let whole = effective(person, tables)
      faults += Self.faults(person, whole, system: system)
      faults += Self.sessionKeys(person, whole, system: system)
    }
    return faults
  }

  /// Keys that would have two meanings by one user's file.
  ///
  /// - Parameters:
  ///   - person: the file.
  ///   - whole: what holds for this very user then: nothing is told of what the user has not.
  ///   - options: the system's.
  /// - Returns: what is not saved.
  static func clashes(
    _ person: SiteDraft.Person, _ whole: EffectiveUser, options: SystemOptions
  ) -> [Diagnostic] {
    let system = controls(options.users)
    let all = faults(person, whole, system: system) + sessionKeys(person, whole, system: system)
    return all.filter(\.refusesSave)
  }

  /// What holds for a user by the profiles that the file names, or for whoever has a profile alone.
  private static func effective(_ person: SiteDraft.Person, _ tables: SiteTables) -> EffectiveUser {
    guard !person.isUser, person.name.text != UserOptions.defaultProfile else {
      let own = person.isUser ? person.options : nil
      return EffectiveUser(tables, own: own, profiles: tables.named(own), rights: tables.everything)
    }
    let profile = ChosenProfile(
      name: person.name.text, why: ChosenProfile.named, options: person.options)
    return EffectiveUser(tables, own: nil, profiles: [profile], rights: tables.everything)
  }

  /// Keys that a file gives to single sessions, among all that whoever has the file has.
  private static func sessionKeys(
    _ person: SiteDraft.Person, _ whole: EffectiveUser, system: Controls
  ) -> [Diagnostic] {
    let said = person.options.sessionOptions.compactMapValues { $0.said["Session key"] }
    guard !said.isEmpty else { return [] }
    var holders: [String: [SessionID]] = [:]
    for session in whole.sessions {
      if let key = session.key { holders[key, default: []].append(session.id) }
    }
    let controls = zip(controls(whole.options), system).map { ($0.label, $0.key ?? $1.key) }
    var faults: [Diagnostic] = []
    for (id, key) in said.sorted(by: { $0.key < $1.key }) {
      guard let places = person.sessionPlaces[id] else { continue }
      let label = controls.first { $0.1 == key }.map { "the \"\($0.0)\" of these users" }
      let other = holders[key]?.first { $0 != id }.map { "the key of session \($0)" }
      guard let meaning = label ?? other else { continue }
      faults.append(
        places.clash(
          "Session key", "\(key) is \(meaning) as well",
          note: "a key has one meaning: choose another", ofUser: person.isUser))
    }
    return faults
  }

  private static func controls(_ options: UserOptions) -> Controls {
    UserOptions.rows.filter { $0.own.shape == .key }.map { row in
      let key = row.own.text(of: options)
      return (row.own.label, key.isEmpty ? nil : key)
    }
  }

  /// One key under two labels.
  ///
  /// - Parameters:
  ///   - controls: the keys that count.
  ///   - places: where the file's labels stand.
  ///   - own: labels that the file sets itself; nil for all.
  ///   - isUser: whether the file is a user's.
  /// - Returns: a fault for each key but the first under its label.
  private static func twice(
    _ controls: Controls, _ places: FilePlaces, own: Set<String>?, ofUser isUser: Bool = false
  ) -> [Diagnostic] {
    var labels: [String: String] = [:]
    var faults: [Diagnostic] = []
    for (label, key) in controls {
      guard let key, let other = labels.updateValue(label, forKey: key) else { continue }
      guard own?.isDisjoint(with: [label, other]) != true else { continue }
      let place = places.has(label) ? label : other
      faults.append(
        places.clash(
          place, "\(key) is \"\(other)\" and \"\(label)\" at once",
          note: "a key has one meaning: choose another", ofUser: isUser))
    }
    return faults
  }

  /// Keys that the menu has itself.
  private static let menuKeys = [
    "PF1": "shows the help", "PF3": "signs off", "PF7": "goes up", "PF8": "goes down",
  ]

  private static func menuKeys(_ draft: SiteDraft, _ system: Controls) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    func remark(_ key: String?, _ label: String, at places: FilePlaces?) {
      guard let key, let meaning = menuKeys[key], let places else { return }
      faults.append(
        places.fault(
          label, "\(key) \(meaning) on the menu, and will not any more",
          note: "choose a key that the menu leaves free", severity: .warning))
    }
    for (label, key) in system { remark(key, label, at: draft.system.places) }
    for application in draft.applications {
      remark(application.session.key, "Session key", at: application.places)
    }
    for person in draft.people {
      for (label, key) in controls(person.options) { remark(key, label, at: person.places) }
    }
    return faults
  }

  /// What a user's or a profile's own keys come to, over the profile's and the system's.
  private static func faults(
    _ person: SiteDraft.Person, _ whole: EffectiveUser, system: Controls
  ) -> [Diagnostic] {
    let own = controls(person.options).filter { $0.key != nil }
    guard !own.isEmpty else { return [] }
    let effective = zip(controls(whole.options), system).map { ($0.label, $0.key ?? $1.key) }
    var faults = twice(effective, person.places, own: Set(own.map(\.label)), ofUser: person.isUser)
    for (label, key) in own {
      guard let key, let session = whole.sessions.first(where: { $0.key == key }) else { continue }
      faults.append(
        person.places.fault(
          label, "\(key) is the key of session \(session.id) as well",
          note: "on the menu it may start the session", severity: .warning))
    }
    return faults
  }
}
