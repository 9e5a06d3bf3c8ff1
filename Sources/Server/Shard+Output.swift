import SessionEngine

/// Output is written at the end of a turn, after all that came in was taken.
///
/// A peer on this machine then wakes once and finds work for all its connections, where it would wake
/// for each; and what one turn brings for a connection is one write.
extension Shard {
  /// Connections with something to write, in order.
  struct Due {
    var terminals: [TerminalConnection] = []
    var hosts: [(host: HostID, connection: HostConnection)] = []
    var isEmpty: Bool { terminals.isEmpty && hosts.isEmpty }
  }

  /// The terminal's output is written before the shard waits again.
  func flushSoon(_ connection: TerminalConnection) {
    guard !connection.channel.isDue else { return }
    connection.channel.isDue = true
    due.terminals.append(connection)
  }

  /// The host's output is written before the shard waits again.
  func flushSoon(_ host: HostID, _ connection: HostConnection) {
    guard let channel = connection.channel, !channel.isDue else { return }
    channel.isDue = true
    due.hosts.append((host, connection))
  }

  /// Writes what is due; a connection that ends at it may leave more to others.
  func flushDue() {
    var (terminal, host) = (0, 0)
    while terminal < due.terminals.count || host < due.hosts.count {
      while terminal < due.terminals.count {
        let connection = due.terminals[terminal]
        terminal += 1
        connection.channel.isDue = false
        flush(connection)
      }
      while host < due.hosts.count {
        let (name, connection) = due.hosts[host]
        host += 1
        connection.channel?.isDue = false
        flush(name, connection)
      }
    }
    due.terminals.removeAll(keepingCapacity: true)
    due.hosts.removeAll(keepingCapacity: true)
  }
}
