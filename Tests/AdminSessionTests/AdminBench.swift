import Bytes
import DataStream
import EBCDIC
import Names
import Panels
import SessionEngine
import Syntax
import Tables
import Terminal
import TestSupport
import Testing

@testable import AdminSession

/// A session over files in memory, whose screen is what a terminal makes of its records.
struct AdminBench {
  var application: any Application
  /// Whether it is a user's own session.
  let isOwn: Bool
  /// What its terminal can show.
  let terminal: TerminalCapabilities
  var space: PresentationSpace
  var files: [String: String]
  var requests: [AdminRequest] = []
  var hasEnded = false
  var areas = AdminArea.allCases
  /// Says no to what changes something.
  var refusal: String?
  /// Happens before the next save.
  var meanwhile: ((inout [String: String]) -> Void)?
  /// Whether answers are held back.
  var isMute = false

  static let standard: [String: String] = [
    "ACT/System.yaml": "# the system\nSystem name: PROD\nMenu key: PF22\n",
    "ACT/Applications/TSOA.yaml": """
    # TSO
    Application-ID:        TSOA
    Host:                  builtin:tso:S001   # the host
    Session description:   TSO production
    "* Pass Ticket prof name": TSOS001

    """,
    "ACT/Applications/CICSA.yaml": "Application-ID: CICSA\nHost: builtin:cics\nSession key: PF15\n",
    "ACT/Profiles/DEVS.yaml": "# developers\nJump key: PF11\nTransfer option: HOLD\n",
    "ACT/Users/BOB.yaml": "Profile: DEVS # his group\nMenu key: PF3\n",
  ]

  /// `isOwn`: whether BOB looks after himself, in place of an administrator.
  init(
    _ files: [String: String] = Self.standard, isOwn: Bool = false, size: Geometry = .model2
  ) throws {
    self.files = files
    terminal = TerminalCapabilities(color: size)
    space = PresentationSpace(terminal)
    self.isOwn = isOwn
    if isOwn {
      application = try #require(SelfApplication(panels: try Self.panels))
    } else {
      application = try #require(AdminApplication(panels: try Self.panels))
    }
  }

  mutating func open() throws {
    let data = LogonData(
      user: UserID("ADMIN"), ticket: nil, terminal: try #require(LUName("TN1")), address: "::1",
      screen: terminal)
    handle(.opened(data))
  }

  static let ownPath = "ACT/Users/BOB.yaml"

  static var panels: PanelLibrary { get throws { try loaded.get() } }

  /// Read once for all tests.
  private static let loaded = Result {
    let files = try AdminScreens.Name.allCases.map { name in
      let path = "Screens/\(name.rawValue).panel"
      return SourceText(path: path, text: try Repository.text(path))
    }
    let (panels, faults) = PanelLibrary.load(files, contracts: AdminScreens.panelContracts)
    #expect(faults.isEmpty, "\(faults)")
    return try #require(panels)
  }

  var sources: [SourceText] {
    files.sorted { $0.key < $1.key }.map { SourceText(path: $0.key, text: $0.value) }
  }

  mutating func handle(_ event: ApplicationEvent) {
    var effects: [ApplicationEffect] = []
    application.handle(event, into: &effects)
    perform(effects)
  }

  mutating func perform(_ effects: [ApplicationEffect]) {
    for effect in effects {
      switch effect {
      case .send(let record): _ = space.apply(record)
      case .administer(let request):
        requests.append(request)
        if !isMute { handle(.administered(answer(request))) }
      case .end: hasEnded = true
      case .verify, .operate, .view, .wake:
        Issue.record("an administrator's session asks for files alone")
      }
    }
  }

