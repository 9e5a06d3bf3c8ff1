import Names
import SessionEngine

/// What follows from what was done, in order: the one way to a user's session.
///
/// Whatever happens, at a socket, in a timer or as an effect of something else, is posted here and
/// delivered when nothing else runs. So an event's effects are performed whole, for the terminal that
/// they belong to, before the next event is looked at. What has ended meanwhile takes its events and
/// does nothing.
struct Inbox {
  enum Item {
    /// For the user at a terminal.
    case terminal(TerminalConnection, Event)
    /// From the far end of a session, for whoever has the session by then.
    case host(HostLeg, Event)
    /// The far end of a session is gone, and why.
    case hostEnded(HostLeg, HostEnd)
    /// For an application of the server's own at the far end of a session.
    case application(HostLeg, ApplicationEvent)
    /// A terminal has negotiated: its user's session begins.
    case start(TerminalConnection)
    /// A terminal's user goes on in another process.
    case resume(TerminalConnection)
    /// Sessions were left without a terminal.
    case park(TerminalConnection)
    /// A terminal's connection is gone.
    case lost(TerminalConnection)
    /// A user's other terminals were told that they are left; their sessions move.
    case takeOver(UserID, from: [TerminalConnection], by: TerminalConnection)
    /// A user's password was right, and the terminal was told: whether it took that for a sign-on.
    case arrived(UserID)
  }

  private var items: [Item?] = []
  private var first = 0

  var isEmpty: Bool { first == items.count }

  mutating func post(_ item: Item) { items.append(item) }

  /// Takes what was posted first; nothing of it stays here, so that its bytes can be wiped.
  mutating func next() -> Item? {
    guard first < items.count else { return nil }
    let item = items[first].take()
    first += 1
    if first == items.count {
      items.removeAll(keepingCapacity: true)
      first = 0
    }
    return item
  }
}
