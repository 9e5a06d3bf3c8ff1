public import Platform
import Synchronization

/// Speaks TLS with terminals and hosts for a server that has their bytes in clear: in a process of its
/// own, so that neither the server's death nor its upgrade touches a connection, or on threads of the
/// server where that is one process alone.
public final class TLSEnd: Sendable {
  private let running: Atomic<Int>

  /// Serves each link on a thread of its own.
  ///
  /// Throws where this process has no descriptors, memory or threads for them.
  ///
  /// - `links`: ends of `PacketSocket`; they are owned, and closed in the end.
  public init(links: [Int32]) throws(SystemError) {
    running = Atomic(links.count)
    let contexts = RelayContexts(helpers: try HelperPool(threads: 1, limit: Self.waitingFiles))
    // All of them before the first begins: a process that has too few descriptors says so.
    let loops = try links.map { link throws(SystemError) in
      Passed(loop: try RelayLoop(link: Descriptor(link), contexts: contexts))
    }
    for passed in loops {
      try Threads.start { [self] in
        Threads.name(Self.threadName)
        passed.loop.run()
        running.wrappingSubtract(1, ordering: .releasing)
      }
    }
  }

  /// A loop that goes to its thread, and is nobody else's from then on.
  private struct Passed: @unchecked Sendable { let loop: RelayLoop }

  /// Serves links in a process of its own, until nobody is left at their other ends, or another TLS end
  /// takes new connections and the last one has ended.
  public static func run(links: [Int32]) throws(SystemError) {
    let end = try TLSEnd(links: links)
    while !end.isOver { Threads.sleep(milliseconds: pause) }
  }

  /// Milliseconds between two looks whether it is over.
  private static let pause: UInt32 = 200
  /// What ps and top call the threads.
  private static let threadName = "tls-end"
  /// Connections that may wait until their rules' files are read.
  private static let waitingFiles = 100_000

  /// Whether all links have ended, and what was under way with them.
  public var isOver: Bool { running.load(ordering: .acquiring) == 0 }
}
