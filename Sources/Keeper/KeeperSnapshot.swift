import Bytes
import Platform
import Time

/// What a keeper's mind has while one worker serves and nothing else is under way: all that it needs to
/// go on as another program.
struct KeeperSnapshot: Sendable {
  /// The worker that serves.
  var worker: Worker
  var holdings: Holdings
  /// Number of the last worker.
  var lastWorker: Int
  var companions: Companions?
}

extension KeeperSnapshot: Freezable {
  /// Appends worker, holdings and companions.
  func freeze(into freezer: inout Freezer) {
    freezer.put(worker)
    freezer.put(holdings)
    freezer.put(lastWorker)
    freezer.put(companions)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    worker = try thawer.take()
    holdings = try thawer.take()
    lastWorker = try thawer.take()
    companions = try thawer.take()
  }
}

/// All that a keeper hands to the program that it becomes: same process, same children, same descriptors.
struct KeeperImage {
  /// Raised with each change of what follows.
  static let version: UInt16 = 1

  /// Ends of the links between the workers and one companion, and its process where it lives.
  struct Links: Hashable, Sendable {
    var workers: [Int32]
    var companion: [Int32]
    var process: Int32?
  }

  var mind: KeeperSnapshot
  /// The worker's process, and the link to it.
  var process: Int32
  var link: Int32
  var links: [UInt32: Links]
  /// Path of the program that is started where an operator names none.
  var path: String
  /// Where the service manager listens.
  var notifies: String?

  /// Descriptors that must stay open.
  var descriptors: [Int32] {
    [link] + links.values.flatMap { $0.workers + $0.companion } + mind.holdings.descriptors
      + [mind.worker.program.descriptor]
  }

  /// Writes it into a file in memory, whose descriptor counts as long as the result lives.
  func save() throws(SystemError) -> SharedMemory {
    var freezer = Freezer()
    freezer.put(self)
    let bytes = freezer.bytes
    let memory = try SharedMemory("keeper", limit: Self.sizeLimit)
    guard memory.grow(to: Self.head + (bytes.count + 7) / 8 * 8) else {
      throw SystemError("memory for the keeper's state", code: SystemError.outOfMemory)
    }
    memory.copy(bytes.span, to: Self.head)
    memory.store(UInt64(bytes.count), at: 0)
    return memory
  }

  /// Reads what `save` wrote; the descriptor is the callee's.
  static func load(_ descriptor: consuming Descriptor) throws -> KeeperImage {
    let memory = try SharedMemory(reading: descriptor)
    guard memory.size >= head else { throw ThawError.invalid("keeper's state") }
    let count = memory.load(0)
    guard count <= UInt64(memory.size - head) else { throw ThawError.invalid("keeper's state") }
    var thawer = Thawer(memory.bytes(head..<(head + Int(count))))
    return try thawer.take()
  }

  /// Most bytes: a hundred for each of so many descriptors as a process may have.
  private static let sizeLimit = 256 << 20
  /// Where the number of bytes is; they follow it.
  private static let head = 8
}

extension KeeperImage: Freezable {
  /// Appends the version, then all of it.
  func freeze(into freezer: inout Freezer) {
    freezer.put(Self.version)
    freezer.put(mind)
    freezer.put(process)
    freezer.put(link)
    freezer.put(links)
    freezer.put(path)
    freezer.put(notifies)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    let version = try thawer.take(UInt16.self)
    guard version == Self.version else { throw .version(version) }
    mind = try thawer.take()
    process = try thawer.take()
    link = try thawer.take()
    links = try thawer.take()
    path = try thawer.take()
    notifies = try thawer.take()
  }
}

extension KeeperImage.Links: Freezable {
  /// Appends both ends, and the process.
  func freeze(into freezer: inout Freezer) {
    freezer.put(workers)
    freezer.put(companion)
    freezer.put(process)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    workers = try thawer.take()
    companion = try thawer.take()
    process = try thawer.take()
  }
}
