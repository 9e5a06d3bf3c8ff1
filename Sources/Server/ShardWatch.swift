import Synchronization

/// Tells whether all shards go round or sleep: one that does neither hangs.
struct ShardWatch {
  private let commons: Commons
  /// What each shard's pulse was at the last look.
  private var former: [UInt64]

  init(_ commons: Commons) {
    self.commons = commons
    former = commons.doors.map { $0.pulse.load(ordering: .relaxed) }
  }

  /// Whether each shard sleeps now, or has turned since the last look.
  var isAlive: Bool {
    mutating get {
      let now = commons.doors.map { $0.pulse.load(ordering: .relaxed) }
      defer { former = now }
      return zip(former, now).allSatisfy { $0 != $1 || $1.isMultiple(of: 2) }
    }
  }
}
