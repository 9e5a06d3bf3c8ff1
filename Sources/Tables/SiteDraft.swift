import Names
import Script
import Syntax

/// A site's tables while its files are read: what each file says, and where.
struct SiteDraft {
  /// An application that has what each needs.
  struct Application {
    let session: EffectiveSession
    let places: FilePlaces
    /// What is to be told of it by itself.
    let remarks: [Diagnostic]
    var entry: ACTEntry { session.entry }
  }

  /// A user's or a profile's file.
  struct Person {
    let name: PackedName
    let isUser: Bool
    let options: UserOptions
    let places: FilePlaces
    /// Where the labels of single sessions stand.
    let sessionPlaces: [SessionID: FilePlaces]
  }

  var system: (options: SystemOptions, places: FilePlaces?) = (SystemOptions(), nil)
  var faults: [Diagnostic] = []
  private(set) var applications: [Application] = []
  private(set) var people: [Person] = []
  private var entries: [(entry: ACTEntry, places: FilePlaces)] = []
  private(set) var masks: [String: MaskingRules] = [:]
  private(set) var updateClasses: [String: UpdateClass] = [:]
  private(set) var commandClasses: [String: CommandClass] = [:]
  private var scripts: [SourceText] = []
  private(set) var operatorClasses: [String: OperatorClass] = [:]
  private(set) var users: [UserID: UserOptions] = [:]
  private(set) var profiles: [String: UserOptions] = [:]
  /// Most applications.
  private let most: Int
  /// What other files have said.
  private var sessionFiles: [SessionID: String] = [:]
  private var keyFiles: [String: String] = [:]
  private var nameFiles: [String: String] = [:]

  init(most: Int) { self.most = most }

  /// Takes over what a file says.
  mutating func add(_ file: FileReading) {
    faults += file.faults
    guard let places = file.places else { return }
    switch file.content {
    case .system(let options): system = (options, places)
    case .application(let entry, let session, let remarks):
      add(entry, session, remarks: remarks, at: places)
    case .person(let options, let isUser, let sessionPlaces):
      add(options, isUser: isUser, at: places, sessionPlaces: sessionPlaces)
    case .masks(let rules):
      if let name = name(places, "masking rules") { masks[name.text] = rules }
    case .update(let update): add(update, places)
    case .commands(let commands):
      if let name = name(places, "a command class") { commandClasses[name.text] = commands }
    case .script(let source):
      if name(places, "a script") != nil { scripts.append(source) }
    case .operators(let operators):
      if let name = name(places, "an operator class") { operatorClasses[name.text] = operators }
    case nil: break
    }
  }

  private mutating func add(
    _ entry: ACTEntry, _ session: EffectiveSession?, remarks: [Diagnostic], at places: FilePlaces
  ) {
    entries.append((entry, places))
    guard entries.count <= most else {
      if entries.count == most + 1 {
        faults.append(
          places.nameFault(
            "a site has at most \(most) applications",
            note: "make two sites of it"))
      }
      return
    }
    guard let session else { return }
    if let other = sessionFiles.updateValue(places.file.path, forKey: session.id) {
      faults.append(
        places.fault(
          places.has("Session id") ? "Session id" : "Application-ID",
          "session \(session.id) is defined twice", note: "also in \(other)"))
    }
    if let key = session.key, let other = keyFiles.updateValue(places.file.path, forKey: key) {
      faults.append(
        places.fault(
          "Session key", "\(key) is the key of two sessions", note: "also in \(other)"))
    }
    applications.append(Application(session: session, places: places, remarks: remarks))
  }

  /// A user's or a profile's file.
  ///
  /// - Parameters:
  ///   - options: what it says.
  ///   - isUser: whether it is a user's.
  ///   - places: where its labels stand.
  ///   - sessionPlaces: where those of single sessions stand.
  private mutating func add(
    _ options: UserOptions, isUser: Bool, at places: FilePlaces,
    sessionPlaces: [SessionID: FilePlaces]
  ) {
    guard let name = name(places, isUser ? "a user" : "a profile") else { return }
    if isUser { users[UserID(packed: name)] = options } else { profiles[name.text] = options }
    people.append(
      Person(
        name: name, isUser: isUser, options: options, places: places,
        sessionPlaces: sessionPlaces))
  }

  private mutating func add(_ update: UpdateClass, _ places: FilePlaces) {
    guard let name = name(places, "an update class") else { return }
    updateClasses[name.text] = update
    guard name.text == UpdateClass.none else { return }
    faults.append(
      places.nameFault(
        "\(name.text) is the class of who may change nothing", note: "give it another name"))
  }

