import Names
public import Syntax

/// What a user may make of the own file: the one rule for `/E`, while something is typed and again before it
/// is written.
///
/// What the file says before is compared with what it would say: only labels that the class opens may
/// differ. A session of one's own is made of an application that is on one's menu already.
public struct SelfMaintenance: Sendable {
  private let tables: SiteTables
  private let user: UpdateClass
  private let rights: Rights

  /// - Parameters:
  ///   - tables: the tables in force.
  ///   - user: what the user's update class opens.
  ///   - rights: what the security manager says of the user.
  public init(_ tables: SiteTables, _ user: UpdateClass, rights: Rights) {
    (self.tables, self.user, self.rights) = (tables, user, rights)
  }

  /// What is wrong with the file as it would be, each fault at its value.
  ///
  /// - Parameters:
  ///   - path: where the file is.
  ///   - old: what it has; nil where there is none.
  ///   - new: what it would have.
  /// - Returns: nothing where all of it is the user's to change.
  public func faults(_ path: String, from old: [UInt8]?, to new: [UInt8]) -> [Diagnostic] {
    let (before, after) = (OwnFile(path, old ?? []), OwnFile(path, new))
    let whole = tables.effective(own: after.options, rights)
    var faults = closed(after.places, from: before.options, to: after.options, in: whole)
    let (earlier, later) = (before.options.sessionOptions, after.options.sessionOptions)
    for id in Set(earlier.keys).union(later.keys).sorted() {
      faults += closed(
        id, after.places(of: id), from: earlier[id] ?? SessionOptions(),
        to: later[id] ?? SessionOptions())
    }
    // A file that an administrator made longer may stay so.
    if later.count > max(earlier.count, PeerLimits.sessionsPerUser) {
      faults.append(
        after.places.fault(
          SessionOptions.label, "\(later.count) sessions have options of their own",
          note: "expected \(PeerLimits.sessionsPerUser) at the most: leave some out"))
    }
    return faults + foreign(after, before) + unknown(after, before, in: whole)
      + clashes(after, before, in: whole)
  }

  /// A user's own file, and where its labels stand.
  private struct OwnFile {
    let options: UserOptions
    let places: FilePlaces
    let sessionPlaces: [SessionID: FilePlaces]

    init(_ path: String, _ bytes: [UInt8]) {
      let source = SourceText(path: path, bytes: bytes)
      // A file that says nothing has no labels.
      var members: TableLoader.Members = []
      if case .mapping(let found, _)? = YAMLNode.parse(source).0 { members = found }
      options = FileReading(source).options ?? UserOptions()
      places = FilePlaces(source, members)
      let value = members.first { $0.key == SessionOptions.label }?.value
      sessionPlaces = value.map { SessionOptions.read($0, source).places } ?? [:]
    }

    func places(of id: SessionID) -> FilePlaces { sessionPlaces[id] ?? places }

    /// The same, as the site's tables are looked at with.
    var person: SiteDraft.Person? {
      PackedName(places.file.name).map {
        SiteDraft.Person(
          name: $0, isUser: true, options: options, places: places, sessionPlaces: sessionPlaces)
      }
    }
  }

  /// Labels of the file itself.
  private func closed(
    _ places: FilePlaces, from before: UserOptions, to after: UserOptions,
    in whole: EffectiveUser
  ) -> [Diagnostic] {
    UserOptions.userFields.compactMap { field in
      let (old, new) = (field.text(of: before), field.text(of: after))
      guard old != new else { return nil }
      guard user.opens(field.label) else { return refusal(field.label, at: places) }
      guard let most = user.longest[field.label] else { return nil }
      // A blank is what the profile or the system says then; where nobody says anything, that is never.
      let holds = new.isEmpty ? field.text(of: tables.system.options(of: whole.options)) : new
      guard let minutes = Int(holds.isEmpty ? "0" : holds), !(1...most).contains(minutes) else {
        return nil
      }
      return places.fault(
        field.label,
        new.isEmpty
          ? "blank is `\(minutes)` here, which is not within your limit"
          : "`\(new)` is not within your limit",
        note: "expected a number from 1 to \(most)" + (new.isEmpty ? "" : ", or blank"))
    }
  }

  /// Labels of one session.
  private func closed(
    _ id: SessionID, _ places: FilePlaces, from before: SessionOptions, to after: SessionOptions
  ) -> [Diagnostic] {
    SessionOptions.fields.compactMap { field in
      guard field.text(of: before) != field.text(of: after), !user.opens(field.label) else {
        return nil
      }
      return refusal(field.label, at: places)
    }
  }

  private func refusal(_ label: String, at places: FilePlaces) -> Diagnostic {
    places.fault(
      label, "\"\(label)\" is not yours to change", note: "ask an administrator")
  }

  /// Sessions that were added of applications which the user has not. Of one that there is not it says the
  /// same: which applications the site has is no business of the user's.
  private func foreign(_ after: OwnFile, _ before: OwnFile) -> [Diagnostic] {
    let made = after.options.sessionOptions.compactMap { id, options in
      options.application.flatMap { name in
        before.options.sessionOptions[id]?.application == name ? nil : (id: id, name: name)
      }
    }
    guard !made.isEmpty else { return [] }
    let own = Set(tables.effective(own: before.options, rights).sessions.map(\.path))
    return made.sorted { $0.id < $1.id }.compactMap { id, name in
      if let application = tables.application(name), own.contains(application.path) { return nil }
      return after.places(of: id).fault(
        "Applid", "application \(name) is not on your menu",
        note: "expected one of your sessions' applications")
    }
  }

  /// Options that were added for sessions which the user has not.
  private func unknown(
    _ after: OwnFile, _ before: OwnFile, in whole: EffectiveUser
  ) -> [Diagnostic] {
    let added = after.options.sessionOptions.filter { id, options in
      guard options.application == nil else { return false }
      return before.options.sessionOptions[id].map { $0.application != nil } ?? true
    }
    guard !added.isEmpty else { return [] }
    let own = Set(whole.sessions.map(\.id))
    return added.keys.sorted().filter { !own.contains($0) }.map { id in
      after.places(of: id).fault(
        nil, "session \(id) is not on your menu",
        note: "expected one that is, or \"Applid\", which makes a further one")
    }
  }

  /// Keys that would have two meanings. What clashed before, since others changed something, keeps nobody
  /// from saving.
  private func clashes(
    _ after: OwnFile, _ before: OwnFile, in whole: EffectiveUser
  ) -> [Diagnostic] {
    func clashes(_ file: OwnFile, _ whole: EffectiveUser) -> [Diagnostic] {
      file.person.map { KeyConflicts.clashes($0, whole, options: tables.system) } ?? []
    }
    let found = clashes(after, whole)
    guard !found.isEmpty else { return [] }
    let known = Set(
      clashes(before, tables.effective(own: before.options, rights)).map(\.message))
    return found.filter { !known.contains($0.message) }
  }
}
