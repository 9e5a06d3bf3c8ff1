import Foundation
import Platform
import Server
import Syntax
import TestSupport
import Testing

/// Decks that change a site's files: all of them or none.
@Suite struct TableLoadTests {
  /// A site in a directory of its own, which goes with it.
  private final class Folder {
    let path: String

    init() throws {
      path = NSTemporaryDirectory() + "tables-" + UUID().uuidString
      try write("ACT/System.yaml", "Menu key: PF24 # all\n")
      try write("ACT/Applications/TSOA.yaml", "Application-ID: TSOA\nHost: builtin:cics\n")
      try write("ACT/Users/BOB.yaml", "Menu key: PF22 # his\n")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ file: String, _ text: String) throws {
      let folder = (path + "/" + file as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      try text.write(toFile: path + "/" + file, atomically: true, encoding: .utf8)
    }

    func text(_ file: String) -> String? {
      try? String(contentsOfFile: path + "/" + file, encoding: .utf8)
    }

    /// The file's own number, which a file that takes its place has not.
    func number(_ file: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path + "/" + file)[.systemFileNumber] as? Int
    }

    func names(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
    }

    func load(_ deck: String, isTrial: Bool = false) -> TableLoad.Answer {
      TableLoad(path).load(SourceText(path: "deck", text: deck), isTrial: isTrial)
    }
  }

  @Test func `a deck changes files, and a trial says what it would`() throws {
    let folder = try Folder()
    let deck = "UPDATE USER (B* (Menu key(PF21)))\nADD USER (ANN)\n"
    let trial = folder.load(deck, isTrial: true)
    #expect(
      trial.lines == [
        "ACT/Users/ANN.yaml  a new file", "ACT/Users/BOB.yaml  Menu key: PF22 -> PF21",
        "2 files to change; nothing is changed",
      ])
    #expect(!trial.isFailed && folder.text("ACT/Users/BOB.yaml") == "Menu key: PF22 # his\n")
    #expect(folder.text("ACT/Users/ANN.yaml") == nil)
    #expect(folder.load(deck).lines.last == "2 files changed")
    #expect(folder.text("ACT/Users/BOB.yaml") == "Menu key: PF21 # his\n")
    #expect(folder.text("ACT/Users/ANN.yaml") == "{}\n")
    // Twice: the first statement changes nothing any more, the second cannot be done again.
    let again = folder.load(deck)
    #expect(again.isFailed && again.lines.last == "1 fault: nothing is changed")
  }

  @Test func `what the site's check refuses changes nothing`() throws {
    let folder = try Folder()
    let answer = folder.load(
      "ADD ACT (CICSA (Application-ID(CICSA)) (Host(builtin:cics)))\n"
        + "UPDATE USER (BOB (Menu key(PF99)))\n")
    #expect(answer.isFailed)
    #expect(answer.lines[0].contains("`PF99` is not a value of \"Menu key\""))
    #expect(folder.text("ACT/Applications/CICSA.yaml") == nil)
    // A site that is broken already may be mended.
    try folder.write("ACT/Users/BOB.yaml", "Menu key: PF99\n")
    #expect(!folder.load("ADD USER (ANN)\n").isFailed)
    #expect(!folder.load("UPDATE USER (BOB (Menu key(PF9)))\n").isFailed)
    #expect(folder.text("ACT/Users/BOB.yaml") == "Menu key: PF9\n")
  }

  @Test func `where a file cannot be written, those before it are as they were`() throws {
    let folder = try Folder()
    // The folder of masks is a file: nothing can be written below it.
    try folder.write("ACT/Masks", "in the way\n")
    let before = try folder.number("ACT/Applications/TSOA.yaml")
    let answer = folder.load(
      "UPDATE ACT (TSOA (Menu position(7)))\nADD MASK (LUS (TN#(A#)))\nDELETE USER (BOB)\n")
    #expect(answer.isFailed && answer.lines.last?.hasSuffix("; nothing is changed") == true)
    #expect(
      folder.text("ACT/Applications/TSOA.yaml") == "Application-ID: TSOA\nHost: builtin:cics\n")
    #expect(folder.text("ACT/Users/BOB.yaml") == "Menu key: PF22 # his\n")
    // Every byte is written before the first file is another: it was never put in its place, nor taken back.
    #expect(try folder.number("ACT/Applications/TSOA.yaml") == before)
    #expect(try folder.names("ACT/Applications") == ["TSOA.yaml"])
  }

  @Test func `a clash in a file of the deck is refused, and one in another file is not`() throws {
    let folder = try Folder()
    let own = "ADD USERSESSION (BOB TSOA (Session key(PF5)))\n"
    #expect(!folder.load(own).isFailed)
    #expect(!folder.load("UPDATE SYSTEM ((Tag key(PF5)))\n").isFailed)
    #expect(!folder.load("UPDATE USER (BOB (Menu key(PF9)))\n").isFailed)
    let answer = folder.load("UPDATE USER (BOB (Jump key(PF5)))\n")
    #expect(answer.isFailed && answer.lines[0].contains("PF5 is"))
  }

  @Test func `what was extracted is taken by another site, comments and all`() throws {
    let (folder, other) = (try Folder(), try Folder())
    try other.write("ACT/Users/BOB.yaml", "Menu key: PF1\n")
    let lines = TableLoad(folder.path).extract(mask: nil, isDeck: false).lines
    #expect(lines.first == "--- # ACT/Applications/TSOA.yaml")
    #expect(!other.load(lines.joined(separator: "\n")).isFailed)
    #expect(other.text("ACT/Users/BOB.yaml") == "Menu key: PF22 # his\n")
    #expect(TableLoad(folder.path).extract(mask: "A----------------------", isDeck: true).isFailed)
    #expect(TableLoad(folder.path + "/no").extract(mask: nil, isDeck: true).lines == [])
  }
}
