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
    let source = SourceText(path: path, bytes: new)
    // A file that says nothing has no labels.
    var members: TableLoader.Members = []
    if case .mapping(let found, _)? = YAMLNode.parse(source).0 { members = found }
    let (before, after) = (options(path, old), options(path, new))
    var faults = closed(FilePlaces(source, members), from: before, to: after)
    let read = members.first { $0.key == SessionOptions.label }.map {
      SessionOptions.read($0.value, source)
    }
    let ids = Set(before.sessionOptions.keys).union(after.sessionOptions.keys).sorted()
    for id in ids {
      let places = read?.places[id] ?? FilePlaces(source, members)
      faults += closed(
        id, places, from: before.sessionOptions[id] ?? SessionOptions(),
        to: after.sessionOptions[id] ?? SessionOptions())
    }
    return faults + foreign(after, before) { read?.places[$0] ?? FilePlaces(source, members) }
  }

  private func options(_ path: String, _ bytes: [UInt8]?) -> UserOptions {
    bytes.flatMap {
      FileReading(SourceText(path: path, bytes: $0)).options
    } ?? UserOptions()
  }

  /// Labels of the file itself.
  private func closed(
    _ places: FilePlaces, from before: UserOptions, to after: UserOptions
  ) -> [Diagnostic] {
    UserOptions.userFields.compactMap { field in
      let (old, new) = (field.text(of: before), field.text(of: after))
      guard old != new else { return nil }
      guard user.opens(field.label) else { return refusal(field.label, at: places) }
      guard let most = user.longest[field.label], let minutes = Int(new),
        !(1...most).contains(minutes)
      else { return nil }
      return places.fault(
        field.label, "`\(new)` is not within your limit",
        note: "expected a number from 1 to \(most), or blank")
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

  /// Sessions that were added of applications which the user has not.
  private func foreign(
    _ after: UserOptions, _ before: UserOptions, at places: (SessionID) -> FilePlaces
  ) -> [Diagnostic] {
    let made = after.sessionOptions.compactMap { id, options in
      options.application.flatMap { name in
        before.sessionOptions[id]?.application == name ? nil : (id: id, name: name)
      }
    }
    guard !made.isEmpty else { return [] }
    let own = Set(tables.effective(own: before, rights).sessions.map(\.path))
    return made.sorted { $0.id < $1.id }.compactMap { id, name in
      // That there is no such application the loader says.
      guard let application = tables.application(name), !own.contains(application.path) else {
        return nil
      }
      return places(id).fault(
        "Applid", "application \(name) is not on your menu",
        note: "expected one of your sessions' applications")
    }
  }
}
