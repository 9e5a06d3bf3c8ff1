import Bytes
import Testing

@testable import Server

extension ShardRig {
  /// Freezes a terminal's connection and thaws it in its place, as another process would; false where it
  /// cannot be frozen.
  func freeze(_ connection: TerminalConnection) throws -> Bool {
    let desk = connection.desk
    let hosts = try #require(shards.first { $0.terminals === desk }).hosts
    return try exchange({ connection.freeze(into: &$0) }) {
      (thawer: inout Thawer) throws(ThawError) in
      try connection.restore(from: &thawer, hosts)
    }
  }

  /// Freezes the far end of a session and thaws it in its place.
  func freeze(_ leg: HostLeg) throws -> Bool {
    guard let host = leg.link as? TN3270Host else { return false }
    return try exchange({ host.freeze(into: &$0) }) {
      (thawer: inout Thawer) throws(ThawError) in
      try host.restore(from: &thawer)
    }
  }

  private func exchange(
    _ freeze: (inout Freezer) -> Bool, thaw: (inout Thawer) throws(ThawError) -> Void
  ) throws -> Bool {
    var freezer = Freezer()
    guard freeze(&freezer) else { return false }
    var thawer = Thawer(freezer.bytes)
    try thaw(&thawer)
    try thawer.end()
    var again = Freezer()
    let isFrozen = freeze(&again)
    #expect(isFrozen && again.bytes == freezer.bytes)
    return true
  }
}
