import Crypto
import Keystore
import Testing

@testable import Server

@Suite struct MasterKeyPartsTests {
  private func parts(_ text: String) throws -> MasterKeyParts {
    try MasterKeyParts(WipedText(copying: Array(text.utf8)).slice)
  }

  @Test func `parts of a key make it by exclusive or`() throws {
    let text = """
      # part 1 of 2
      DES-MK \(String(repeating: "0F", count: 32))
      AES-MK \(String(repeating: "AA", count: 32))

      DES-MK \(String(repeating: "f1", count: 32))
      """
    let keys = try parts(text).keys
    let (des, aes) = (try #require(keys[.des]), try #require(keys[.aes]))
    #expect((0..<32).map { des.secret[$0] } == [UInt8](repeating: 0xFE, count: 32))
    #expect((0..<32).map { aes.secret[$0] } == [UInt8](repeating: 0xAA, count: 32))
  }

  @Test(arguments: ["", "# nothing", "DES-MK 00", "DES-MK", "RSA-MK 00", "DES-MK 0 0"])
  func `what is no part is refused, and never repeated`(text: String) throws {
    do {
      _ = try parts(text)
      Issue.record("it was taken")
    } catch {
      #expect(!"\(error)".contains("RSA"))
    }
  }
}
