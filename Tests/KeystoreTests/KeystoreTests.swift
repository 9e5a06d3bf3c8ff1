import Crypto
import Keystore
import Names
import Testing

@Suite struct KeystoreTests {
  @Test func `a key works only with its card, present, and under its master key`() throws {
    let label = try #require(KeyLabel("A.KEY"))
    let card = SoftwareCard(masterKey: try Random.secret(count: 32), isOnline: true)
    let other = SoftwareCard(masterKey: try Random.secret(count: 32), isOnline: true)
    let token = try card.protect(
      Secret(copying: [1, 2, 3, 4, 5, 6, 7, 8]), label: label, kind: .des)
    func block(_ card: SoftwareCard) -> Result<UInt64, ServiceFailure> {
      Result { () throws(ServiceFailure) in
        try card.withDES(token) { (encipher) throws(ServiceFailure) in try encipher(0) }
      }
    }
    let des = try DES(key: Secret(copying: [1, 2, 3, 4, 5, 6, 7, 8]))
    let expected = try des.encipher(0)
    #expect(block(card) == .success(expected))
    #expect(block(other) == .failure(.otherMasterKey))
    card.set(isOnline: false)
    #expect(block(card) == .failure(.notAvailable))
    card.set(isOnline: true)
    #expect(block(card) == .success(expected))
  }
}
