import Bytes
import Journal
import Messages
import Names
import Panels
import SAF
import SessionEngine
import Tables
import Time

/// What DISPLAY tells of terminals, users and tables of a running server, a table for each thing.
enum LiveDisplay: String, CaseIterable, Sendable {
  case users = "USERS"
  case sessions = "SESSIONS"
  case terminals = "TERMINALS"
  case applications = "APPLS"
  case traces = "TRACES"
  case lus = "LUS"
  case tickets = "TICKETS"
  case tables = "TABLES"
  case views = "VIEWS"

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

  /// What a shard has for a table.
  enum Part: Sendable {
    case rows([[String]])
    /// How many sessions there are with each application of the tables.
    case counts([SessionID: Int], of: Site)
  }

  /// How it may be written: whole, and by its first letter; terminals have the T alone.
  var words: [String] {
    let isAlone = ![.traces, .tickets, .tables].contains(self)
    return [rawValue, String(rawValue.prefix(isAlone ? 1 : 2))]
  }

  /// What is expected behind `D`, besides what ICSF and SMF show.
  static let expected = allCases.map(\.rawValue).joined(separator: "  ")

  var headings: [String] {
    switch self {
    case .users: ["USER", "TERMINAL", "ADDRESS", "IDLE", "SESSIONS", "SHOWS"]
    case .sessions: ["USER", "TERMINAL", "SESSION", "APPL", "STATE"]
    case .terminals: ["TERMINAL", "ADDRESS", "TLS", "TYPE", "USER", "SHOWS"]
    case .applications: ["SESSION", "APPL", "HOST", "ACTIVE", "STATE"]
    case .traces: ["TERMINAL", "FILE", "STATE"]
    case .lus: ["LU", "HOST", "SESSION", "USER", "TERMINAL"]
    case .tickets: ["RESULT", "BY", "COUNT"]
    case .tables: ["TABLE", "ENTRIES", "FILES"]
    case .views: ["VIEWER", "AT", "ADDRESS", "USER", "TERMINAL", "STATE"]
    }
  }

  /// The table of what all shards have: users, terminals and the like in their order, applications in
  /// the menu's.
  func table(_ parts: [Part]) -> TextTable {
    var table = TextTable(headings)
    var rows: [[String]] = []
    var counts: [SessionID: Int] = [:]
    var site: Site?
    for part in parts {
      switch part {
      case .rows(let some): rows += some
      case .counts(let some, let its):
        counts.merge(some, uniquingKeysWith: +)
        site = its
      }
    }
    for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) { table.append(row) }
    for definition in site?.tables.sessions ?? [] {
      let count = counts[definition.ownID] ?? 0
      let state = site?.hold(on: definition)?.keeping.rawValue ?? "ACTIVE"
      table.append(Site.names(of: definition) + ["\(count)", state])
    }
    return table
  }

  // MARK: On a shard

  /// What a shard has for the table.
  func part(_ shard: Shard) -> Part {
    switch self {
    case .users:
      return .rows(
        seats(shard).map { user($0.user, $0.connection, now: shard.reactor.now.instant) })
    case .sessions: return .rows(seats(shard).flatMap { sessions($0.user, $0.connection) })
    case .terminals: return .rows(shard.terminals.all.filter(\.isConnected).map(terminal))
    case .applications: return .counts(counts(shard), of: shard.context.site)
    case .traces: return .rows(shard.terminals.all.compactMap(trace))
    case .lus: return .rows(seats(shard).flatMap { lus($0.user, $0.connection, of: shard.hosts) })
    case .views: return .rows(seats(shard).flatMap { views($0.connection) })
    // The log counts for all shards.
    case .tickets:
      return .rows(
        shard.context.index == 0 ? tickets(shard.context.services.journal.figures.counts) : [])
    // All shards have the same.
    case .tables: return .rows(shard.context.index == 0 ? tables(shard.context.site) : [])
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

  private func counts(_ shard: Shard) -> [SessionID: Int] {
    var counts: [SessionID: Int] = [:]
    for connection in shard.terminals.all {
      for session in connection.session?.sessions ?? SessionTable() {
        counts[session.definition.ownID, default: 0] += 1
      }
    }
    return counts
  }

  private func sessions(_ user: String, _ connection: TerminalConnection) -> [[String]] {
    (connection.session?.sessions ?? SessionTable()).map { session in
      [
        user, name(connection), "\(session.id)", "\(session.definition.application)",
        TerminalReport.state(session),
      ]
    }
  }

  /// LU names that hosts gave to a user's sessions.
  private func lus(
    _ user: String, _ connection: TerminalConnection, of hosts: HostDesk
  ) -> [[String]] {
    (connection.session?.sessions ?? SessionTable()).compactMap { session in
      hosts.connection(session.handle)?.name.map { lu in
        ["\(lu)", "\(session.definition.host)", "\(session.id)", user, name(connection)]
      }
    }
  }

  /// Who looks on at a terminal, or asks to.
  private func views(_ connection: TerminalConnection) -> [[String]] {
    (connection.session?.audience.places ?? []).map { place in
      [
        "\(place.viewer.user)", "\(place.viewer.terminal)", place.viewer.address,
        "\(place.target.user)", "\(place.target.terminal)", place.isLet ? "views" : "asks",
      ]
    }
  }

  /// What became of tickets since the process began: those that were made by their kind, those that could
  /// not be by TPXL0921's reason code, and those that somebody had evaluated.
  private func tickets(_ counts: MessageCounts) -> [[String]] {
    let results: [(String, MessageID)] = [
      ("made", .security(.ticketIssued)), ("failed", .security(.ticketFailed)),
      ("accepted", .security(.ticketAccepted)), ("refused", .security(.ticketRefused)),
    ]
    return results.flatMap { word, id in
      counts.values(of: id).map { [word, $0, "\($1)"] }
    }
  }

  /// How many entries each table in force has.
  private func tables(_ site: Site) -> [[String]] {
    site.tables.sizes.map { [$0.kind, "\($0.entries)", $0.place] }
      + [["PANELS", "\(site.panels.names.count)", "Screens"]]
  }

  private func trace(_ connection: TerminalConnection) -> [String]? {
    connection.trace.map { trace in
      [
        name(connection), trace.sink.name,
        trace.sink.end.map { "ended: \($0)" } ?? (trace.isOver ? "ended" : "on"),
      ]
    }
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
