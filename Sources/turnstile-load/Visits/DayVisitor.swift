import DataStream
import Platform
import Synchronization
import TLS
import Time

/// Some users who come and go, one after another.
final class DayVisitor: Sendable {
  private struct State {
    var dice: LoadDice
    var counts = (visits: 0, signOns: 0)
    var failures: [String: Int] = [:]
    /// Users who left a session.
    var away: Set<Int> = []
  }

  private let users: ClosedRange<Int>
  private let clear: SocketAddress
  private let secure: SocketAddress
  private let context: TLSContext
  private let state: Mutex<State>

  private static let menu = "TPX MENU"
  private static let session = MeasuredSite.sessions(1)[0]
  private static let hostScreen = "ROW 2 of a full screen"

  /// - `addresses`: of the server's port in clear and of that with TLS.
  init(
    users: ClosedRange<Int>, _ addresses: [SocketAddress], tls context: TLSContext, dice: LoadDice
  ) {
    self.users = users
    clear = addresses[0]
    secure = addresses[1]
    self.context = context
    state = Mutex(State(dice: dice))
  }

  /// Why visits failed.
  var failures: [String: Int] { state.withLock { $0.failures } }

  /// What was done since the last time.
  func takeCounts() -> (visits: Int, signOns: Int) {
    state.withLock {
      let done = $0.counts
      $0.counts = (0, 0)
      return done
    }
  }

  /// Visits until an hour is over; then everybody who left a session comes back and ends it.
  func work(until end: Instant) {
    while Clock.instant() < end { visit(isLast: nil) }
    for user in state.withLock({ $0.away }) { visit(isLast: user) }
  }

  private func roll(_ limit: Int) -> Int { state.withLock { $0.dice.below(limit) } }

  /// One visit.
  ///
  /// - `isLast`: a user who ends what there is and leaves in good order; nil for anybody, who does what
  ///   the dice say.
  private func visit(isLast: Int?) {
    let user = isLast ?? users.lowerBound + roll(users.count)
    do {
      let isSecure = roll(2) == 0
      // An address for each user: the server keeps count of connections and faults by address.
      let terminal = try VisitTerminal(
        isSecure ? secure : clear, from: 0x7F02_0001 + UInt32(user), tls: isSecure ? context : nil)
      state.withLock { $0.counts.visits += 1 }
      try stay(at: terminal, user, isLast: isLast != nil)
    } catch { state.withLock { $0.failures["\(error)", default: 0] += 1 } }
  }

  private func stay(at terminal: VisitTerminal, _ user: Int, isLast: Bool) throws {
    // Most only look at the first screen; some do not wait for it.
    let mood = isLast ? 9 : roll(12)
    if mood == 0 { return }
    try terminal.until("TEN0003")
    if mood < 8 { return }
    try terminal.key(.enter, "\(MeasuredSite.user)\(user)", MeasuredSite.password)
    state.withLock { $0.counts.signOns += 1 }
    try terminal.until(Self.menu, or: "type your password again")
    if !terminal.shows(Self.menu) {
      // The process died while it looked at the password.
      try terminal.key(.enter, MeasuredSite.password)
      try terminal.until(Self.menu)
    }
    try terminal.key(.enter, Self.session)
    try terminal.until(Self.hostScreen)
    state.withLock { _ = $0.away.insert(user) }
    for _ in 0..<roll(20) {
      try terminal.key(.enter)
      try terminal.until(Self.hostScreen)
    }
    if mood == 8 { return }
    try terminal.key(.pf(24))
    try terminal.until(Self.menu)
    if mood == 10 { return }
    try terminal.key(.enter, "/I \(Self.session)")
    try terminal.until(Self.menu)
    state.withLock { _ = $0.away.remove(user) }
    if mood == 11 { return }
    try terminal.key(.enter, "/K")
    try terminal.untilEnd()
  }
}
