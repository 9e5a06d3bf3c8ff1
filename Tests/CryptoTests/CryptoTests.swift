import Testing

@testable import Crypto

@Suite struct CryptoTests {
  @Test func `single DES gives the textbook block`() throws {
    let des = try DES(key: Secret(copying: [0x13, 0x34, 0x57, 0x79, 0x9B, 0xBC, 0xDF, 0xF1]))
    let block = try des.encipher(0x0123_4567_89AB_CDEF)
    #expect(block == 0x85E8_1354_0F0A_B405)
  }

  @Test func `parity bits are not part of a DES key`() throws {
    let odd = try DES(key: Secret(copying: [1, 1, 1, 1, 1, 1, 1, 1]))
    let even = try DES(key: Secret(copying: [0, 0, 0, 0, 0, 0, 0, 0]))
    let blocks = [try odd.encipher(42), try even.encipher(42)]
    #expect(blocks[0] == blocks[1])
  }

  @Test func `a wrapped key comes back only under its own key`() throws {
    let master = try Random.secret(count: 32)
    let other = try Random.secret(count: 32)
    for count in [8, 32, 63, 64, 256] {
      let key = try Random.secret(count: count)
      let wrapped = try KeyWrap.wrap(key, under: master)
      let back = try KeyWrap.unwrap(wrapped, under: master)
      let same = back.isEqual(to: key)
      #expect(same)
      #expect(throws: CryptoError.self) {
        let wrong = try KeyWrap.unwrap(wrapped, under: other)
        #expect(wrong.count == 0)
      }
    }
  }

  @Test func `a password hash knows its password`() throws {
    let hash = try PasswordHash.make(Secret(copying: Array("CORRECT".utf8)))
    #expect(hash.hasPrefix("$argon2id$"))
    let right = PasswordHash.verify(Secret(copying: Array("CORRECT".utf8)), against: hash)
    let wrong = PasswordHash.verify(Secret(copying: Array("WRONG".utf8)), against: hash)
    #expect(right && !wrong)
  }

  @Test func `HMAC-SHA-512 gives the code of RFC 4231 case 2`() throws {
    let key = Secret(copying: Array("Jefe".utf8))
    let code = try HMACSHA512.code(Array("what do ya want for nothing?".utf8), key: key)
    #expect(code.prefix(8) == [0x16, 0x4B, 0x7A, 0x7B, 0xFC, 0xF8, 0x19, 0xE2])
  }

  @Test func `a secret may be as long as somebody types`() {
    let long = Secret(copying: [UInt8](repeating: 0x41, count: 100_000))
    let (count, last) = (long.count, long[99_999])
    #expect(count == 100_000 && last == 0x41)
    let copy = long.copy()
    let same = copy.isEqual(to: long)
    #expect(same)
  }

  @Test func `a secret is made though the kernel has no map left`() {
    let secret = Secret(count: 3, guarded: { _ in nil }) { $0.copyBytes(from: [1, 2, 3]) }
    let bytes = secret.withBytes { Array($0) }
    #expect(bytes == [1, 2, 3])
  }
}