  /// The name that a file's own name is; it may stand once in its folder, in whatever case.
  private mutating func name(_ places: FilePlaces, _ what: String) -> PackedName? {
    let text = places.file.name
    guard let name = PackedName(text) else {
      faults.append(
        places.nameFault(
          "\"\(Diagnostic.quoted(text))\" is no name of \(what)",
          note: "expected \(FieldShape.name(limit: 8).words)"))
      return nil
    }
    let path = places.file.path
    let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    if let other = nameFiles.updateValue(path, forKey: "\(folder)/\(name.text)") {
      faults.append(
        places.nameFault(
          "\(name.text) is defined twice", note: "also in \(other): names know no case"))
    }
    return name
  }

  /// Looks at what the files say together, and puts them together.
  mutating func finish() -> SiteTables {
    let (library, scriptFaults) = ScriptLibrary.load(scripts)
    faults += scriptFaults
    let tables = SiteTables(
      system: system.options, sessions: applications.map(\.session), users: users,
      profiles: profiles, masks: masks, scripts: library,
      classes: (updateClasses, commandClasses, operatorClasses))
    // A script with errors is there all the same, so that nobody is told of it twice.
    let scripts = Set(scripts.map { $0.name.uppercased() })
    let made = people.flatMap { person in
      person.options.sessionOptions.filter { $0.value.application != nil }.keys
    }
    let known = Set(applications.map(\.session.id)).union(made)
    let ids = known.sorted()
    for person in people {
      faults += references(person, known, listed: ids)
      faults += applications(person, known, listed: ids, in: tables)
    }
    if let places = system.places { faults += systemClasses(system.options, at: places) }
    for (entry, places) in entries {
      faults += missingMask(entry.maskName, "Mask entry name", at: places)
      faults += Self.missing(entry.startScript, "Start ACLPGM", in: scripts, at: places)
      guard let application = entry.application, let host = entry.host,
        let remark = EffectiveSession(entry, application, at: host, path: places.file.path)
          .scriptRemark(in: tables)
      else { continue }
      faults.append(
        places.fault(remark.label, remark.text, note: remark.remedy, severity: .warning))
    }
    for person in people {
      for (id, options) in person.options.sessionOptions.sorted(by: { $0.key < $1.key }) {
        guard let places = person.sessionPlaces[id] else { continue }
        let name = options.said["Start ACLPGM"].flatMap { ScriptName($0) }
        faults += Self.missing(name, "Startup ACL", in: scripts, at: places)
      }
    }
    faults += KeyConflicts.faults(self, tables) + SiteRemarks.faults(self)
    return tables
  }

