public import Bytes
public import Platform
public import Time

/// What a worker tells its keeper.
public enum ToKeeper: Hashable, Sendable {
  /// The first word: who it is.
  case hello(Hello)
  /// Descriptors, which come along, are to be kept, and those of these names no more: what one turn of a
  /// shard came to.
  case keep([Kept], release: [UInt64])
  /// Asked to check: it could serve.
  case checked
  /// It cannot serve, and why.
  case refused([String])
  /// It serves.
  case ready
  /// All its shards go round or sleep.
  case beat
  /// What SIGHUP asked for is done.
  case reloaded
  /// An operator, whose connection comes along, wants another program to go on; nil for the program's
  /// file as it is now.
  case upgrade(String?)
  /// It ends because it was told to, with this exit code.
  case goodbye(Int32)
}

/// What a keeper tells a worker.
public enum ToWorker: Hashable, Sendable {
  /// Descriptors, which come along.
  case inherit([Kept])
  /// Listeners of the service manager's, which come along, with their names.
  case listeners([String])
  /// Ends of links to the companion of this number, which come along: the newest takes new connections.
  case link(UInt32)
  /// That companion has ended, and its links with it.
  case unlink(UInt32)
  /// A companion died, in these words; so many have, since the keeper began.
  case companionDied(String, count: Int)
  /// Is everything in order? It answers `checked` or `refused`, and waits.
  case check
  /// It is its turn.
  case begin(Beginning)
  /// It ends its turn, keeps everything as it is, and ends.
  case yield
  /// An upgrade did not come about, for this reason; it goes on.
  case stay(String)
}

/// Who a worker is.
public struct Hello: Hashable, Sendable {
  /// The program's version, for people.
  public let version: String
  /// The version of the frozen states that it writes and reads.
  public let frozen: UInt16
  /// The version of this link.
  public let link: UInt16

  /// A program's versions.
  public init(version: String, frozen: UInt16, link: UInt16 = Hello.linkVersion) {
    self.version = version
    self.frozen = frozen
    self.link = link
  }

  /// Raised with each change of the link's messages.
  public static let linkVersion: UInt16 = 3
}

/// What a worker begins with.
public struct Beginning: Hashable, Sendable {
  /// Why it is there.
  public enum Cause: Hashable, Sendable {
    /// Nobody was before it.
    case first
    /// The one before it died.
    case death(Processes.Ending)
    /// The one before it hung, and was ended.
    case hang
    /// It takes over from a program of this version.
    case upgrade(from: String)
  }

  /// Why it is there.
  public let cause: Cause
  /// Workers that ended without wanting to, since the keeper began.
  public let deaths: Int
  /// Upgrades since then.
  public let upgrades: Int
  /// Companions that ended without wanting to, since then.
  public let companionDeaths: Int
  /// When the keeper began.
  public let since: WallTime
  /// When the worker before it ended.
  public let endedAt: Instant

  /// What a worker begins with.
  public init(
    cause: Cause, deaths: Int, upgrades: Int, companionDeaths: Int = 0, since: WallTime,
    endedAt: Instant
  ) {
    self.cause = cause
    self.deaths = deaths
    self.upgrades = upgrades
    self.companionDeaths = companionDeaths
    self.since = since
    self.endedAt = endedAt
  }
}

extension ToKeeper: Freezable {
  /// Appends the kind, then what belongs to it.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .hello(let hello):
      freezer.put(byte: 1)
      freezer.put(hello)
    case .keep(let kept, let released):
      freezer.put(byte: 2)
      freezer.put(kept)
      freezer.put(released)
    case .checked: freezer.put(byte: 4)
    case .refused(let lines):
      freezer.put(byte: 5)
      freezer.put(lines)
    case .ready: freezer.put(byte: 6)
    case .beat: freezer.put(byte: 7)
    case .reloaded: freezer.put(byte: 8)
    case .upgrade(let path):
      freezer.put(byte: 9)
      freezer.put(path)
    case .goodbye(let code):
      freezer.put(byte: 10)
      freezer.put(code)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 1: self = .hello(try thawer.take())
    case 2: self = .keep(try thawer.take(), release: try thawer.take())
    case 4: self = .checked
    case 5: self = .refused(try thawer.take())
    case 6: self = .ready
    case 7: self = .beat
    case 8: self = .reloaded
    case 9: self = .upgrade(try thawer.take())
    case 10: self = .goodbye(try thawer.take())
    default: throw .invalid("message to the keeper")
    }
  }
}

extension ToWorker: Freezable {
  /// Appends the kind, then what belongs to it.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .inherit(let all):
      freezer.put(byte: 1)
      freezer.put(all)
    case .listeners(let names):
      freezer.put(byte: 2)
      freezer.put(names)
    case .check: freezer.put(byte: 3)
    case .begin(let beginning):
      freezer.put(byte: 4)
      freezer.put(beginning)
    case .yield: freezer.put(byte: 5)
    case .stay(let reason):
      freezer.put(byte: 6)
      freezer.put(reason)
    case .link(let companion):
      freezer.put(byte: 7)
      freezer.put(companion)
    case .unlink(let companion):
      freezer.put(byte: 8)
      freezer.put(companion)
    case .companionDied(let words, let count):
      freezer.put(byte: 9)
      freezer.put(words)
      freezer.put(count)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 1: self = .inherit(try thawer.take())
    case 2: self = .listeners(try thawer.take())
    case 3: self = .check
    case 4: self = .begin(try thawer.take())
    case 5: self = .yield
    case 6: self = .stay(try thawer.take())
    case 7: self = .link(try thawer.take())
    case 8: self = .unlink(try thawer.take())
    case 9: self = .companionDied(try thawer.take(), count: try thawer.take())
    default: throw .invalid("message to a worker")
    }
  }
}

extension Beginning: Freezable {
  /// Appends cause and counts.
  public func freeze(into freezer: inout Freezer) {
    switch cause {
    case .first: freezer.put(byte: 0)
    case .death(.exit(let code)):
      freezer.put(byte: 1)
      freezer.put(code)
    case .death(.signal(let number)):
      freezer.put(byte: 2)
      freezer.put(number)
    case .hang: freezer.put(byte: 3)
    case .upgrade(let version):
      freezer.put(byte: 4)
      freezer.put(version)
    }
    freezer.put(deaths)
    freezer.put(upgrades)
    freezer.put(companionDeaths)
    freezer.put(since)
    freezer.put(endedAt)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    cause =
      switch try thawer.byte() {
      case 0: .first
      case 1: .death(.exit(try thawer.take()))
      case 2: .death(.signal(try thawer.take()))
      case 3: .hang
      case 4: .upgrade(from: try thawer.take())
      default: throw .invalid("cause of a beginning")
      }
    deaths = try thawer.take()
    upgrades = try thawer.take()
    companionDeaths = try thawer.take()
    since = try thawer.take()
    endedAt = try thawer.take()
  }
}
