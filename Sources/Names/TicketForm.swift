public import Bytes

/// Which of an application's keys a ticket is asked for with (CA TPX Programming Guide, Generate Pass
/// Ticket and Gen Qualified Pass Ticket Fields).
public enum TicketForm: UInt8, Freezable, Hashable, Sendable {
  /// The application's own.
  case plain
  /// One that is qualified by the user or the group.
  case qualified
  /// The qualified one where there is one, else the application's.
  case best
}
