import Bytes
import Glibc
import Journal
import Keeper
import Messages
import Platform
import Syntax
import Time

/// What a worker has from its keeper, and the way to it.
public final class Keeping: Sendable {
  let link: KeeperLink
  /// Why this worker is there, and how often others were.
  let beginning: Beginning
  /// What was kept of the workers before it.
  let inheritance: Inheritance
  /// Listeners of the service manager's, with their names.
  let given: [(name: String, descriptor: Int32)]
  let custody: KeeperCustody

  init(_ link: KeeperLink, _ start: KeeperLink.Start, state: String) {
    self.link = link
    beginning = start.beginning
    given = start.listeners
    custody = KeeperCustody(link)
    var inheritance = Inheritance()
    for (kept, descriptor) in start.kept {
      // What no worker of this form can have said is of no use, and stays kept for one that can.
      guard let held = Held(kept, descriptor) else { continue }
      inheritance.held.append(held)
    }
    inheritance.tlsLinks = start.companions
    inheritance.crashFolder = state + "/crashes"
    inheritance.deaths = beginning.deaths
    inheritance.wasFault = beginning.wasFault
    self.inheritance = inheritance
  }

  /// Waits for this worker's turn.
  ///
  /// - `configuration`: what it would serve; looked at while another one serves, where it is to take over.
  ///
  /// Returns nil where it cannot take over, and has told its keeper so.
  public static func begin(
    _ configuration: Server.Configuration
  ) throws(Server.StartError) -> Keeping? {
    let link = KeeperLink()
    do {
      let hello = Hello(version: Server.version, frozen: Freezer.version)
      return try link.begin(hello) { Server.check(configuration) }.map {
        Keeping(link, $0, state: configuration.state)
      }
    } catch {
      throw Server.StartError(lines: ["\(error)"])
    }
  }

  /// The server ends because it was told to.
  public func end() { link.tell(.goodbye(0)) }

  /// The server cannot start, though it had its turn.
  public func refuse(_ lines: [String]) { link.refuse(lines) }

  /// What SIGHUP asked for is done.
  func hasReloaded() { link.tell(.reloaded) }

  /// Has the keeper try a program, and answer who asked for it.
  ///
  /// Returns false where the keeper does not listen.
  func upgrade(_ path: String?, client: Int32) -> Bool {
    link.tell(.upgrade(path), descriptors: [client])
  }

  /// Whether nobody served before.
  var isFirst: Bool { beginning.cause == .first }

  /// Tells the keeper from now on that the server serves and lives, and does what the keeper says.
  func attend(_ services: Services) throws(Server.StartError) {
    do {
      try listen(services)
      try beat(services)
    } catch {
      throw Server.StartError(lines: ["\(error)"])
    }
  }

  private func listen(_ services: Services) throws(SystemError) {
    // Before newer counts can be heard.
    services.restarts.set(companionDeaths: beginning.companionDeaths)
    try link.listen { Self.hear($0, services) }
    link.tell(.ready)
  }

  private static func hear(_ news: KeeperLink.News, _ services: Services) {
    switch news {
    case .yield: yield(services)
    case .stay(let reason):
      services.journal.record(.worker.upgradeRefused(reason: reason), at: Clock.wall())
    case .companion(let number, let links): services.tls.add(number, links)
    case .companionEnded(let number): services.tls.remove(number)
    case .companionDied(let words, let count):
      services.restarts.set(companionDeaths: count)
      services.journal.record(
        .server.warning(
          "the process that speaks TLS died: \(words); connections inside TLS have ended, and "
            + "another one speaks for new ones"), at: Clock.wall())
    }
  }

  private func beat(_ services: Services) throws(SystemError) {
    try Threads.start { [link, custody] in
      var watch = ShardWatch(services.commons)
      while true {
        usleep(Self.beatTime)
        if watch.isAlive { link.tell(.beat) }
        let missed = custody.takeMissed()
        if missed > 0 {
          services.journal.record(
            .server.warning(
              "the keeper did not take \(counted(missed, "descriptor")) in time, and such "
                + "connections end with this process: see whether the keeper is stopped or the "
                + "machine swaps"), at: Clock.wall())
        }
      }
    }
  }

  /// Microseconds between two signs of life: some of them in what the keeper waits for one.
  private static let beatTime: UInt32 = 1_000_000
  /// Longest that shards may take for their last turn, in tries of a millisecond: a turn is shorter by far.
  private static let yieldTries = 3000

  /// Another process goes on: each shard ends its turn, the log has its last line, and this process is
  /// gone with everything as it is.
  private static func yield(_ services: Services) {
    services.commons.tellAll(.yield)
    for _ in 0..<yieldTries where !services.commons.isStopped { usleep(1000) }
    services.journal.stop()
    ProcessHygiene.exitNow(0)
  }

