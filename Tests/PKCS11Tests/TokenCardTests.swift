import Foundation
import PKCS11
import Testing

@Suite struct TokenCardTests {
  @Test func `a module that is none says so`() throws {
    let text = FileManager.default.temporaryDirectory.appending(path: "no-module-\(UUID()).so")
    try Data("no module".utf8).write(to: text)
    defer { try? FileManager.default.removeItem(at: text) }
    for path in ["/nowhere/module.so", text.path()] {
      do {
        _ = try TokenCard(module: path, label: "CARD", pinFile: "/nowhere") { _, _ in }
        Issue.record("\(path) was taken")
      } catch {
        #expect(error.call == "dlopen")
        #expect(error.description.contains(path))
      }
    }
  }
}
