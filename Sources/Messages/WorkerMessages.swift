// MARK: Processes that follow one another, while terminals and hosts stay

extension Message {
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
  public static func workerReplaced(end: String, has legs: Legs) -> Message {
    Message(
      .workerReplaced,
      "SERVER PROCESS ENDED \(end); ANOTHER GOES ON WITH \(legs.text)",
      meaning: """
        The server's process ended without being told to: a fault of its own, or somebody's kill. \
        Its keeper started another one, which went on with all terminals and hosts.
        """,
      action: """
        Signal 9 is somebody's kill, or the system's where memory ran out. For anything else tell the \
        developers, with what standard error says.
        """)
  }

  /// A program took over from another one.
  public static func programReplaced(from: String, to: String, has legs: Legs) -> Message {
    Message(
      .programReplaced,
      "TURNSTILE \(to) GOES ON FROM \(from) WITH \(legs.text)",
      meaning: "An operator had a program take over all terminals and hosts.")
  }

  /// An upgrade did not come about.
  public static func upgradeRefused(reason: String) -> Message {
    Message(
      .upgradeRefused,
      "UPGRADE REFUSED; THE FORMER PROGRAM GOES ON",
      below: reason.split(separator: "\n").map { "REASON: \($0)" },
      meaning: "A program that was to take over could not, and nothing was changed.",
      action: "By the reason; then turnstile upgrade again.")
  }
}
