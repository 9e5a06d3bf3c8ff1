/// The permutations of the time-coder, one a round (z/VM 7.2, The Permutation Tables).
enum Permutation {
  /// Output bit n takes input bit table[n]; bit 1 is the leftmost of 16.
  private static let tables: [[UInt16]] = [
    [10, 2, 12, 4, 14, 6, 16, 8, 9, 1, 11, 3, 13, 5, 15, 7],
    [1, 10, 3, 12, 13, 16, 7, 15, 9, 2, 11, 4, 5, 14, 8, 6],
    [3, 10, 1, 12, 13, 16, 9, 15, 7, 2, 14, 4, 5, 11, 8, 6],
    [10, 4, 12, 2, 14, 8, 16, 6, 9, 1, 13, 3, 11, 5, 15, 7],
    [4, 10, 12, 1, 8, 16, 14, 5, 9, 2, 13, 3, 11, 7, 15, 6],
    [1, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2],
  ]

  /// Permutes the bits as round 0 to 5 does.
  static func apply(_ value: UInt16, round: Int) -> UInt16 {
    tables[round].reduce(0) { $0 << 1 | value >> (16 - $1) & 1 }
  }

  /// Undoes `apply`.
  static func invert(_ value: UInt16, round: Int) -> UInt16 {
    var result: UInt16 = 0
    for (output, input) in tables[round].enumerated() {
      result |= (value >> UInt16(15 - output) & 1) << (16 - input)
    }
    return result
  }
}
