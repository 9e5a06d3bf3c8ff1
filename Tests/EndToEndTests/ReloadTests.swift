import Foundation
import TestSupport
import Testing

/// Saved files count at once, in whatever way they are put there, and go on doing so.
@Suite struct ReloadTests {
  private static let manager = FileManager.default

  /// A server on a site of its own, and how often it took tables over.
  private final class Rig {
    let folder: TemporaryFolder
    /// The site's directory.
    let site: String
    let server: ServerProcess
    private var loads = 0

    /// A site in a directory of its own; `link` is a symbolic link that stands for it.
    init(_ name: String = "site", link: String? = nil) throws {
      folder = try TemporaryFolder()
      let real = folder.path + "/" + name
      try manager.createDirectory(atPath: real, withIntermediateDirectories: true)
      for part in ["ACT", "Screens"] {
        try manager.copyItem(
          atPath: Repository.root.appending(path: part).path(), toPath: real + "/" + part)
      }
      let top = folder.path
      site = link.map { top + "/" + $0 } ?? real
      if link != nil { try manager.createSymbolicLink(atPath: site, withDestinationPath: name) }
      server = try ServerProcess(site: site)
    }

    func path(_ name: String) -> String { site + "/" + name }

    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    /// Writes a description of TSOA that nobody had before.
    func describe(_ text: String, in directory: String? = nil) throws {
      let file = (directory ?? site) + "/ACT/Applications/TSOA.yaml"
      let old = try String(contentsOfFile: file, encoding: .utf8)
      let new = old.replacing(
        #/Session description: .*/#, with: "Session description:        \(text)")
      try Data(new.utf8).write(to: URL(filePath: file))
    }

    /// Waits until tables were taken over once more.
    func loaded() throws {
      loads += 1
      _ = try server.log(until: "TPXL9002", times: loads)
      // Several steps of one change may be told one by one.
      loads = try server.log().components(separatedBy: "TPXL9002").count - 1
    }
  }

  @Test func `a folder that is new is watched from then on`() throws {
    let rig = try Rig()
    try Self.manager.createDirectory(
      atPath: rig.path("ACT/Profiles"), withIntermediateDirectories: false)
    for minutes in 5...7 {
      try rig.write("Stage 1 Timeout: \(minutes)\n", "ACT/Profiles/DEFAULT.yaml")
      try rig.loaded()
    }
    try rig.write("Stage 1 Timeouty: 5\n", "ACT/Profiles/DEFAULT.yaml")
    let log = try rig.server.log(until: "TPXL9003")
    #expect(log.contains("did you mean \"Stage 1 Timeout\"?"), "the hint is in the log too")
  }