  /// What single sessions are made of has to be there.
  private func applications(
    _ person: Person, _ known: Set<SessionID>, listed ids: [SessionID], in tables: SiteTables
  ) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    for (id, options) in person.options.sessionOptions.sorted(by: { $0.key < $1.key }) {
      guard let places = person.sessionPlaces[id] else { continue }
      faults += missingMask(options.said["Mask entry name"], "ACB Mask", at: places)
      if let name = options.application {
        if let application = tables.application(name) {
          faults += unlisted(id, of: application, by: person, at: places, in: tables)
          continue
        }
        let count = applications.count { $0.session.application.packed == name.packed }
        let near =
          count == 0 ? suggestion(name, applications.map(\.session.id).sorted()) : nil
        faults.append(
          places.clash(
            "Applid",
            count == 0
              ? "there is no application \(name)"
              : "\(count) files have the Application-ID \(name)",
            note: near.map { "did you mean \($0)?" }
              ?? "expected a session id of ACT/Applications", ofUser: person.isUser))
      } else if !known.contains(id) {
        faults.append(
          places.clash(
            nil, "there is no session \(id)",
            note: suggestion(id, ids).map { "did you mean \($0)?" }
              ?? "\"Applid\" makes it one, of an application", ofUser: person.isUser))
      }
    }
    return faults
  }

  /// A user's own session of an application that is not on the user's menu, or not any more.
  private func unlisted(
    _ id: SessionID, of application: EffectiveSession, by person: Person, at places: FilePlaces,
    in tables: SiteTables
  ) -> [Diagnostic] {
    guard person.isUser else { return [] }
    // Lists of all profiles that may be this user's.
    let whole = tables.effective(own: person.options, tables.everything)
    guard case .only? = whole.options.allowed else { return [] }
    let isOnMenu = whole.sessions.contains { session in
      session.path == application.path
        && person.options.sessionOptions[session.id]?.application == nil
    }
    guard !isOnMenu else { return [] }
    return [
      places.fault(
        "Applid", "\(id) is of \(application.id), which this user's list does not have",
        note: "the user has it all the same: leave it out, or list \(application.id)",
        severity: .warning)
    ]
  }

  /// What a user's or profile's file names has to be there.
  private func references(
    _ person: Person, _ known: Set<SessionID>, listed ids: [SessionID]
  ) -> [Diagnostic] {
    let (options, places) = (person.options, person.places)
    var faults = missingMask(options.maskName, "ACB mask default", at: places)
    faults += missingClass(options, at: places)
    if !person.isUser, person.name.text == UserOptions.defaultProfile, options.gate != nil {
      faults.append(
        places.fault(
          places.has("Groups") ? "Groups" : "Permission",
          "\(UserOptions.defaultProfile) is everybody's, and needs nobody to open it",
          note: "leave the label out, or give the profile another name"))
    }
    for profile in options.profiles?.names.map(\.text) ?? [] where profiles[profile] == nil {
      let near = Suggestion.closest(to: profile, among: profiles.keys.sorted())
      faults.append(
        places.fault(
          "Profile", "there is no profile \(profile)",
          note: near.map { "did you mean \($0)?" } ?? "it would be ACT/Profiles/\(profile).yaml"))
    }
    for id in (options.sessions ?? []).prefix(TableLoader.faultLimit) where !known.contains(id) {
      let near = suggestion(id, ids)
      faults.append(
        places.fault(
          "Sessions", "there is no session \(id)",
          note: near.map { "did you mean \($0)?" } ?? "ids are those of ACT/Applications"))
    }
    return faults
  }

  /// Most faults with a suggestion: finding one costs a look at every session of the site.
  private static let suggestionLimit = 100

  private func suggestion(_ id: SessionID, _ ids: [SessionID]) -> String? {
    guard faults.count < Self.suggestionLimit else { return nil }
    return Suggestion.closest(to: id.description, among: ids.lazy.map(\.description))
  }

  /// A set of masking rules that is named has to be there.
  private func missingMask(
    _ name: String?, _ label: String, at places: FilePlaces
  ) -> [Diagnostic] {
    guard let name, masks[name] == nil else { return [] }
    let near = Suggestion.closest(to: name, among: masks.keys.sorted())
    return [
      places.fault(
        label, "there are no masking rules \(name)",
        note: near.map { "did you mean \($0)?" } ?? "they would be ACT/Masks/\(name).yaml")
    ]
  }

  /// A script that is named has to be there.
  private static func missing(
    _ name: ScriptName?, _ label: String, in scripts: Set<String>, at places: FilePlaces
  ) -> [Diagnostic] {
    guard let name, !scripts.contains(name.description) else { return [] }
    let near = Suggestion.closest(to: name.description, among: scripts.sorted())
    return [
      places.fault(
        label, "there is no script \(name)",
        note: near.map { "did you mean \($0)?" } ?? "it would be ACT/Scripts/\(name).acl")
    ]
  }

  /// Classes that the system names.
  private func systemClasses(_ options: SystemOptions, at places: FilePlaces) -> [Diagnostic] {
    missingClass(options.users, at: places)
      + missing(
        options.controlGroupClass, SystemOptions.controlGroupClassLabel, at: places,
        in: "ACT/OperatorClasses", among: Array(operatorClasses.keys))
  }

  /// A class that is named has to be there.
  private func missing(
    _ name: String?, _ label: String, at places: FilePlaces, in folder: String,
    among names: [String]
  ) -> [Diagnostic] {
    guard let name, !names.contains(name) else { return [] }
    let near = Suggestion.closest(to: name, among: names.sorted())
    return [
      places.fault(
        label, "there is no \(label.lowercased()) \(name)",
        note: near.map { "did you mean \($0)?" } ?? "it would be \(folder)/\(name).yaml")
    ]
  }

  /// Classes that a user's or a profile's file names, or the system for all.
  private func missingClass(_ options: UserOptions, at places: FilePlaces) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    func look(_ name: String?, _ label: String, in folder: String, among names: [String]) {
      faults += missing(name, label, at: places, in: folder, among: names)
    }
    look(
      options.commandClass, "Command class", in: "ACT/CommandClasses",
      among: Array(commandClasses.keys))
    look(
      options.operatorClass, UserOptions.operatorClassLabel, in: "ACT/OperatorClasses",
      among: Array(operatorClasses.keys))
    if let name = options.operatorClass, operatorClasses[name]?.isForMachineAlone == true {
      faults.append(
        places.fault(
          UserOptions.operatorClassLabel,
          "operators of the class \(name) have no command at a terminal",
          note: "FIGURES is for the machine; say Y for another command too, as DISPLAY: Y"))
    }
    if options.updateClass != UpdateClass.none {
      look(
        options.updateClass, "Update class", in: "ACT/UpdateClasses",
        among: Array(updateClasses.keys))
    }
    return faults
  }
}
