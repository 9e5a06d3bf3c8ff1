import Platform
import SessionEngine
import Synchronization
import TLS
import Tables

/// Looks hosts up, on threads of its own: a name service that hangs holds up no ticket.
///
/// Sessions that wait for the same name share one look-up, so that a name that hangs holds one thread.
final class NameService: Sendable {
  typealias Found = Result<[String], Sockets.ResolveError>
  /// Is called on one of the threads.
  typealias Answer = @Sendable (Found) -> Void

  private let pool: HelperPool
  private let resolve: @Sendable (String) -> Found
  private let waiting = Mutex<[String: [Answer]]>([:])
  private let limit: Int

  /// - Parameters:
  ///   - threads: how many names are looked up at once.
  ///   - limit: most names that wait, and most sessions for one name.
  ///   - resolve: the look-up itself, which waits.
  init(
    threads: Int = 8, limit: Int = 1000,
    resolve: @escaping @Sendable (String) -> Found = { Sockets.resolve($0) }
  ) throws(SystemError) {
    pool = try HelperPool(threads: threads, limit: limit)
    self.limit = limit
    self.resolve = resolve
  }

  /// Looks a name up; false where too many wait already.
  func lookUp(_ name: String, then answer: @escaping Answer) -> Bool {
    let before = waiting.withLock { waiting in
      let count = waiting[name]?.count ?? 0
      if count < limit { waiting[name, default: []].append(answer) }
      return count
    }
    guard before == 0 else { return before < limit }
    let isQueued = pool.run { [self] in
      let found = resolve(name)
      for answer in takeWaiting(name) { answer(found) }
    }
    if !isQueued { _ = takeWaiting(name) }
    return isQueued
  }

  private func takeWaiting(_ name: String) -> [Answer] {
    waiting.withLock { $0.removeValue(forKey: name) ?? [] }
  }
}

/// What the look-up of a host came to, on a helper's thread.
struct HostResolution: Sendable {
  /// Numeric addresses, or why there is none.
  let addresses: Result<[String], HostFault>
  /// For `tn3270s`.
  let context: TLSContext?

  /// What was found for a name; reads the files of authorities, so on a helper's thread.
  init(
    _ name: String, _ found: NameService.Found, _ contexts: HostContexts?, _ entry: ACTEntry
  ) {
    do {
      context = try contexts?.context(for: entry)
      addresses = found.mapError { HostFault(end: .nameUnknown("\(name): \($0.reason)")) }
    } catch {
      context = nil
      addresses = .failure(HostFault(end: .certificateRefused(error.description)))
    }
  }
}

/// Why a host cannot be connected to.
struct HostFault: Error, Sendable {
  let end: HostEnd
}
