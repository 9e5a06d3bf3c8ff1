import Foundation
import TestSupport
import Testing

/// Keys and master keys that go from one system to another, by the commands that remedies name.
@Suite struct KeyTransportTests {
  private func run(
    _ words: [String], _ state: String, input: String = ""
  ) throws -> (output: String, code: Int32) {
    try ServerProcess.run(words + ["--state", state], input: input)
  }

  @Test func `keys and master keys of one server make another one work`() throws {
    let (here, there) = (try ServerProcess(), try ServerProcess())
    let folder = NSTemporaryDirectory() + "turnstile-keys-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let added = try run(
      ["kgup"], here.state,
      input: "ADD LABEL(SHARED.KEY) TYPE(DATA) CLEAR,\n  KEY(E001193519561977)\n")
    #expect(added.code == 0 && added.output.contains("key check value A13386"))
    let file = folder + "/keys"
    let phrase = "a passphrase of many words\n"
    #expect(
      try run(["keys", "export", file, "SHARED.KEY"], here.state, input: "short\n").code == 1)
    let out = try run(["keys", "export", file, "SHARED.KEY"], here.state, input: phrase)
    #expect(out.code == 0 && out.output.hasPrefix("SHARED.KEY DATA\n"), "\(out.output)")
    #expect(try run(["keys", "export", file], here.state, input: phrase).code == 1, "it is there")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(!text.contains("E001193519561977"))
    let wrong = try run(["keys", "import", file], there.state, input: "another passphrase\n")
    #expect(wrong.code == 1 && wrong.output.contains("the passphrase is another"))
    let taken = try run(["keys", "import", file], there.state, input: phrase)
    #expect(taken.output == "SHARED.KEY DATA check value A13386\n" && taken.code == 0)
    #expect(try there.ask("display", "ICSF,KDS").contains("SHARED.KEY"))
    // The CKDS as it is wants the same master keys.
    let copy = folder + "/copy"
    #expect(try run(["keys", "copy", copy, "SHARED.KEY"], here.state).code == 0)
    let refused = try run(["keys", "import", copy, "--replace"], there.state)
    #expect(refused.code == 1 && refused.output.contains("turnstile card load-master-key"))
    let parts = try run(["card", "split-master-key", "--parts", "3"], here.state)
    #expect(parts.output.components(separatedBy: "DES-MK ").count == 4)
    let other = try run(["card", "load-master-key"], there.state, input: parts.output)
    #expect(other.code == 1 && other.output.contains("the CKDS was written under"))
    for server in [here, there] {
      let secrets = parts.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
        .map { String($0.dropFirst(7)) }
      let log = try server.log()
      for secret in secrets + ["E001193519561977", "a passphrase of many words"] {
        #expect(!log.contains(secret))
      }
    }
  }

  @Test func `an empty CKDS takes master keys, and then a copy`() throws {
    let here = try ServerProcess()
    let state = NSTemporaryDirectory() + "turnstile-state-" + UUID().uuidString
    let copy = state + "-copy"
    defer { for path in [state, copy] { try? FileManager.default.removeItem(atPath: path) } }
    #expect(try run(["keys", "copy", copy], here.state).code == 0)
    try FileManager.default.createDirectory(
      atPath: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let parts = try run(["card", "split-master-key"], here.state)
    let loaded = try run(["card", "load-master-key"], state, input: parts.output)
    #expect(loaded.output.hasPrefix("DES-MK verification pattern "), "\(loaded.output)")
    let shown = try here.ask("display", "ICSF,MKS")
    for line in loaded.output.split(separator: "\n") {
      #expect(shown.contains(String(line.suffix(16))))
    }
    let taken = try run(["keys", "import", copy], state)
    #expect(taken.code == 0 && taken.output.contains("IRR.PASSTICKET.CICSA.HMAC HMAC check value "))
  }

  @Test func `two tokens with the same parts have the same master keys`() throws {
    let parts =
      "DES-MK \(String(repeating: "1F", count: 32))\n"
      + "AES-MK \(String(repeating: "2E", count: 32))\n"
    var patterns: Set<String> = []
    for _ in 0..<2 {
      let token = try TokenServer()
      let words = ["card", "load-master-key", try token.directAddress]
      let loaded = try ServerProcess.run(words, input: parts, environment: token.environment)
      #expect(loaded.output.hasPrefix("DES-MK verification pattern "), "\(loaded.output)")
      patterns.insert(loaded.output)
      let again = try ServerProcess.run(words, input: parts, environment: token.environment)
      #expect(again.code == 1 && again.output.contains("TURNSTILE."))
    }
    #expect(patterns.count == 1)
  }

  @Test func `a wrong PIN is mended without a restart, and a PIN that others may read is refused`()
    throws
  {
    let token = try TokenServer()
    let address = try token.address
    let made = try ServerProcess.run(
      ["card", "create-master-key", address], environment: token.environment)
    #expect(made.code == 0, "\(made.output)")
    let file = try #require(address.split(separator: ":").last.map(String.init))
    let pin = try String(contentsOfFile: file, encoding: .utf8)
    func write(_ text: String, _ rights: Int) throws {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: rights], ofItemAtPath: file)
    }
    let site = try TestSite()
    try site.system(["Crypto card 1: \"\(address)\""])
    let server = try ServerProcess(site: site.path, environment: token.environment)
    func cards(until text: String) throws -> String {
      let deadline = Date().addingTimeInterval(15)
      var shown = ""
      repeat {
        shown = try server.ask("display", "ICSF,CARDS")
      } while !shown.contains(text)
        && Date() < deadline
      return shown
    }
    #expect(try cards(until: "STATUS=Active").contains("STATUS=Active"))
    try token.stop()
    #expect(try cards(until: "Offline").contains("Offline"))
    try write("0000", 0o600)
    try token.start()
    #expect(try cards(until: "the PIN is wrong").contains("the PIN is wrong"))
    try write(pin, 0o644)
    #expect(try cards(until: "others may read it").contains("others may read it"))
    try write(pin, 0o600)
    #expect(try cards(until: "STATUS=Active").contains("STATUS=Active"))
  }
}
