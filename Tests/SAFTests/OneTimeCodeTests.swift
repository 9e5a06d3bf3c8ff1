import Crypto
import Testing
import Time

@testable import SAF

/// Codes of RFC 4226 and RFC 6238.
@Suite struct OneTimeCodeTests {
  private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }
  private var key: Secret { secret("12345678901234567890") }

  /// RFC 4226, appendix D.
  @Test func `the codes of the first ten counters`() throws {
    let codes = [
      755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489,
    ]
    for (counter, code) in codes.enumerated() {
      #expect(try OneTimeCode.code(key, step: Int64(counter)) == code)
    }
  }

  /// RFC 6238, appendix B, SHA-1.
  @Test(
    arguments: [
      (59, 94_287_082), (1_111_111_109, 7_081_804), (1_111_111_111, 14_050_471),
      (1_234_567_890, 89_005_924), (2_000_000_000, 69_279_037), (20_000_000_000, 65_353_130),
    ] as [(Int64, Int)]) func `the codes of the RFC's times`(seconds: Int64, code: Int) throws
  {
    let step = OneTimeCode.step(at: WallTime(seconds: seconds))
    #expect(try OneTimeCode.code(key, step: step, digits: 8) == code)
  }

  private func step(_ typed: String, at seconds: Int64) -> Int64? {
    try? OneTimeCode.step(of: secret(typed), from: key, at: WallTime(seconds: seconds))
  }

  @Test func `a code is good for its step, and for those beside it`() {
    // 287082 is of the step from 30 to 60.
    #expect(step("287082", at: 30) == 1 && step("287 082", at: 59) == 1)
    #expect(step("287082", at: 0) == 1 && step("287082", at: 89) == 1)
    #expect(step("287082", at: 90) == nil)
    #expect(step("755224", at: 59) == 0 && step("755224", at: 60) == nil)
    // Leading zeros are digits, and a clock before 1970 has no steps.
    #expect(step("081804", at: 1_111_111_109) == 37_037_036)
    #expect(step("755224", at: -1_000_000) == 0)
    #expect(step("755224", at: .min) == 0 && step("755224", at: .max) == nil)
  }

  @Test(arguments: [
    "", "28708", "2870820", "28708x", "+87082", " 287082  ", "287082         ", "\u{0661}\u{0662}",
  ]) func `what is no six digits is no code`(typed: String) { #expect(step(typed, at: 45) == nil) }
}
