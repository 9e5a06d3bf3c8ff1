/// Reed-Solomon codes over bytes, as QR codes have them (ISO/IEC 18004 7.5.2).
struct ErrorCorrection {
  private let field = ByteField()
  /// The generator's coefficients, the highest power's 1 left out.
  private let generator: [UInt8]

  /// `count`: bytes of error correction of a block.
  init(count: Int) {
    var generator = [UInt8](repeating: 0, count: count)
    generator[count - 1] = 1
    for power in 0..<count {
      let root = field.power(power)
      for index in 0..<count {
        generator[index] =
          field.product(generator[index], root)
          ^ (index + 1 < count ? generator[index + 1] : 0)
      }
    }
    self.generator = generator
  }

  /// The bytes that follow a block's data.
  func codewords(_ data: ArraySlice<UInt8>) -> [UInt8] {
    var rest = [UInt8](repeating: 0, count: generator.count)
    for byte in data {
      let factor = byte ^ rest[0]
      for index in rest.indices {
        rest[index] =
          field.product(generator[index], factor)
          ^ (index + 1 < rest.count ? rest[index + 1] : 0)
      }
    }
    return rest
  }
}

/// The field of bytes modulo x^8 + x^4 + x^3 + x^2 + 1.
struct ByteField {
  /// Powers of 2, of which each byte but 0 is one.
  private let powers: [UInt8]
  private let logarithms: [Int]

  init() {
    var powers: [UInt8] = []
    var logarithms = [Int](repeating: 0, count: 256)
    var value = 1
    for power in 0..<255 {
      powers.append(UInt8(value))
      logarithms[value] = power
      value <<= 1
      if value > 255 { value ^= 0x11D }
    }
    self.powers = powers
    self.logarithms = logarithms
  }

  /// 2 to a power from 0 to 254.
  func power(_ exponent: Int) -> UInt8 { powers[exponent] }

  func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
    guard left != 0, right != 0 else { return 0 }
    return powers[(logarithms[Int(left)] + logarithms[Int(right)]) % 255]
  }
}
