import Metrics
import Platform
import SAF
import Synchronization
import Time

/// How long tickets took, whoever asked for them; counted on helpers' threads, once for each ticket.
final class TicketTimes: Sendable {
  private let times = Mutex(Histogram.tickets)

  /// Makes a ticket, and counts its time.
  func issue(_ request: TicketRequest, by manager: SecurityManager) -> TicketOutcome {
    let start = Clock.instant()
    let outcome = manager.issueTicket(request, at: Clock.wall())
    let time = Clock.instant().nanoseconds - start.nanoseconds
    times.withLock { $0.count(time) }
    return outcome
  }

  /// What was counted so far.
  var histogram: Histogram { times.withLock { $0 } }
}
