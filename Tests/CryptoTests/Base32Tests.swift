import Crypto
import Testing

/// Secrets as people type them into the programs that make their codes.
@Suite struct Base32Tests {
  private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }
  private func text(_ secret: borrowing Secret) -> String {
    secret.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// RFC 4648 10, without padding.
  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
    ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
  ]) func `the RFC's texts come out, and go back`(plain: String, coded: String) throws {
    #expect(text(Base32.encode(secret(plain))) == coded)
    let back = Base32.decode(secret(coded)).map { text($0.secret) }
    #expect(back == plain)
    let padded = Base32.decode(secret(coded.lowercased() + "==")).map { text($0.secret) }
    #expect(padded == plain)
  }

  @Test func `for people it is in groups of four`() {
    let secret = secret("12345678901234567890")
    #expect(
      text(Base32.encode(secret, isGrouped: true)) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
    let back = Base32.decode(Base32.encode(secret, isGrouped: true)).map { text($0.secret) }
    #expect(back == "12345678901234567890")
    #expect(text(Base32.encode(self.secret("fo"), isGrouped: true)) == "MZXQ")
    #expect(text(Base32.encode(self.secret(""), isGrouped: true)).isEmpty)
  }

  @Test(arguments: ["M1", "MY!", "MZ", "M\u{E9}", "MZXX"]) func `anything else is none`(
    typed: String
  ) {
    // The bits that are left over are not zero, or a character is none of base32.
    let isNone = Base32.decode(secret(typed)) == nil
    #expect(isNone)
  }
}
