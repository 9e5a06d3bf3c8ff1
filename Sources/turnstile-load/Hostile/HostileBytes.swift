/// Byte sequences that attackers of either side use (RFC 854, RFC 2355).
enum HostileBytes {
  static let eor: [UInt8] = [0xFF, 0xEF]

  /// `IAC SB option content IAC SE`.
  static func subnegotiation(_ option: UInt8, _ content: [UInt8]) -> [UInt8] {
    [0xFF, 0xFA, option] + content + [0xFF, 0xF0]
  }

  /// TN3270E's subnegotiation.
  static func tn3270E(_ content: [UInt8]) -> [UInt8] { subnegotiation(0x28, content) }

  /// A TN3270E record of a data type.
  static func record(type: UInt8, _ payload: [UInt8], sequence: UInt16 = 0) -> [UInt8] {
    [type, 0, 0, UInt8(sequence >> 8), UInt8(truncatingIfNeeded: sequence)] + payload + eor
  }

  /// A 3270-DATA record.
  static func data(_ payload: [UInt8]) -> [UInt8] { record(type: 0, payload) }

  /// A key with the cursor at 0.
  static func key(_ aid: UInt8) -> [UInt8] { data([aid, 0x40, 0x40]) }

  static let enter = key(0x7D)
  static let pf1 = key(0xF1)

  static func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * count)
    for _ in 0..<count { result += bytes }
    return result
  }

  /// A structured field that claims a length of its own.
  static func field(length: Int, _ content: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)] + content
  }

  /// What breaks a rule and ends a connection; most are small enough to follow a record in one read.
  static let violations: [(name: String, bytes: [UInt8])] = [
    ("a header cut short", [0x01, 0xFF, 0xEF]),
    ("a data type that is never received", record(type: 0x03, [0x31])),
    ("WONT TN3270E", [0xFF, 0xFC, 0x28]),
    ("101 negotiations", repeated([0xFF, 0xFB, 0x63], 101)),
    ("a subnegotiation of 1,100 bytes", subnegotiation(0x18, repeated([0x41], 1100))),
    ("a record of 40,000 bytes", data(repeated([0x40], 40_000))),
  ]

  /// Numbers that look random and are the same in each run: xorshift.
  static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 32)
    }
  }
}
