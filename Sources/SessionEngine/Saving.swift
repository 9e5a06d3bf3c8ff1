import DataStream
import Names
import Terminal
import Time

/// A session that is being left: the terminal was asked for its screen, and what its hosts send waits.
struct Saving: Hashable, Sendable {
  let host: HostID
  /// What follows when the terminal has answered, at the latest at `until`.
  let destination: UserSession.Destination
  let until: Instant
  /// A command was typed there: what the host's field held before.
  var typedOver: PresentationSpace.FieldContent?
  /// SYSREQ came, at which some emulators clear their screen by themselves (x3270 4.1): an answer
  /// without the model's fields says nothing of what the user did.
  var mayBeCleared = false
  /// SYSREQ was pressed meanwhile: the menu comes, whatever else was wanted.
  var wantsMenu = false
  /// An answer that was late came meanwhile; the terminal owes no other.
  var sawLate = false
}

/// Records of hosts that wait while the terminal's Read Buffer is on its way.
struct FrozenRecords: Sendable {
  /// A record and whether its host wants to hear of it.
  struct Item: Sendable {
    let host: HostID
    let record: [UInt8]
    let reply: ReplyWanted
  }

  private(set) var records: [Item] = []
  private var bytes = 0

  var isFull: Bool {
    records.count >= PeerLimits.frozenRecords || bytes >= PeerLimits.frozenBytes
  }

  mutating func append(_ item: Item) {
    records.append(item)
    bytes += item.record.count
  }

  mutating func forget(_ host: HostID) {
    records.removeAll { $0.host == host }
    bytes = records.reduce(0) { $0 + $1.record.count }
  }
}

/// SYSREQ as a record: how terminals without TN3270E's SYSREQ function send it.
enum SystemRequest {
  /// Test request read, SOH % / STX in EBCDIC (GA23-0059; x3270 and others by TN3270).
  private static let testRequest: [UInt8] = [0x01, 0x6C, 0x61, 0x02]

  /// Whether a record is the key: test request read, the AID F0, or a bare 01 (TESTREQ of an SNA
  /// keyboard, as some TN3270 clients send it).
  ///
  /// - Parameter awaitsBuffer: the terminal is asked for its buffer. Its answer begins with the last
  ///   AID, which after this key is F0 (x3270 by TN3270), and goes on behind the cursor's address.
  static func isRecord(_ record: [UInt8], awaitsBuffer: Bool) -> Bool {
    if record.first == AID.sysreq.byte { return !awaitsBuffer || record.count <= 3 }
    return record == [0x01] || record.starts(with: testRequest)
  }
}
