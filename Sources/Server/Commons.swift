import Names
import Platform
import SAF
import SessionEngine
import Synchronization
import Tables
import Time

/// What all shards of a server share.
///
/// A shard is alone with its terminals, sessions and hosts, and others reach them by messages. A few
/// truths are the server's: how many terminals there are, what sources did wrong, which names are taken,
/// and on which shard a user is. Each is asked within a turn, and its answer counts at once, so that it
/// is a small locked value and not a shard of its own: it is asked a few times for each terminal,
/// sign-on and session, never for a key or a screen, and its lock is held for some look-ups in a table.
final class Commons: Sendable {
  /// A shard as others see it.
  final class Door: Sendable {
    let mailbox: Mailbox<ShardMessage>
    /// Terminals that are connected there, or on their way.
    let load = Atomic(0)
    /// Grows when the shard begins a turn and when it ends one: odd within a turn. Even before the first.
    let pulse = Atomic<UInt64>(0)

    init() throws(SystemError) { mailbox = try Mailbox(limit: 100_000) }

    /// The shard begins a turn, or has ended one.
    func beat() { pulse.wrappingAdd(1, ordering: .relaxed) }

    func add(_ count: Int) { load.wrappingAdd(count, ordering: .relaxed) }
  }

  /// All shards; one's index is its number.
  let doors: [Door]
  /// How many terminals there may be and are, and sources that did wrong: one count for the server,
  /// since descriptors and addresses are.
  let admission: Mutex<Admission>
  /// Names of terminals: no two of the server have the same.
  let names = Mutex(TerminalNames())
  /// LU names of hosts that sessions have, on whatever shard.
  let pools = Mutex(LUPools())
  /// What wrong passwords cost: a guesser gains nothing by coming to another shard.
  let gate: Mutex<SignOnGate>
  /// Whether new connections wait, since no descriptor is left for one.
  let isOutOfDescriptors = Atomic(false)
  /// Where users are.
  let homes = Mutex(Homes())
  /// What operators were told last of an end to come; the shards hear of it by mail.
  let drain = Mutex<Drain?>(nil)
  /// What operators have said that stays so, as it was written down; the shards hear of it by mail.
  let standing: Mutex<StandingOrders>
  private let running: Atomic<Int>

  /// `memory`: where earlier runs wrote down who did wrong; nil for nowhere.
  init(
    shards: Int, limits: Admission.Limits, memory: (any SecurityStore)? = nil
  ) throws(SystemError) {
    var doors: [Door] = []
    for _ in 0..<shards { doors.append(try Door()) }
    self.doors = doors
    let now = Clock.now()
    // A row that cannot be read makes nobody wait for the server.
    let kept = (try? memory?.keptOut()) ?? []
    admission = Mutex(Admission(limits: limits, kept: kept, at: now))
    gate = Mutex(
      SignOnGate(memory?.wrongPasswords() ?? [], wall: now.wall.seconds, at: now.instant))
    // The log tells of a database that does not work.
    standing = Mutex((try? memory?.standing()) ?? StandingOrders())
    running = Atomic(shards)
  }

  /// How many terminals an address may have, as System.yaml says.
  func limit(by system: SystemOptions) {
    admission.withLock {
      $0.limits.perAddress = system.perAddress
      $0.limits.exemptsLoopback = system.exemptsLoopback
    }
  }

  /// Tells all shards; none of them has room for it, or is told twice.
  func tellAll(_ message: ShardMessage) {
    for door in doors { door.mailbox.send(message) }
  }

  /// Waits until all shards have taken what they were told before this; how many have not by then. For threads
  /// that may wait: never a shard's own.
  func awaitAll(_ patience: Duration) -> Int {
    guard let taken = try? ShardCount(doors.count) else { return doors.count }
    for door in doors { door.mailbox.send(.operation(.site { _ in taken.note() })) }
    return taken.wait(patience)
  }

  /// The shard with the fewest terminals; of several, the first.
  var leastLoaded: Int {
    var least = (index: 0, load: Int.max)
    for (index, door) in doors.enumerated() {
      let load = door.load.load(ordering: .relaxed)
      if load < least.load { least = (index, load) }
    }
    return least.index
  }

  /// A shard's loop has ended.
  func shardEnded() { running.wrappingSubtract(1, ordering: .releasing) }

  /// Whether all loops have ended.
  var isStopped: Bool { running.load(ordering: .acquiring) == 0 }
}

/// On which shard each user is: all terminals of a user, and all sessions that were left without one,
/// are on one shard, the user's home.
///
/// So what concerns a user at several terminals (taking sessions over, counting them, ending what was
/// left, messages) happens within one shard, as if there were no other; a terminal at which a user signs
/// on who is at home elsewhere goes there, once, before the engine hears that the password was right. The
/// other way, sessions that are taken over from shard to shard, would move hosts' connections with all
/// that is on its way in them.
struct Homes {
  private var shards: [UserID: Int] = [:]

  /// The user's home, which is `shard` where the user had none.
  mutating func claim(_ user: UserID, for shard: Int) -> Int {
    if let home = shards[user] { return home }
    shards[user] = shard
    return shard
  }

  /// Nothing of the user is at home any more.
  mutating func release(_ user: UserID, from shard: Int) {
    if shards[user] == shard { shards[user] = nil }
  }

  /// Nil where the user is nowhere.
  func home(of user: UserID) -> Int? { shards[user] }

  /// Number of users that have one.
  var count: Int { shards.count }
}
