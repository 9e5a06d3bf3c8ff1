import Bytes
import Names
import SessionEngine
import TN3270

/// All that a terminal is without its socket: what was negotiated, what came, whom it waits for, when it
/// is asked, and its user. User and sessions are frozen by themselves.
struct FrozenTerminal {
  let address: String
  /// How often it went from shard to shard: of two states the one of more moves counts.
  let moves: UInt64
  /// Whether the terminal was there.
  let wasConnected: Bool
  /// Nil for one that was gone.
  let line: FrozenChannel?
  let machine: ServerMachine
  let name: LUName?
  let givenName: LUName?
  let isSignedOn: Bool
  let share: Share
  let keys: KeyPace
  let waitsForKey: Bool
  let heartbeat: Heartbeat?
  /// Hosts that rest until the terminal has read, and that it waits for.
  let pausedHosts: [SessionHandle]
  let slowHosts: [SessionHandle]
  let session: UserSession?

  /// Reads what `TerminalConnection.freeze` wrote.
  ///
  /// - `user`: what `UserSession.freezePlace` wrote of the terminal's user; nil for nobody's.
  /// - `sessions`: has the user's among it.
  init(
    thawing thawer: inout Thawer, user: [UInt8]?, site: Site,
    sessions: [SessionHandle: ActiveSession]
  ) throws(ThawError) {
    (address, moves) = try Self.head(&thawer)
    wasConnected = try thawer.take()
    line = try FrozenChannel.taken(from: &thawer)
    machine = try thawer.take()
    name = try thawer.take()
    givenName = try thawer.take()
    isSignedOn = try thawer.take()
    share = try thawer.take()
    keys = try thawer.take()
    waitsForKey = try thawer.take()
    heartbeat = try thawer.take()
    pausedHosts = try thawer.take()
    slowHosts = try thawer.take()
    guard try thawer.take(Bool.self) else {
      session = nil
      return
    }
    guard let user else { throw .invalid("user") }
    var place = Thawer(user)
    session = try UserSession(
      thawingPlace: &place, pace: &thawer, site: site, sessions: sessions)
    try place.end()
  }

  /// Reads where it came from, and how often it moved; the rest follows.
  static func head(_ thawer: inout Thawer) throws(ThawError) -> (address: String, moves: UInt64) {
    (try thawer.take(), try thawer.take())
  }
}
