import Bytes
import Names
import SessionEngine
import TN3270

/// All that a terminal is without its socket: what was negotiated, what came, whom it waits for, when it
/// is asked, and its user. The user's sessions are frozen by themselves.
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

  /// Reads what `TerminalConnection.freeze` wrote; `sessions` has the user's among it.
  init(
    thawing thawer: inout Thawer, site: Site, sessions: [SessionHandle: ActiveSession]
  ) throws(ThawError) {
    (address, moves) = try Self.head(&thawer)
    wasConnected = try thawer.take()
    line = try thawer.take()
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
    session =
      try thawer.take(Bool.self)
      ? try UserSession(thawingUser: &thawer, site: site, sessions: sessions) : nil
  }

  /// Reads where it came from, and how often it moved; the rest follows.
  static func head(_ thawer: inout Thawer) throws(ThawError) -> (address: String, moves: UInt64) {
    (try thawer.take(), try thawer.take())
  }
}
