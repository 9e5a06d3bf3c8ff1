import Crypto
import Keystore
import Names
import Testing

@Suite struct KeystoreTests {
  private func makeCard() throws -> SoftwareCard {
    SoftwareCard(
      desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32), isOnline: true)
  }

  private func block(_ card: SoftwareCard, _ token: KeyToken) -> Result<UInt64, ServiceFailure> {
    Result { () throws(ServiceFailure) in
      try card.withDES(token) { (encipher) throws(ServiceFailure) in try encipher(0) }
    }
  }

  private func code(_ card: SoftwareCard, _ token: KeyToken) -> Result<[UInt8], ServiceFailure> {
    Result { () throws(ServiceFailure) in
      try card.withHMAC(token) { (sign) throws(ServiceFailure) in try sign([]) }
    }
  }

  @Test func `a key works only with its card, present, and under its master key`() throws {
    let label = try #require(KeyLabel("A.KEY"))
    let (card, other) = (try makeCard(), try makeCard())
    let token = try card.protect(
      Secret(copying: [1, 2, 3, 4, 5, 6, 7, 8]), label: label, kind: .des)
    let des = try DES(key: Secret(copying: [1, 2, 3, 4, 5, 6, 7, 8]))
    let expected = try des.encipher(0)
    #expect(block(card, token) == .success(expected))
    #expect(block(other, token) == .failure(.otherMasterKey))
    card.set(isOnline: false)
    #expect(block(card, token) == .failure(.notAvailable))
    card.set(isOnline: true)
    #expect(block(card, token) == .success(expected))
  }

  @Test func `DES keys are under the DES-MK, HMAC keys under the AES-MK, and types are not mixed`()
    throws
  {
    let label = try #require(KeyLabel("A.KEY"))
    let des = try Random.secret(count: 32)
    let aes = try Random.secret(count: 32)
    let card = SoftwareCard(desKey: des.copy(), aesKey: aes.copy(), isOnline: true)
    // The recovery card got the AES-MK only.
    let half = SoftwareCard(
      desKey: try Random.secret(count: 32), aesKey: aes.copy(), isOnline: true)
    let legacy = try card.protect(try Random.secret(count: 8), label: label, kind: .des)
    let enhanced = try card.protect(try Random.secret(count: 64), label: label, kind: .hmac)
    #expect(card.patterns?.des != card.patterns?.aes)
    #expect(legacy.pattern == card.patterns?.des && enhanced.pattern == card.patterns?.aes)
    #expect(block(half, legacy) == .failure(.otherMasterKey))
    #expect(try code(half, enhanced).get() == code(card, enhanced).get())
    #expect(block(card, enhanced) == .failure(.notDataKey))
    #expect(code(card, legacy) == .failure(.notMACKey))
  }
}