  /// Says in the log why this worker is there, what it has, and how long nobody served.
  ///
  /// - `refused`: what is wrong with the site's files on the disk, where the former stay in force.
  /// - `doubt`: what is wrong with the state directory, which is worked on all the same.
  func recordBeginning(_ services: Services, refused: SiteLoader.Result?, doubt: String?) {
    let journal = services.journal
    let now = Clock.now()
    let (seconds, attoseconds) = beginning.endedAt.duration(to: now.instant).components
    let legs = WorkerMessages.Legs(
      terminals: inheritance.held.count { if case .terminal = $0.kind { true } else { false } },
      hosts: inheritance.held.count { $0.kind == .host },
      milliseconds: Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    services.restarts.set(
      deaths: beginning.deaths, upgrades: beginning.upgrades,
      lastPauseMilliseconds: legs.milliseconds)
    let message: Message? =
      switch beginning.cause {
      case .first: nil
      case .upgrade(let former):
        Message.worker.upgraded(from: former, to: Server.version, has: legs)
      case .death(.signal(let number)): Message.worker.died("BY SIGNAL \(number)", has: legs)
      case .death(.exit(let code)): Message.worker.died("WITH EXIT CODE \(code)", has: legs)
      case .hang: Message.worker.died("BECAUSE IT HUNG", has: legs)
      }
    if let message { journal.record(message, at: now.wall) }
    if let doubt { journal.record(.server.warning(doubt), at: now.wall) }
    if let refused {
      let first = refused.faults.first { $0.severity == .error }?.summary ?? ""
      journal.record(.site.tablesRefused(faults: refused.errorCount, first: first), at: now.wall)
    }
  }

  /// What was kept of a kind; nil where nothing was.
  func first(_ kind: Held.Kind) -> Held? { inheritance.held.first { $0.kind == kind } }

  /// As `status` shows it.
  func status(_ services: Services) -> [String] {
    [
      "restarts \(beginning.deaths) upgrades \(beginning.upgrades) since "
        + Self.text(beginning.since),
      "tls restarts \(services.restarts.companionDeaths)",
    ]
  }
}

extension Keeping {
  /// A time of day in UTC, as `2026-11-26 08:00:00Z`.
  fileprivate static func text(_ time: WallTime) -> String {
    let date = CivilDate(time)
    return "\(date.date) \(date.clock)Z"
  }
}

extension Beginning {
  /// Whether the worker before died of its own fault, and not by somebody's SIGKILL or at an upgrade.
  var wasFault: Bool {
    switch cause {
    case .first, .upgrade: false
    case .hang: true
    case .death(let ending): ending != .signal(Processes.killed)
    }
  }
}

extension Held {
  /// Names of what a server has once, apart from those of ports and of shards' connections.
  static let controlToken: UInt64 = 0x4000_0001
  static let lockToken: UInt64 = 0x4000_0002
  static let siteToken: UInt64 = 0x4000_0003
  static let suspectsToken: UInt64 = 0x4000_0004

  /// As the keeper keeps it.
  var kept: Kept {
    var freezer = Freezer()
    switch kind {
    case .listener(let isSecure): freezer.put(byte: isSecure ? 2 : 1)
    case .terminal(let isSecure): freezer.put(byte: isSecure ? 4 : 3)
    case .host: freezer.put(byte: 5)
    case .ledger: freezer.put(byte: 6)
    case .control: freezer.put(byte: 7)
    case .lock: freezer.put(byte: 8)
    case .site: freezer.put(byte: 9)
    case .suspects: freezer.put(byte: 10)
    }
    freezer.put(String(address.prefix(Self.addressLimit)))
    freezer.put(counts != nil)
    if let counts {
      freezer.put(counts.written)
      freezer.put(counts.read)
    }
    return Kept(token: token, facts: freezer.bytes)
  }

  /// Longest address that is kept: a name of IPv6 with its scope is shorter.
  private static let addressLimit = 60

  /// Reads what `kept` wrote; nil where another form of the program wrote it.
  init?(_ kept: Kept, _ descriptor: Int32) {
    var thawer = Thawer(kept.facts)
    do {
      let kind: Kind =
        switch try thawer.byte() {
        case 1: .listener(isSecure: false)
        case 2: .listener(isSecure: true)
        case 3: .terminal(isSecure: false)
        case 4: .terminal(isSecure: true)
        case 5: .host
        case 6: .ledger
        case 7: .control
        case 8: .lock
        case 9: .site
        case 10: .suspects
        default: throw ThawError.invalid("kind of a descriptor")
        }
      let address = try thawer.take(String.self)
      var counts: Counts?
      if try thawer.take(Bool.self) {
        counts = Counts(written: try thawer.take(), read: try thawer.take())
      }
      self.init(
        token: kept.token, kind, descriptor: descriptor, address: address, counts: counts)
    } catch {
      return nil
    }
  }
}
