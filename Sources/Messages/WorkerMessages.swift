/// Lines about processes that follow one another, while terminals and hosts stay.
public enum WorkerMessages {
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
  public static func died(_ end: String, has legs: Legs) -> Message {
    Message(
      .workerReplaced,
      "SERVER PROCESS ENDED \(end); ANOTHER GOES ON WITH \(legs.text)",
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
  public static func upgraded(from: String, to: String, has legs: Legs) -> Message {
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
      below: reason.split(separator: "\n").map { "REASON: \($0)" }, fields: [.reason: reason],
      meaning: "A program that was to take over could not, and nothing was changed.",
      action: "By the reason; then turnstile upgrade again.")
  }

  /// A connection at whose input two processes died was ended.
  ///
  /// - `file`: where what it said is kept, or why it is not.
  public static func quarantined(address: String, file: String) -> Message {
    Message(
      .quarantined,
      "CONNECTION \(address.isEmpty ? "TO A HOST" : "FROM \(address)") ENDED: "
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
  public static func leftOut(_ what: String) -> Message {
    Message(
      .quarantined,
      "\(what) LEFT OUT: TWO SERVER PROCESSES ENDED AS THEY WORKED AT IT",
      meaning: """
        Two processes of the server died while they worked at the state of this terminal or \
        session, and not at what it had sent. It has ended; everybody else goes on.
        """,
      action: "Tell the developers, with what standard error says.")
  }

  /// Each with facts made up, as the manual shows it.
  static var examples: (died: Message, upgraded: Message, refused: Message) {
    let legs = Legs(terminals: 3000, hosts: 3000, milliseconds: 400)
    return (
      died("BY SIGNAL 9", has: legs), upgraded(from: "0.1.0", to: "0.2.0", has: legs),
      upgradeRefused(reason: "...")
    )
  }
}
