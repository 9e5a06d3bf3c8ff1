import Foundation
import TestSupport
import Testing

/// Manual pages and completions, looked at by the programs that read them.
@Suite struct ManualPageTests {
  private static func run(_ program: String, _ arguments: [String]) throws -> (
    said: String, code: Int32
  )? {
    guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let (out, error) = (Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = error
    try process.run()
    _ = out.fileHandleForReading.readDataToEndOfFile()
    let said = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: said, as: UTF8.self), process.terminationStatus)
  }

  @Test func `every command has a manual page that man and mandoc read without a word`() throws {
    let folder = try TemporaryFolder()
    let made = try ServerProcess.run(["manual", "--man", folder.path])
    #expect(made.code == 0 && made.output.isEmpty, "\(made.output)")
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for page in [
      "turnstile.1", "turnstile-serve.1", "turnstile-oper.1",
      "turnstile-card-online.1", "turnstile-backup.1",
    ] {
      #expect(pages.contains(page))
    }
    for page in pages {
      let path = folder.path + "/" + page
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains(".Sh NAME\n") && text.contains(".Sh SYNOPSIS\n"))
      if let man = try Self.run(
        "/usr/bin/man", ["-l", "--warnings", "-E", "UTF-8", "-Tutf8", path])
      {
        #expect(man.code == 0 && man.said.isEmpty, "\(page): \(man.said)")
      }
      if let mandoc = try Self.run("/usr/bin/mandoc", ["-T", "lint", "-W", "error", path]) {
        #expect(mandoc.code == 0, "\(page)")
      }
      // Each page that is named is there.
      for line in text.split(separator: "\n")
      where line.hasPrefix(".Xr ") || line.hasPrefix(".It Xr ") {
        let words = line.split(separator: " ")
        let name = words[(words.firstIndex { $0 == "Xr" || $0 == ".Xr" } ?? -1) + 1]
        #expect(pages.contains("\(name).1"), "\(page) names \(name)")
      }
    }
  }

  @Test func `completions are scripts of their shells, and know the commands`() throws {
    let folder = try TemporaryFolder()
    #expect(try ServerProcess.run(["manual", "--completions", folder.path]).code == 0)
    for (name, shell) in [
      ("turnstile", "/bin/bash"), ("_turnstile", "/usr/bin/zsh"),
      ("turnstile.fish", "/usr/bin/fish"),
    ] {
      let text = try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
      #expect(text.contains("diagnose") && text.contains("backup"))
      if let checked = try Self.run(shell, ["-n", folder.path + "/" + name]) {
        #expect(checked.code == 0, "\(name): \(checked.said)")
      }
    }
  }

  @Test func `manual without a page says which there are`() throws {
    let none = try ServerProcess.run(["manual"])
    #expect(none.code == 64 && none.output.contains("figures"))
    let nowhere = try ServerProcess.run(["manual", "--man", "/nowhere/at/all"])
    #expect(nowhere.code == 1)
    #expect(try ServerProcess.run(["manual", "figures"]).output.contains("turnstile_terminals"))
  }
}
