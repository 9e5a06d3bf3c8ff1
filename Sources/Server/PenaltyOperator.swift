import Bytes
import Messages
import Names
import Platform
import SAF
import Synchronization
import Time

/// What wrong connections and wrong passwords cost now, and an end to it: `PENALTIES` and `FORGIVE WHO`.
struct PenaltyOperator: Sendable {
  let commons: Commons
  let store: any SecurityStore
  let now: Moment

  /// Addresses and names with something against them, in order.
  func list() -> Administration.Answer {
    var table = TextTable(["WHO", "WHAT", "COST"])
    let kept = commons.admission.withLock { $0.keptOut(at: now.instant) }
    let failed = commons.gate.withLock { $0.failures(at: now.instant) }
    var rows = kept.map { source, rest in
      ["\(source)", "kept out", "let in again in \(rest.components.seconds + 1) s"]
    }
    let users = store.state.users
    for (owner, count, hold) in failed {
      let who: String
      switch owner {
      case .source(let source): who = "\(source)"
      case .name(let name) where users[name] != nil: who = "\(name)"
      // It may be a password that was typed in the wrong field.
      case .name: continue
      }
      let cost = hold > .zero ? "the next is looked at \(hold.components.seconds) s late" : "-"
      rows.append([who, counted(count, "wrong password"), cost])
    }
    guard !rows.isEmpty else {
      return Administration.Answer(lines: ["nobody has anything against him"])
    }
    for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) { table.append(row) }
    return Administration.Answer(lines: table.lines(as: .table))
  }

  /// Forgets what an address or a user did wrong: written down first, so that it stays forgotten.
  func forgive(_ who: String) -> Administration.Answer {
    let owner: FailureCount.Owner
    if who.contains(where: { $0 == "." || $0 == ":" }) {
      owner = .source(PeerAddress(who))
    } else if let name = UserID(who.uppercased()) {
      owner = .name(name)
    } else {
      return .failed("\(who) is no address and no user id")
    }
    let wasWritten: Bool
    do {
      wasWritten = try store.forgive(owner)
    } catch {
      return .failed("nothing is forgiven: \(error)")
    }
    let hadFailed = commons.gate.withLock { $0.forgive(owner, at: now.instant) }
    var wasOut = false
    if case .source(let source) = owner {
      wasOut = commons.admission.withLock { $0.forgive(source, at: now.instant) }
    }
    guard hadFailed || wasOut || wasWritten else {
      return Administration.Answer(lines: ["\(who) had nothing against him"])
    }
    return Administration.Answer(lines: ["\(who) has nothing against him any more"])
  }
}
