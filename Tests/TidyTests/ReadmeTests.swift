import Foundation
import TestSupport
import Testing

@Suite struct ReadmeTests {
  @Test func `README's map names each folder of Sources once`() throws {
    let readme = try Repository.text("README.md")
    let named = readme.split(separator: "\n").filter { $0.hasPrefix("| `Sources/") }
      .flatMap { $0.dropFirst(11).prefix { $0 != "`" }.split(separator: " ").map(String.init) }
    let sources = Repository.root.appending(path: "Sources").resolvingSymlinksInPath()
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path())
    // Folders of C are libraries of others, and what the platform lacks.
    let ours = folders.filter {
      !["COpenSSL", "CZlib", "CSQLite", "CYAML", "CSodium"].contains($0)
    }
    .filter { !["CPAM", "CPKCS11", "CPlatform"].contains($0) }
    #expect(named.sorted() == ours.sorted())
  }
}
