import Foundation
import TestSupport
import Testing

/// A site and its state saved while the server runs, and put back.
@Suite struct BackupTests {
  private func contents(_ folder: String) throws -> [String: Data] {
    var all: [String: Data] = [:]
    for name in ["ACT", "Screens"] {
      let walk = FileManager.default.enumerator(atPath: folder + "/" + name)
      while let path = walk?.nextObject() as? String {
        let file = "\(folder)/\(name)/\(path)"
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory)
        if !isDirectory.boolValue {
          all["\(name)/\(path)"] = try Data(contentsOf: URL(filePath: file))
        }
      }
    }
    return all
  }

  @Test func `what was saved of a running server serves on another machine`() throws {
    let site = try TestSite()
    try site.application("SAVED", host: "builtin:cics")
    let server = try ServerProcess(site: site.path)
    let added = try ServerProcess.run(
      ["racf", "--state", server.state],
      input: """
        ADDUSER BOB PASSWORD(SECRET88) NOEXPIRED
        PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(\(ServerProcess.user)) ACCESS(UPDATE)
        SETROPTS RACLIST(PTKTDATA) REFRESH

        """)
    #expect(added.code == 0, "\(added.output)")
    let folder = try TemporaryFolder()
    let file = folder.path + "/backup.tar"
    let saved = try ServerProcess.run(
      ["backup", file, "--keys", "--site", site.path, "--state", server.state])
    #expect(saved.code == 0, "\(saved.output)")
    #expect(
      try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: server.state).allSatisfy {
        !$0.hasPrefix("backup")
      })
    // What comes after the backup is not in it.
    _ = try ServerProcess.run(["racf", "--state", server.state], input: "ADDUSER LATE\n")

    let (newSite, newState) = (folder.path + "/site", folder.path + "/state")
    let options = ["--site", newSite, "--state", newState]
    let restored = try ServerProcess.run(["restore", file] + options)
    #expect(restored.code == 0, "\(restored.output)")
    #expect(restored.output.contains("0 h 0 min old"))
    #expect(try contents(newSite) == contents(site.path))
    let other = try ServerProcess(site: newSite, state: newState)
    #expect(try other.ask("racf", "LISTUSER", "BOB").contains("BOB"))
    #expect(!(try other.ask("racf", "LISTUSER", "LATE").contains("USER=LATE")))
    // Tickets are made: the keys are the old ones.
    let ticket = try ServerProcess.run(
      [
        "ticket", "generate", "--user", "BOB", "--appl", "CICSA", "--as", ServerProcess.user,
        "--state", newState,
      ])
    #expect(ticket.code == 0, "\(ticket.output)")
    // A server that runs is left alone.
    let again = try ServerProcess.run(["restore", file, "--replace"] + options)
    #expect(again.code == 1 && again.output.contains("a server already runs"))
    #expect(other.stop() == 0 && server.stop() == 0)

    // What is there is replaced only where that was said, and kept.
    let refused = try ServerProcess.run(["restore", file] + options)
    #expect(refused.code == 1 && refused.output.contains("there already; --replace"))
    let replaced = try ServerProcess.run(["restore", file, "--replace"] + options)
    #expect(replaced.code == 0, "\(replaced.output)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: newState).contains {
        $0.hasPrefix("security.db.before-")
      })
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: newSite).contains {
        $0.hasPrefix("ACT.before-")
      })
    #expect(try contents(newSite) == contents(site.path))
  }

  @Test func `a broken backup, or one without its keys, changes nothing`() throws {
    let server = try ServerProcess()
    #expect(server.stop() == 0)
    let folder = try TemporaryFolder()
    let file = folder.path + "/backup.tar"
    let root = Repository.root.path()
    let saved = try ServerProcess.run(["backup", file, "--site", root, "--state", server.state])
    #expect(saved.code == 0, "\(saved.output)")
    let options = ["--site", folder.path + "/site", "--state", folder.path + "/state"]
    func restore() throws -> String {
      let result = try ServerProcess.run(["restore", file] + options)
      #expect(result.code == 1)
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/site/ACT"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/state/security.db"))
      return result.output
    }
    #expect(try restore().contains("neither in the backup nor in"))
    let whole = try Data(contentsOf: URL(filePath: file))
    var broken = whole
    broken[whole.count - 3000] ^= 1
    try broken.write(to: URL(filePath: file))
    #expect(try restore().contains("is not what was written: security.db"))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: file))
    #expect(try restore().contains("cut short"))
    try Data("no archive".utf8).write(to: URL(filePath: file))
    #expect(try restore().contains(file))
    // With the old keys beside it, it is one.
    try whole.write(to: URL(filePath: file))
    for key in ["des-mk.key", "aes-mk.key", "local.key"] {
      try FileManager.default.copyItem(
        atPath: server.state + "/" + key, toPath: folder.path + "/state/" + key)
    }
    let restored = try ServerProcess.run(["restore", file] + options)
    #expect(restored.code == 0, "\(restored.output)")
  }
}
