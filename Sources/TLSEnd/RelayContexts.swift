public import Platform
import Synchronization
import TLS

/// Certificates, keys and authorities of a TLS end, by the rules that name them; all its loops share them.
///
/// Files are read once for each stamp of the rules. Where they are no good then, the last good ones of
/// the same paths stay in force.
public final class RelayContexts: Sendable {
  typealias Found = Result<TLSContext, TLSContextError>

  private struct State {
    var known: [RelayRules: Found] = [:]
    /// By rules without their stamp.
    var good: [RelayRules: TLSContext] = [:]
  }

  /// Rules that are kept at once; a site has few, and each reading of its files makes them anew.
  private static let limit = 64
  private let state = Mutex(State())
  private let helpers: HelperPool?

  /// - `helpers`: reads files, so that no loop waits for a disk; nil for reading at once.
  public init(helpers: HelperPool?) { self.helpers = helpers }

  /// What is known of the rules; where nothing is, `then` is called on another thread once it is.
  func find(_ rules: RelayRules, then: @escaping @Sendable () -> Void) -> Found? {
    if let known = state.withLock({ $0.known[rules] }) { return known }
    guard let helpers else { return load(rules) }
    let isQueued = helpers.run {
      _ = self.load(rules)
      then()
    }
    return isQueued ? nil : .failure(.noMemory)
  }

  /// What is known of the rules by now, after `then` was called.
  func found(_ rules: RelayRules) -> Found {
    state.withLock { $0.known[rules] } ?? load(rules)
  }

  private func load(_ rules: RelayRules) -> Found {
    if let known = state.withLock({ $0.known[rules] }) { return known }
    let loaded = Result { () throws(TLSContextError) in try rules.load() }
    return state.withLock { state in
      if state.known.count >= Self.limit { state.known = [:] }
      if state.good.count >= Self.limit { state.good = [:] }
      let timeless = rules.timeless
      if case .success(let context) = loaded { state.good[timeless] = context }
      let found = state.good[timeless].map { .success($0) } ?? loaded
      // Nobody orders by what was read before; a context is some 25 KiB, and a site is read anew whenever
      // one of its files is saved. An order that was on its way meanwhile has it read once more.
      state.known = state.known.filter {
        $0.key.stamp >= rules.stamp || $0.key.timeless != timeless
      }
      state.known[rules] = found
      return found
    }
  }
}