  /// Goes on in another process, which takes up what was not answered.
  mutating func goOn() throws {
    var freezer = Freezer()
    #expect(application.freeze(into: &freezer))
    var thawer = Thawer(freezer.bytes)
    if isOwn {
      application = try #require(
        try SelfApplication(thawing: &thawer, panels: try Self.panels))
    } else {
      application = try #require(
        try AdminApplication(thawing: &thawer, panels: try Self.panels))
    }
    #expect(thawer.left == 0)
    var effects: [ApplicationEffect] = []
    application.resume(into: &effects)
    perform(effects)
  }

  mutating func answer(_ request: AdminRequest) -> AdminAnswer {
    let tables = TableLoader.load(sources).tables
    if let refusal, request.isChange { return .failed(refusal) }
    switch request {
    case .areas: return areas.isEmpty ? .failed("ADMIN may nothing") : .areas(areas)
    case .list(let area):
      let remarks = tables?.remarks(on: area.kind) ?? [:]
      let folder = area.path(of: "X").dropLast("X.yaml".count)
      return .list(
        files.keys.filter { $0.hasPrefix(folder) }.sorted().map { path in
          let name = SourceText(path: path, text: "").name
          return AdminLine(name: name, path: path, remark: remarks[name.uppercased()] ?? "")
        })
    case .openOwn: return answer(.open(.users, path: Self.ownPath))
    case .saveOwn(let save):
      // As the server has it: what may not be changed is not written.
      guard let tables, meanwhile == nil else { return answer(.save(.users, save)) }
      guard let own = tables.updateClass(of: tables.effective(UserID("BOB"))) else {
        return .failed("your update class lets you change nothing")
      }
      let faults = SelfMaintenance(tables, own, rights: Rights())
        .faults(save.path, from: save.was, to: save.becomes)
      return faults.isEmpty ? answer(.save(.users, save)) : .wrong(faults)
    case .open(_, let path):
      guard let tables else { return .failed("the site is broken") }
      return .file(
        AdminFile(
          path: path, bytes: files[path].map { Array($0.utf8) }, tables: tables, rights: Rights()))
    case .save(_, let save):
      meanwhile?(&files)
      meanwhile = nil
      let now = files[save.path].map { Array($0.utf8) }
      guard now == save.was else { return .changed(now) }
      var next = files
      next[save.path] = String(decoding: save.becomes, as: UTF8.self)
      let loaded = TableLoader.load(
        next.map { SourceText(path: $0.key, text: $0.value) }.sorted { $0.path < $1.path })
      let clashes = loaded.faults.contains { $0.refusesSave && $0.path == save.path }
      guard loaded.tables != nil, !clashes else { return .wrong(loaded.faults) }
      files = next
      return .done(remark: "")
    case .delete(_, let path):
      files[path] = nil
      return .done(remark: "")
    }
  }

  // MARK: At the keyboard

  /// A key with the cursor at a place and fields typed.
  mutating func press(
    _ aid: AID, at cursor: Int = 0, _ fields: [(position: Int, text: String)] = []
  ) {
    var record = [aid.byte]
    guard !aid.isShortRead else { return handle(.record(record)) }
    BufferAddress.append(cursor, in: space.size, to: &record)
    for field in fields.sorted(by: { $0.position < $1.position }) {
      record.append(OrderCode.setBufferAddress)
      BufferAddress.append(field.position, in: space.size, to: &record)
      record += CodePage.bracket.encode(field.text)
    }
    handle(.record(record))
  }

  mutating func command(_ text: String) {
    let column = lines[1].hasPrefix(" Select") ? 20 : 14
    let width = space.size.columns
    press(.enter, at: width + column, [(width + column, text)])
  }

  /// The row of the screen that has a text.
  func row(_ text: String, file: String = #fileID) throws -> Int {
    try #require(
      lines.indices.first { $0 >= 4 && lines[$0].contains(text) }, "\(text) is not on:\n\(screen)")
  }

  /// Types into the value behind a label.
  mutating func type(_ label: String, _ text: String, _ aid: AID = .enter) throws {
    let position = try cell(label)
    press(aid, at: position, [(position, text)])
  }

  func cell(_ label: String) throws -> Int {
    let row = try row(" " + label + ":")
    return row * space.size.columns
      + (lines.contains { $0.contains("Own") && $0.contains("Counts") } ? 31 : 35)
  }

  /// Types line commands before names.
  mutating func mark(_ marks: [(name: String, letter: String)]) throws {
    var fields: [(position: Int, text: String)] = []
    for mark in marks {
      fields.append((try row("  " + mark.name + " ") * space.size.columns + 2, mark.letter))
    }
    press(.enter, at: fields[0].position, fields)
  }

  var lines: [String] { ScreenText.lines(space, .bracket) }
  var screen: String { lines.map { $0.trimmed }.joined(separator: "\n") }
  var message: String { (lines[2].trimmed + " " + lines[3].trimmed).trimmed }
}

extension String {
  var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    return String(text)
  }
}
