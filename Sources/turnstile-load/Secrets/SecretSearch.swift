/// Looks for many secrets in many bytes at once.
struct SecretSearch {
  /// A secret that was found somewhere.
  struct Find: Hashable {
    let secret: PlantedSecrets.Secret
    /// As what: text in a code, or digits.
    let form: String
  }

  private let finds: [Find]
  private let patterns: [[UInt8]]
  /// Patterns by their first eight bytes.
  private var heads: [UInt64: [Int]] = [:]
  /// Whether a pattern begins with two such bytes and has two such ones behind them: most places are
  /// passed over by one look.
  private var doors = [Bool](repeating: false, count: 1 << 24)

  /// Shortest pattern.
  private static let head = 8

  init(_ secrets: [PlantedSecrets.Secret]) {
    var finds: [Find] = []
    var patterns: [[UInt8]] = []
    for secret in secrets {
      for (form, bytes) in secret.forms where bytes.count >= Self.head {
        finds.append(Find(secret: secret, form: form))
        patterns.append(bytes)
      }
    }
    self.finds = finds
    self.patterns = patterns
    for (index, pattern) in patterns.enumerated() {
      let head = pattern.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
      heads[head, default: []].append(index)
      doors[Int(head & 0xFF_FFFF)] = true
    }
  }

  /// Longest pattern: so many bytes two pieces of one whole must have in common.
  var longest: Int { patterns.lazy.map(\.count).max() ?? 0 }

  /// What stands in some bytes.
  func look(in bytes: UnsafeRawBufferPointer, found: (Find) -> Void) {
    guard let base = bytes.baseAddress, bytes.count >= Self.head else { return }
    doors.withUnsafeBufferPointer { doors in
      for place in 0...(bytes.count - Self.head) {
        let head = base.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        guard doors[Int(head & 0xFF_FFFF)], let those = heads[head] else { continue }
        for index in those where has(patterns[index], bytes, at: place) { found(finds[index]) }
      }
    }
  }

  private func has(_ pattern: [UInt8], _ bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
    place + pattern.count <= bytes.count
      && pattern.indices.allSatisfy { bytes[place + $0] == pattern[$0] }
  }
}
