import Bytes
import Names
import SessionEngine
import Tables
import Time

/// What DISPLAY tells of terminals and users of a running server, a table for each thing.
enum LiveDisplay: String, CaseIterable, Sendable {
  case users = "USERS"
  case sessions = "SESSIONS"
  case terminals = "TERMINALS"
  case applications = "APPLS"
  case traces = "TRACES"

  /// One of them, and how its table is written.
  struct Wish: Sendable {
    let thing: LiveDisplay
    let format: TextTable.Format

    /// The wish of `USERS` or `U`, and of `USERS AS CSV`; nil where words say neither.
    init?(_ operands: [String]) {
      let words = operands.map { $0.uppercased() }
      guard let first = words.first,
        let thing = LiveDisplay.allCases.first(where: { $0.words.contains(first) })
      else { return nil }
      self.thing = thing
      switch words.count {
      case 1: format = .table
      case 3 where words[1] == "AS":
        guard let format = TextTable.Format(rawValue: words[2]) else { return nil }
        self.format = format
      default: return nil
      }
    }
  }

  /// How it may be written: whole, and as one letter where no other begins with it.
  var words: [String] {
    switch self {
    case .users, .sessions, .applications: [rawValue, String(rawValue.prefix(1))]
    case .terminals: [rawValue, "T"]
    case .traces: [rawValue, "TR"]
    }
  }

  /// What is expected behind `D`, besides what ICSF and SMF show.
  static let expected = allCases.map(\.rawValue).joined(separator: "  ")

  var headings: [String] {
    switch self {
    case .users: ["USER", "TERMINAL", "ADDRESS", "IDLE", "SESSIONS", "SHOWS"]
    case .sessions: ["USER", "TERMINAL", "SESSION", "APPL", "STATE"]
    case .terminals: ["TERMINAL", "ADDRESS", "TLS", "TYPE", "USER", "SHOWS"]
    case .applications: ["SESSION", "APPL", "HOST", "ACTIVE"]
    case .traces: ["TERMINAL", "FILE", "STATE"]
    }
  }

  /// The table of all shards' rows.
  func table(_ parts: [[[String]]]) -> TextTable {
    var table = TextTable(headings)
    let rows = parts.flatMap(\.self)
    guard self == .applications else {
      for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) { table.append(row) }
      return table
    }
    // Each shard counts its own sessions; the order is the menu's.
    var places: [String: Int] = [:]
    var sums: [[String]] = []
    for row in rows {
      if let place = places[row[0]] {
        sums[place][3] = "\((Int(sums[place][3]) ?? 0) + (Int(row[3]) ?? 0))"
      } else {
        places[row[0]] = sums.count
        sums.append(row)
      }
    }
    for row in sums { table.append(row) }
    return table
  }

  // MARK: On a shard

  /// A shard's rows.
  func rows(_ shard: Shard) -> [[String]] {
    switch self {
    case .users: seats(shard).map { user($0.user, $0.connection, now: shard.reactor.now.instant) }
    case .sessions:
      seats(shard).flatMap { user, connection in
        (connection.session?.sessions.map { $0 } ?? []).map { session in
          [
            user, name(connection), "\(session.id)", "\(session.definition.application)",
            TerminalReport.state(session),
          ]
        }
      }
    case .terminals: shard.terminals.all.filter(\.isConnected).map(terminal)
    case .applications:
      shard.context.site.tables.sessions.map { definition in
        let count = shard.terminals.all.reduce(0) { sum, connection in
          sum
            + (connection.session?.sessions.count { $0.definition.ownID == definition.ownID } ?? 0)
        }
        return [
          "\(definition.ownID)", "\(definition.application)", "\(definition.host)", "\(count)",
        ]
      }
    case .traces:
      shard.terminals.all.compactMap { connection in
        connection.trace.map { trace in
          [
            name(connection), trace.sink.name,
            trace.sink.end.map { "ended: \($0)" } ?? (trace.isOver ? "ended" : "on"),
          ]
        }
      }
    }
  }

  private typealias Seat = (user: String, connection: TerminalConnection)

  /// Where users are, and where they left sessions.
  private func seats(_ shard: Shard) -> [Seat] {
    shard.users.all.flatMap { user in
      shard.users.terminals(of: user).map { ("\(user)", $0) }
    }
  }

  private func name(_ connection: TerminalConnection) -> String {
    (connection.session?.terminal.name ?? connection.name).map { "\($0)" } ?? "-"
  }

  private func user(
    _ user: String, _ connection: TerminalConnection, now: Instant
  ) -> [String] {
    let session = connection.session
    let idle = session.map { $0.lastKey.duration(to: now).components.seconds } ?? 0
    return [
      user, name(connection), connection.isConnected ? connection.address : "-",
      Self.clock(idle), "\(session?.sessions.count ?? 0)", session?.shown ?? "-",
    ]
  }

  private func terminal(_ connection: TerminalConnection) -> [String] {
    let session = connection.session
    return [
      name(connection), connection.address, connection.channel?.isSecure ?? false ? "yes" : "no",
      session.map { "\($0.terminal.type)" } ?? "-",
      session?.signedOnUser.map { "\($0)" } ?? "-", session?.shown ?? "it negotiates",
    ]
  }

  /// Seconds as hours, minutes and seconds, as `1:02:03`.
  private static func clock(_ seconds: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = max(0, seconds)
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}
