import Names
import SAF
import Time

/// Decides whether one more terminal may connect: how many are not signed on yet, in all and from
/// one address (the idea of OpenSSH's MaxStartups).
struct Admission {
  /// The limits of one server.
  struct Limits: Hashable, Sendable {
    /// Terminals not signed on that one address may hold.
    var perAddress = 32
    /// Whether that limit leaves out this machine itself, where gateways and tests connect from.
    var exemptsLoopback = true
    /// All terminals; the descriptor limit may be lower.
    var terminals = 20_000
    /// Number of terminals not signed on from which some newcomers are refused at random.
    var start = 12_000
    /// Share of newcomers that is refused at `start`, in per cent; it grows up to `full`.
    var rate: UInt64 = 30
    /// Number of terminals not signed on from which all newcomers are refused.
    var full = 19_000
  }

  enum Verdict: Hashable {
    case admitted
    /// The sentence for the log: which limit, and its value.
    case refused(String)
  }

  private(set) var terminals = 0
  private(set) var waiting = 0
  private var byAddress: [PeerAddress: Int] = [:]
  /// Terminals of each source at which somebody is signed on.
  private var users: [PeerAddress: Int] = [:]
  private var penalties = SourcePenalties()
  var limits: Limits

  /// `kept`: sources that an earlier run kept out.
  init(limits: Limits, kept: [KeptOut] = [], at now: Moment? = nil) {
    self.limits = limits
    if let now { penalties.resume(kept, at: now) }
  }

  /// `dice`: any number; its remainder by 100 decides between `start` and `full`, where alone it is thrown.
  mutating func connect(
    from address: String, dice: @autoclosure () -> UInt64, at now: Instant
  ) -> Verdict {
    guard terminals < limits.terminals else {
      return .refused("\(limits.terminals) terminals are connected, which is the limit")
    }
    let source = PeerAddress(address)
    let mine = byAddress[source, default: 0]
    let isExempt = limits.exemptsLoopback && source.isLoopback
    if !isExempt, users[source] == nil, let rest = penalties.rest(source, at: now) {
      return .refused(
        "the address did wrong before; it is let in again in \(rest.components.seconds + 1) s")
    }
    guard isExempt || mine < limits.perAddress else {
      return .refused("\(mine) terminals of this address are not signed on, which is the limit")
    }
    if waiting >= limits.start {
      let range = UInt64(max(1, limits.full - limits.start))
      let share = limits.rate + (100 - limits.rate) * UInt64(waiting - limits.start) / range
      if waiting >= limits.full || dice() % 100 < share {
        return .refused("\(waiting) terminals are not signed on, over the limit of \(limits.start)")
      }
    }
    terminals += 1
    waiting += 1
    byAddress[source] = mine + 1
    return .admitted
  }

  /// A terminal that a process before this one let in.
  mutating func restore(from address: String, isSignedOn: Bool) {
    let source = PeerAddress(address)
    terminals += 1
    guard !isSignedOn else {
      users[source, default: 0] += 1
      return
    }
    waiting += 1
    byAddress[source, default: 0] += 1
  }

  /// A connection did wrong before anybody signed on at it. An address from which somebody is signed
  /// on is a gateway's or an office's, and is never kept out for what others do there.
  mutating func penalize(_ address: String, _ wrong: SourcePenalties.Wrong, at now: Instant) {
    penalties.add(wrong, PeerAddress(address), at: now)
  }

  /// Sources that are kept out and are not in the log yet; they count as logged from now on.
  mutating func takeUnwritten(at now: Moment) -> [KeptOut] { penalties.takeUnwritten(at: now) }

  /// Sources that are kept out, and for how long.
  mutating func keptOut(at now: Instant) -> [(source: PeerAddress, rest: Duration)] {
    penalties.all(at: now)
  }

  /// Forgets what a source did; false where it is not kept out.
  mutating func forgive(_ source: PeerAddress, at now: Instant) -> Bool {
    penalties.forgive(source, at: now)
  }

  /// The terminal signed on: it counts no more among those that wait.
  mutating func signedOn(from address: String) {
    waiting -= 1
    leave(address)
    users[PeerAddress(address), default: 0] += 1
  }

  /// The terminal signed off and waits again.
  mutating func signedOff(from address: String) {
    userLeft(address)
    waiting += 1
    byAddress[PeerAddress(address), default: 0] += 1
  }

  mutating func disconnect(from address: String, wasSignedOn: Bool) {
    terminals -= 1
    guard !wasSignedOn else { return userLeft(address) }
    waiting -= 1
    leave(address)
  }

  private mutating func userLeft(_ address: String) {
    let source = PeerAddress(address)
    guard let count = users[source] else { return }
    users[source] = count > 1 ? count - 1 : nil
  }

  private mutating func leave(_ address: String) {
    let source = PeerAddress(address)
    guard let count = byAddress[source] else { return }
    byAddress[source] = count > 1 ? count - 1 : nil
  }
}

extension Admission.Limits {
  /// Limits for a process that may have this many descriptors for peers.
  init(descriptors: Int, perAddress: Int, exemptsLoopback: Bool) {
    self.init(perAddress: perAddress, exemptsLoopback: exemptsLoopback)
    terminals = max(1, min(terminals, descriptors))
    full = min(full, terminals)
    start = min(start, full * 2 / 3)
  }
}
