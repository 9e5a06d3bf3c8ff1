/// One figure of a running server: a row of the table from which Prometheus's text, `oper top` and the
/// manual all read. The raw value is its name (Prometheus's rules: counters end in `_total`, times are
/// seconds).
public enum Metric: String, CaseIterable, Sendable {
  case build = "turnstile_build_info"
  case started = "turnstile_start_time_seconds"
  case restarts = "turnstile_restarts_total"
  case lastPause = "turnstile_last_pause_seconds"
  case shardUp = "turnstile_shard_up"
  case terminals = "turnstile_terminals"
  case users = "turnstile_users"
  case sessions = "turnstile_sessions"
  case sessionsStarted = "turnstile_sessions_started_total"
  case sessionsEnded = "turnstile_sessions_ended_total"
  case signOns = "turnstile_sign_ons_total"
  case signOnsRefused = "turnstile_sign_ons_refused_total"
  case unlocksRefused = "turnstile_unlocks_refused_total"
  case connectionsRefused = "turnstile_connections_refused_total"
  case terminalsRefused = "turnstile_terminals_refused_total"
  case ticketsMade = "turnstile_tickets_made_total"
  case ticketsFailed = "turnstile_tickets_failed_total"
  case ticketsAccepted = "turnstile_tickets_accepted_total"
  case ticketsRefused = "turnstile_tickets_refused_total"
  case ticketTime = "turnstile_ticket_seconds"
  case turnTime = "turnstile_turn_seconds"
  case queues = "turnstile_queue_depth"
  case bytes = "turnstile_bytes_total"
  case outputWaiting = "turnstile_output_waiting_bytes"
  case resting = "turnstile_reading_rests"
  case pauses = "turnstile_flow_control_pauses_total"
  case reloads = "turnstile_reloads_total"
  case cards = "turnstile_cards"
  case databaseUp = "turnstile_database_up"
  case messages = "turnstile_messages_total"
  case linesLost = "turnstile_log_records_lost_total"
  case openDescriptors = "process_open_fds"
  case descriptorLimit = "process_max_fds"
  case memory = "process_resident_memory_bytes"
  case processorTime = "process_cpu_seconds_total"

  /// How its values go.
  public enum Kind: String, Sendable {
    /// It only grows, until the server starts anew.
    case counter
    /// It goes up and down.
    case gauge
    /// It counts how many values were at most so large.
    case histogram
  }

  /// What the table says of a figure.
  public struct Row: Sendable {
    /// How its values go.
    public let kind: Kind
    /// Names of its labels, in order.
    public let labels: [String]
    /// What it is, in a sentence.
    public let help: String

    init(_ kind: Kind, _ help: String, by labels: [String] = []) {
      self.kind = kind
      self.labels = labels
      self.help = help
    }
  }

  /// Its row.
  public var row: Row {
    switch self {
    case .build, .started, .restarts, .lastPause, .shardUp, .openDescriptors, .descriptorLimit,
      .memory, .processorTime, .queues, .turnTime:
      processRow
    case .terminals, .users, .sessions, .sessionsStarted, .sessionsEnded, .bytes, .outputWaiting,
      .resting, .pauses, .connectionsRefused, .terminalsRefused:
      terminalRow
    default: securityRow
    }
  }

  private var processRow: Row {
    switch self {
    case .build: Row(.gauge, "1, with the version that runs.", by: ["version"])
    case .started: Row(.gauge, "When the server started, in seconds since 1970.")
    case .restarts:
      Row(
        .counter,
        "Times that sessions outlived the server's process: death (it died), upgrade; tls: the "
          + "process that speaks TLS died.",
        by: ["cause"])
    case .lastPause: Row(.gauge, "How long the last such restart kept users waiting; 0 for none.")
    case .shardUp:
      Row(.gauge, "Whether a shard answered when it was asked for its figures.", by: ["shard"])
    case .openDescriptors: Row(.gauge, "Descriptors that are open.")
    case .descriptorLimit: Row(.gauge, "Most descriptors that may be open.")
    case .memory: Row(.gauge, "Memory that is resident, in bytes.")
    case .processorTime: Row(.counter, "Processor time that was used, in seconds.")
    case .queues:
      Row(
        .gauge,
        "What waits: mailbox (messages to shards), lane (peers with input beyond their turn), "
          + "passwords, helpers, log.", by: ["queue"])
    default:
      Row(.histogram, "Turns of the shards' loops by the time that they took, waiting left out.")
    }
  }

  private var terminalRow: Row {
    switch self {
    case .terminals:
      Row(
        .gauge,
        "Terminals: negotiating, signing_on, menu, session, panel, locked, leaving; away: a user's "
          + "sessions without a terminal.", by: ["state"])
    case .users: Row(.gauge, "Users who are signed on or have sessions.")
    case .sessions:
      Row(
        .gauge, "Sessions by APPLID: ticket (its ticket is being made), connecting, active.",
        by: ["application", "state"])
    case .sessionsStarted: Row(.counter, "Sessions that came up (TPXL9020).", by: ["application"])
    case .sessionsEnded: Row(.counter, "Sessions that ended, and why (TPXL9021).", by: ["reason"])
    case .bytes:
      Row(
        .counter, "Bytes of terminals and hosts: in (read from them), out (written to them).",
        by: ["peer", "direction"])
    case .outputWaiting: Row(.gauge, "Bytes that wait until a peer reads.", by: ["peer"])
    case .resting: Row(.gauge, "Peers that are not read now, for flow control.", by: ["peer"])
    case .pauses:
      Row(
        .counter, "Times that a peer was not read until another had read (flow control).",
        by: ["peer"])
    case .connectionsRefused:
      Row(.counter, "Connections that a limit refused (TPXL9007).", by: ["reason"])
    default:
      Row(.counter, "Clients that did not speak TN3270 or broke it (TPXL9016).", by: ["reason"])
    }
  }

  private var securityRow: Row {
    switch self {
    case .signOns: Row(.counter, "Users who signed on (TPXL0010).")
    case .signOnsRefused: Row(.counter, "Sign-ons that were refused (TPXL9010).", by: ["reason"])
    case .unlocksRefused:
      Row(.counter, "Locked terminals that were not unlocked (TPXL9050).", by: ["reason"])
    case .ticketsMade: Row(.counter, "PassTickets that were made (TPXL9022).", by: ["kind"])
    case .ticketsFailed:
      Row(.counter, "PassTickets that were not made, by reason code (TPXL0921).", by: ["code"])
    case .ticketsAccepted:
      Row(.counter, "PassTickets that a built-in application took (TPXL9023).", by: ["kind"])
    case .ticketsRefused:
      Row(.counter, "Tickets and passwords that one refused (TPXL9024).", by: ["reason"])
    case .ticketTime:
      Row(.histogram, "PassTickets that were asked for by the time until made or refused.")
    case .reloads: Row(.counter, "Definition files read again: good, bad.", by: ["outcome"])
    case .cards: Row(.gauge, "Crypto cards: online, away.", by: ["state"])
    case .databaseUp: Row(.gauge, "Whether the security database can be written.")
    case .messages:
      Row(.counter, "Messages by number, also those the log left out.", by: ["number"])
    default: Row(.counter, "Log records that were lost: log, json, journald.", by: ["form"])
    }
  }
}
