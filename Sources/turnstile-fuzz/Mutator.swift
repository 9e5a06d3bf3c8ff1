/// Makes an input of seeds: one is taken, and then changed, cut, doubled or joined to another.
///
/// The same seed and number make the same input, whatever came before.
struct Mutator {
  private let seeds: [[UInt8]]
  /// Pieces that mean something to the target.
  private let words: [[UInt8]]
  private let seed: UInt64
  private var state: UInt64 = 0

  /// Most bytes of an input; more finds nothing that fewer do not, and takes its time.
  private static let limit = 8 << 10
  /// Values at which something often ends or begins.
  private static let edges: [UInt8] = [0, 1, 0x0F, 0x10, 0x1D, 0x40, 0x7F, 0x80, 0xC1, 0xFE, 0xFF]

  init(seeds: [[UInt8]], words: [[UInt8]], seed: UInt64) {
    self.seeds = seeds.isEmpty ? [[]] : seeds
    self.words = words
    self.seed = seed
  }

  /// The input of a number; the first are the seeds themselves.
  mutating func input(_ number: UInt64) -> [UInt8] {
    if number < UInt64(seeds.count) { return seeds[Int(number)] }
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ number &* 0xD1B5_4A32_D192_ED03
    var bytes = seeds[below(seeds.count)]
    for _ in 0...below(6) { change(&bytes) }
    if bytes.count > Self.limit { bytes.removeLast(bytes.count - Self.limit) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let at = below(bytes.count + 1)
    switch below(10) {
    case 0: if at < bytes.count { bytes[at] ^= 1 << UInt8(below(8)) }
    case 1: if at < bytes.count { bytes[at] = UInt8(below(256)) }
    case 2: if at < bytes.count { bytes[at] = Self.edges[below(Self.edges.count)] }
    case 3: bytes.removeSubrange(range(from: at, in: bytes))
    case 4: bytes.insert(contentsOf: Array(bytes[range(from: at, in: bytes)]), at: at)
    case 5:
      let count = 1 + below(8)
      for _ in 0..<count { bytes.insert(UInt8(below(256)), at: at) }
    case 6:
      if !words.isEmpty { bytes.insert(contentsOf: words[below(words.count)], at: at) }
    case 7: bytes.removeLast(bytes.count - at)
    case 8:
      let other = seeds[below(seeds.count)]
      bytes = Array(bytes[..<at]) + other[below(other.count + 1)...]
    default:
      // A length, of one byte or two, that is a little wrong.
      if at < bytes.count { bytes[at] = bytes[at] &+ UInt8(truncatingIfNeeded: below(7) - 3) }
    }
  }

  /// Some bytes from a place on; few more often than many.
  private mutating func range(from at: Int, in bytes: [UInt8]) -> Range<Int> {
    let most = below(4) == 0 ? bytes.count - at : min(16, bytes.count - at)
    return at..<(at + below(most + 1))
  }

  /// A number from 0 to below `limit` (SplitMix64).
  private mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(limit))
  }
}
