import Foundation
import SessionEngine
import Syntax
import Tables
import TestSupport
import Testing

@testable import Server

/// Panels that come with the program.
@Suite struct BuiltInPanelTests {
  @Test func `they are those of the project's Screens, all of them`() throws {
    #expect(
      BuiltInPanels.all.map(\.path) == Repository.files("Screens", suffix: ".panel").sorted())
    for panel in BuiltInPanels.all {
      #expect(try panel.text == Repository.text(panel.path), "\(panel.path)")
    }
  }

  @Test func `a site's own panel comes before the program's`() {
    let own = SourceText(path: "Screens/ten0041.panel", text: "mine")
    let all = BuiltInPanels.completing([own])
    #expect(all.count == BuiltInPanels.all.count)
    #expect(all.filter { $0.name.uppercased() == "TEN0041" } == [own])
  }

  @Test func `a new site is in order, and a second one there is refused`() throws {
    let folder = try TemporaryFolder()
    let application = try NewSite.Application(
      name: "tso", host: "tn3270s://mvs.example", summary: "it's \"ours\": 100% \\ #1")
    let site = try NewSite(
      system: "PROD", systemID: "S1", applications: [application], hasPanels: false)
    let paths = try site.write(to: folder.path + "/new")
    #expect(paths.contains("ACT/Applications/TSO.yaml") && paths.contains("Screens/TEN0003.panel"))
    let loaded = SiteLoader.check(folder.path + "/new")
    #expect(loaded.rendered == [])
    let session = try #require(loaded.site?.tables.sessions.first)
    #expect(session.entry.summary == "it's \"ours\": 100% \\ #1")
    #expect(session.host.description == "tn3270s://mvs.example:992")
    #expect(throws: NewSite.Fault.self) { try site.write(to: folder.path + "/new") }
    for (name, host, summary) in [
      ("A B", "builtin:cics", ""), ("A", "nowhere", ""), ("A", "builtin:cics", "two\nlines"),
    ] {
      #expect(throws: NewSite.Fault.self) {
        try NewSite.Application(name: name, host: host, summary: summary)
      }
    }
    #expect(throws: NewSite.Fault.self) {
      try NewSite(
        system: "PROD", systemID: "S1", applications: [application, application], hasPanels: true)
    }
  }

  @Test func `an empty directory is a site, and one of something else is none`() throws {
    let folder = try TemporaryFolder()
    let empty = SiteLoader.check(folder.path)
    #expect(empty.errorCount == 0 && empty.site?.tables.sessions.isEmpty == true)
    #expect(empty.rendered.first?.contains("turnstile init") == true)
    _ = try folder.write("x", to: "notes")
    #expect(SiteLoader.check(folder.path).site == nil)
    #expect(SiteLoader.check(folder.path + "/nowhere").site == nil)
  }
}