  @Test(arguments: ["ACT/Users", "ACT/Applications", "Screens", "ACT"])
  func `a folder that another took the place of is watched again`(name: String) throws {
    let rig = try Rig()
    for round in 1...2 {
      let new = rig.path(name + ".new")
      try Self.manager.copyItem(atPath: rig.path(name), toPath: new)
      try Self.manager.moveItem(atPath: rig.path(name), toPath: rig.folder.path + "/old\(round)")
      try Self.manager.moveItem(atPath: new, toPath: rig.path(name))
      for again in 1...2 {
        if name == "ACT/Users" {
          try rig.write(
            "Operator: Y\nStage 1 Timeout: \(round * 10 + again)\n", "ACT/Users/ADMIN.yaml")
        } else if name == "Screens" {
          let panel = try String(contentsOfFile: rig.path("Screens/TEN0041.panel"), encoding: .utf8)
          try rig.write(
            panel.replacing(
              #/Cmd Help */#, with: "Cmd Help" + String(repeating: " ", count: again)),
            "Screens/TEN0041.panel")
        } else {
          try rig.describe("round \(round) \(again)")
        }
        try rig.loaded()
      }
    }
  }

  @Test func `a release is switched by its link`() throws {
    let rig = try Rig("release-1", link: "current")
    for number in 2...3 {
      let release = rig.folder.path + "/release-\(number)"
      try Self.manager.copyItem(atPath: rig.folder.path + "/release-1", toPath: release)
      try rig.describe("release \(number)", in: release)
      let link = rig.folder.path + "/new"
      try Self.manager.createSymbolicLink(
        atPath: link, withDestinationPath: "release-\(number)")
      #expect(rename(link, rig.site) == 0)
      try rig.loaded()
      try rig.describe("release \(number), changed", in: release)
      try rig.loaded()
    }
  }

  @Test func `a linked folder and a linked file are followed`() throws {
    let rig = try Rig()
    for number in 1...2 {
      let folder = rig.folder.path + "/profiles-\(number)"
      try Self.manager.createDirectory(atPath: folder, withIntermediateDirectories: false)
      try Data("Stage 1 Timeout: \(number)\n".utf8).write(
        to: URL(filePath: folder + "/DEFAULT.yaml"))
      let link = rig.folder.path + "/new"
      try Self.manager.createSymbolicLink(atPath: link, withDestinationPath: folder)
      #expect(rename(link, rig.path("ACT/Profiles")) == 0)
      try rig.loaded()
      try Data("Stage 1 Timeout: \(number)0\n".utf8).write(
        to: URL(filePath: folder + "/DEFAULT.yaml"))
      try rig.loaded()
    }
    let shared = try rig.folder.write("Stage 1 Timeout: 1\n", to: "shared.yaml")
    try Self.manager.createSymbolicLink(
      atPath: rig.path("ACT/Users/BOB.yaml"), withDestinationPath: shared)
    try rig.loaded()
    for minutes in 2...3 {
      try rig.folder.write("Stage 1 Timeout: \(minutes)\n", to: "shared.yaml")
      try rig.loaded()
    }
  }

  @Test func `an editor that renames is seen, and one that writes behind our back`() throws {
    let rig = try Rig()
    for round in 1...2 {
      let text = "Operator: Y\nStage 1 Timeout: \(round)\n"
      try Data(text.utf8).write(
        to: URL(filePath: rig.path("ACT/Users/ADMIN.yaml")), options: .atomic)
      try rig.loaded()
    }
    // A write through another name of the file tells the folder nothing.
    let other = rig.folder.path + "/other.yaml"
    #expect(link(rig.path("ACT/Users/ADMIN.yaml"), other) == 0)
    for round in 3...4 {
      let handle = try FileHandle(forWritingTo: URL(filePath: other))
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: Data("Operator: Y\nStage 1 Timeout: \(round)\n".utf8))
      try handle.close()
      try rig.loaded()
    }
  }

  @Test func `what is lost is told, and changes nothing until it is asked for`() throws {
    let rig = try Rig()
    for round in 1...2 {
      let away = rig.folder.path + "/away"
      try Self.manager.moveItem(atPath: rig.path("ACT"), toPath: away)
      _ = try rig.server.log(until: "ACT IS LOST", times: round)
      let reload = try ServerProcess.run(["oper", "reload", "--state", rig.server.state])
      #expect(reload.code == 1, "\(reload.output)")
      #expect(reload.output.contains("the tables stay as they were"))
      try Self.manager.moveItem(atPath: away, toPath: rig.path("ACT"))
      try rig.loaded()
    }
    try Self.manager.removeItem(atPath: rig.path("ACT/Users"))
    _ = try rig.server.log(until: "ACT/Users IS LOST")
    // What changes meanwhile does not count either, and that is told.
    let told = try rig.server.log().components(separatedBy: "ACT/Users IS LOST").count - 1
    try rig.describe("in vain")
    _ = try rig.server.log(until: "ACT/Users IS LOST", times: told + 1)
    #expect(try rig.server.ask("oper", "reload").contains("4 applications are in force"))
    try rig.loaded()
    try rig.describe("goes on")
    try rig.loaded()
  }
}
