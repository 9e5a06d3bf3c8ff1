import Crypto
import Foundation
import Names
import Panels
import PassTicket
import SessionEngine
import Syntax
import TN3270
import Tables
import TestSupport
import Testing
import Time

/// The examples of the guide, compiled and run. The guide shows what stands between the marks.
@Suite struct ExampleTests {
  @Test func `a ticket is made by whoever holds the key`() throws {
    // example: PassTicket
    let user = try #require(UserID("MIKEM"))
    let application = try #require(TicketName("TSOSYS1"))
    let key = Secret(copying: [0xE0, 0x01, 0x19, 0x35, 0x19, 0x56, 0x19, 0x77])
    let cipher = try DES(key: key)
    let ticket = try LegacyPassTicket.generate(
      user: user, application: application, time: 1_111_111
    ) { (block) throws(CryptoError) in try cipher.encipher(block) }
    let isKnown = ticket.isEqual(to: Secret(copying: "AEPRRZ3S".utf8))
    #expect(isKnown)
    // end
  }

  @Test func `a machine takes bytes and gives events`() throws {
    // example: ServerMachine
    var machine = ServerMachine()
    var events: [ServerEvent] = []
    machine.start(into: &events)
    #expect(events == [.send([0xFF, 0xFD, 0x28])])  // IAC DO TN3270E

    events = []
    machine.receive([0xFF, 0xFC, 0x28], into: &events)  // IAC WONT TN3270E
    guard case .send(let offer) = events.first else { return }
    #expect(offer.starts(with: [0xFF, 0xFD, 0x18]))  // IAC DO TERMINAL-TYPE: classic TN3270
    // end
  }

  @Test func `a user's session takes events and gives effects`() throws {
    let tables = try Self.sources("ACT", ".yaml")
    let panels = try Self.sources("Screens", ".panel")
    // example: UserSession
    let site = Site(
      tables: try #require(TableLoader.load(tables).tables),
      panels: try #require(PanelLibrary.load(panels, contracts: Site.panelContracts).panels))
    let terminal = TerminalFacts(
      name: try #require(LUName("TN000001")), address: "192.0.2.1", type: "IBM-3278-2", model: 2,
      isExtended: false, isTN3270E: false, isSecure: false, serial: 1, isNamedByClient: false)
    var session = UserSession(terminal: terminal, site: site)
    var effects: [Effect] = []
    let now = Moment(instant: Instant(nanoseconds: 0), wall: WallTime(seconds: 1_800_000_000))
    session.start(at: now, into: &effects)  // shows the logon panel
    let records = effects.compactMap { effect -> [UInt8]? in
      if case .sendTerminal(let record) = effect { record } else { nil }
    }
    #expect(!records.isEmpty)
    // end
  }

  @Test func `the guide shows the examples as they are compiled`() throws {
    let source = try Repository.text("Tests/GuideTests/ExampleTests.swift")
    let guide = try Repository.text("Sources/Server/Server.docc/Examples.md")
    let shown = Self.parts(guide, from: "```swift", to: "```")
    let compiled = Self.parts(source, from: "// example: ", to: "// end")
    #expect(compiled.count == 3)
    #expect(shown == compiled)
  }

  @Test func `paths and types that the guide names are there`() throws {
    let files =
      Repository.files("Sources", suffix: ".swift") + Repository.files("Tests", suffix: ".swift")
    let code = try files.map { try Repository.text($0) }
    // A suite is named by its file where its type has a sentence for a name.
    let words = Set((files + code).flatMap { $0.split { !($0.isLetter || $0.isNumber) } })
    var missing: [String] = []
    for page in Repository.files("Sources/Server/Server.docc", suffix: ".md") {
      for name in Self.names(try Repository.text(page)) {
        let isThere =
          name.contains("/")
          ? FileManager.default.fileExists(atPath: Repository.root.appending(path: name).path())
          : name.split { !($0.isLetter || $0.isNumber) }.allSatisfy { words.contains($0) }
        if !isThere { missing.append("\(page): \(name)") }
      }
    }
    #expect(missing == [])
  }

  /// Paths of the repository and names of types between the backquotes of a page, outside of blocks.
  private static func names(_ page: String) -> [Substring] {
    let prose = page.split(separator: "```", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    let spans = prose.flatMap {
      $0.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
    }
    let folders = ["Sources/", "Tests/", "ACT/", "Screens/", ".ci/"]
    return spans.filter { span in
      if span.contains("/") {
        return folders.contains { span.hasPrefix($0) } && !span.contains("NAME")
      }
      let isCamel = span.first?.isUppercase == true && span.contains { $0.isLowercase }
      return isCamel && span.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." }
    }
  }

  private static func sources(_ folder: String, _ suffix: String) throws -> [SourceText] {
    try Repository.files(folder, suffix: suffix).map {
      SourceText(path: $0, text: try Repository.text($0))
    }
  }

  /// Lines between marks, without their indentation.
  private static func parts(_ text: String, from start: String, to end: String) -> [[String]] {
    var parts: [[String]] = []
    var part: [String]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let code = line.drop { $0 == " " }
      if let lines = part {
        part = code == end ? nil : lines + [String(code)]
        if part == nil { parts.append(lines) }
      } else if code.hasPrefix(start) {
        part = []
      }
    }
    return parts
  }
}
