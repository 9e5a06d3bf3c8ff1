public import Bytes
public import Platform
public import Time

/// What a worker tells its keeper.
public enum ToKeeper: Hashable, Sendable {
  /// The first word: who it is.
  case hello(Hello)
  /// A descriptor, which comes along, is to be kept.
  case hold(Kept)
  /// A descriptor needs keeping no more.
  case release(UInt64)
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

  /// Raised with each change of the link's messages, and of what a keeper hands to its successor.
  public static let linkVersion: UInt16 = 1
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
  /// When the keeper began.
  public let since: WallTime
  /// When the worker before it ended.
  public let endedAt: Instant

  /// What a worker begins with.
  public init(
    cause: Cause, deaths: Int, upgrades: Int, since: WallTime, endedAt: Instant
  ) {
    self.cause = cause
    self.deaths = deaths
    self.upgrades = upgrades
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
      freezer.put(hello.link)
      freezer.put(hello.frozen)
      freezer.put(hello.version)
    case .hold(let kept):
      freezer.put(byte: 2)
      freezer.put(kept)
    case .release(let token):
      freezer.put(byte: 3)
      freezer.put(token)
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
    case 1:
      let (link, frozen) = (try thawer.take(UInt16.self), try thawer.take(UInt16.self))
      self = .hello(Hello(version: try thawer.take(), frozen: frozen, link: link))
    case 2: self = .hold(try thawer.take())
    case 3: self = .release(try thawer.take())
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
    since = try thawer.take()
    endedAt = try thawer.take()
  }
}
