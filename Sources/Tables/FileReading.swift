import Names
public import Syntax

/// What a definition file says by itself: the larger half of loading, which knows of no other file, so
/// that several threads may share it (`TableLoader.load`).
public struct FileReading: Sendable {
  enum Content: Sendable {
    case system(SystemOptions)
    /// `session`: nil where the entry lacks what each needs; `remarks`: `SiteRemarks.application`.
    case application(ACTEntry, session: EffectiveSession?, remarks: [Diagnostic])
    /// `places`: where the labels of single sessions stand.
    case person(UserOptions, isUser: Bool, places: [SessionID: FilePlaces])
    case masks(MaskingRules)
    case update(UpdateClass)
    case commands(CommandClass)
    /// It is understood together with those that it calls.
    case script(SourceText)
    case operators(OperatorClass)
  }

  /// Where its labels stand; nil of a file that has none.
  let places: FilePlaces?
  /// Nil where it has no labels, or is none of the server's.
  let content: Content?
  let faults: [Diagnostic]

  /// Reads a file of ACT, with its path from the site's directory.
  public init(_ file: SourceText) {
    guard let kind = SiteFile.kind(of: file.path), kind != .panel, kind != .deck else {
      self.init(faults: [SiteFile.ignored(file.path, isFolder: false)].compactMap(\.self))
      return
    }
    guard kind != .script else {
      self.init(FilePlaces(file, []), .script(file), faults: [])
      return
    }
    let (root, problems) = YAMLNode.parse(file)
    guard let root else {
      self.init(faults: problems)
      return
    }
    guard case .mapping(let members, _) = root else {
      self.init(
        faults: problems + [
          Diagnostic(
            file.path, at: root.span, says: "no labels stand here", note: "expected `Label: value`")
        ])
      return
    }
    let places = FilePlaces(file, members)
    let (content, faults) = Self.content(kind, members, at: places)
    self.init(places, content, faults: problems + faults)
  }

  private init(
    _ places: FilePlaces? = nil, _ content: Content? = nil, faults: [Diagnostic]
  ) {
    (self.places, self.content, self.faults) = (places, content, faults)
  }

  private static func content(
    _ kind: SiteFile, _ members: TableLoader.Members, at places: FilePlaces
  ) -> (Content?, [Diagnostic]) {
    let file = places.file
    switch kind {
    case .system:
      var options = SystemOptions()
      let faults = TableLoader.fill(&options, SystemOptions.table, from: members, of: file)
      return (.system(options), faults)
    case .application: return application(members, places)
    case .user, .profile:
      let isUser = kind == .user
      let (options, sessionPlaces, faults) = person(members, of: file, isUser: isUser)
      return (.person(options, isUser: isUser, places: sessionPlaces), faults)
    case .masks:
      let (rules, faults) = MaskingRules.read(members, file)
      return (.masks(rules), faults)
    case .commandClass:
      var commands = CommandClass()
      let faults = TableLoader.fill(&commands, CommandClass.table, from: members, of: file)
      return (.commands(commands), faults + commands.faults(places))
    case .operatorClass:
      var operators = OperatorClass()
      let faults = TableLoader.fill(&operators, OperatorClass.table, from: members, of: file)
      return (.operators(operators), faults + operators.faults(places))
    case .updateClass:
      var update = UpdateClass()
      let faults = TableLoader.fill(&update, UpdateClass.table, from: members, of: file)
      return (.update(update), faults)
    case .panel, .deck, .script: return (nil, [])
    }
  }

  private static func application(
    _ members: TableLoader.Members, _ places: FilePlaces
  ) -> (Content, [Diagnostic]) {
    var entry = ACTEntry()
    var faults = TableLoader.fill(&entry, ACTEntry.table, from: members, of: places.file)
    for (label, note) in [
      ("Application-ID", "every entry needs it"), ("Host", "expected \(HostTarget.expected)"),
    ] where !places.has(label) {
      faults.append(places.fault(nil, "\"\(label)\" is missing", note: note))
    }
    guard let application = entry.application, let host = entry.host else {
      return (.application(entry, session: nil, remarks: []), faults)
    }
    let session = EffectiveSession(entry, application, at: host, path: places.file.path)
    let remarks = SiteRemarks.application(session, places)
    return (.application(entry, session: session, remarks: remarks), faults)
  }

  /// Reads the labels of a user or a profile.
  private static func person(
    _ members: TableLoader.Members, of file: SourceText, isUser: Bool
  ) -> (UserOptions, places: [SessionID: FilePlaces], faults: [Diagnostic]) {
    var options = UserOptions()
    let table = isUser ? UserOptions.userTable : UserOptions.profileTable
    let plain = members.filter { $0.key != SessionOptions.label }
    let faults = TableLoader.fill(&options, table, from: plain, of: file)
    guard let value = members.first(where: { $0.key == SessionOptions.label })?.value else {
      return (options, [:], faults)
    }
    let read = SessionOptions.read(value, file)
    options.sessionOptions = read.options
    return (options, read.places, faults + read.faults)
  }

  /// Who may use the control socket, and by which class, as the system's file says it; blank where it says nothing.
  public var controlGroup: [String] {
    guard case .system(let options)? = content else { return ["", ""] }
    return [options.controlGroup?.description ?? "", options.controlGroupClass ?? ""]
  }

  /// What the file of a user or a profile says; nil where it has no labels.
  var options: UserOptions? {
    guard case .person(let options, _, _)? = content else { return nil }
    return options
  }
}
