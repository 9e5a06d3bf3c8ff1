/// Lines about processes that follow one another, while terminals and hosts stay.
public struct WorkerMessages: Sendable {
  /// Which line it is.
  public enum Number: String, CaseIterable, Sendable, MessageNumber {
    case died = "TPXL9100"
    case upgraded = "TPXL9101"
    case upgradeRefused = "TPXL9102"
    case quarantined = "TPXL9103"
    case sessionsKept = "TPXL9110"

    var example: Message {
      switch self {
      case .died: .worker.died("BY SIGNAL 9", has: Example.legs)
      case .upgraded: .worker.upgraded(from: "0.1.0", to: "0.2.0", has: Example.legs)
      case .upgradeRefused: .worker.upgradeRefused(reason: Example.reason)
      case .quarantined: .worker.quarantined(address: Example.address, file: "state/crashes/...")
      case .sessionsKept: .worker.sessionsKept(terminals: 3000, sessions: 3000)
      }
    }
  }

  /// What a process goes on with.
  public struct Legs: Hashable, Sendable {
    /// Connections of terminals.
    public let terminals: Int
    /// Connections to hosts.
    public let hosts: Int
    /// How long nobody served.
    public let milliseconds: Int

    /// Counts, and the time.
    public init(terminals: Int, hosts: Int, milliseconds: Int) {
      self.terminals = terminals
      self.hosts = hosts
      self.milliseconds = milliseconds
    }

    var text: String {
      "\(LogField.counted(terminals, "TERMINAL")), \(LogField.counted(hosts, "HOST")) "
        + "AFTER \(milliseconds) MS"
    }
  }

  /// The server's process ended without being told to, and another one went on.
  ///
  /// - `end`: how it ended, as `BY SIGNAL 9`.
  public func died(_ end: String, has legs: Legs) -> Message {
    Message(
      .worker(.died), .error,
      says: "SERVER PROCESS ENDED \(end); ANOTHER GOES ON WITH \(legs.text)",
      meaning: """
        The server's process ended without being told to: a fault of its own, or somebody's kill. \
        Its keeper started another one, which went on with all terminals and hosts.
        """,
      action: """
        Signal 9 is somebody's kill, or the system's where memory ran out. For anything else tell \
        the developers, with what standard error says.
        """)
  }

  /// A program took over from another one.
  public func upgraded(from: String, to: String, has legs: Legs) -> Message {
    Message(
      .worker(.upgraded), .notice,
      says: "TURNSTILE \(to) GOES ON FROM \(from) WITH \(legs.text)",
      meaning: "An operator had a program take over all terminals and hosts.")
  }

  /// An upgrade did not come about.
  public func upgradeRefused(reason: String) -> Message {
    Message(
      .worker(.upgradeRefused), .warning,
      says: "UPGRADE REFUSED; THE FORMER PROGRAM GOES ON",
      below: reason.split(separator: "\n").map { "REASON: \($0)" }, fields: [.reason: reason],
      meaning: "A program that was to take over could not, and nothing was changed.",
      action: "By the reason; then turnstile upgrade again.")
  }

  /// A connection at whose input two processes died was ended.
  ///
  /// - `file`: where what it said is kept, or why it is not.
  public func quarantined(address: String, file: String) -> Message {
    Message(
      .worker(.quarantined), .error,
      says: "CONNECTION \(address.isEmpty ? "TO A HOST" : "FROM \(address)") ENDED: "
        + "TWO SERVER PROCESSES ENDED AT ITS INPUT",
      below: ["INPUT: \(file)"], fields: [.address: address, .path: file],
      meaning: """
        Two processes of the server died while they worked at what this connection had sent. It is \
        not tried a third time; everybody else goes on.
        """,
      action: "Send the file, in which texts are dark, to the developers.")
  }

  /// What could not be taken over without the death of whoever did was left out.
  ///
  /// - `what`: as `TERMINAL FROM 192.0.2.1`.
  public func leftOut(_ what: String) -> Message {
    Message(
      .worker(.quarantined), .error,
      says: "\(what) LEFT OUT: TWO SERVER PROCESSES ENDED AS THEY WORKED AT IT",
      meaning: """
        Two processes of the server died while they worked at the state of this terminal or \
        session, and not at what it had sent. It has ended; everybody else goes on.
        """,
      action: "Tell the developers, with what standard error says.")
  }

  /// A new worker goes on with what its forerunner had.
  public func sessionsKept(terminals: Int, sessions: Int) -> Message {
    Message(
      .worker(.sessionsKept), .notice,
      says: "SERVER GOES ON; TERMINALS: \(terminals), SESSIONS: \(sessions)",
      meaning: "A new process goes on with the terminals and sessions of the one before it.")
  }
}
