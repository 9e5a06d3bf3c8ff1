public import Names

/// Lines about the site's files: tables, panels, certificates.
public struct SiteMessages: Sendable {
  /// Which line it is.
  public enum Number: String, CaseIterable, Sendable, MessageNumber {
    case tablesLoaded = "TPXL9002"
    case tablesRefused = "TPXL9003"
    case folderLost = "TPXL9065"
    case notWatched = "TPXL9066"
    case tableChanged = "TPXL9067"
    case certificateLoaded = "TPXL9085"
    case certificateRefused = "TPXL9086"

    var example: Message {
      switch self {
      case .tablesLoaded: .site.tablesLoaded(applications: 4, panels: 13)
      case .tablesRefused: .site.tablesRefused(faults: 1, first: "ACT/System.yaml:3:1: ...")
      case .folderLost: .site.folderLost(path: "ACT/Users")
      case .notWatched: .site.notWatched(reason: Example.reason)
      case .tableChanged:
        .site.tableChanged(
          path: "ACT/Applications/TSOA.yaml", by: Example.user, at: Example.terminal,
          isDeleted: false)
      case .certificateLoaded: .site.certificateLoaded(path: "TLS/server.pem", end: "2027-01-31")
      case .certificateRefused: .site.certificateRefused(reason: Example.reason)
      }
    }
  }

  /// Changed definition files are in force.
  public func tablesLoaded(applications: Int, panels: Int) -> Message {
    Message(
      .site(.tablesLoaded), .notice,
      says: "TABLES LOADED: \(applications) APPLICATIONS, \(panels) PANELS",
      meaning: "Changed definition files are in force.")
  }

  /// Changed definition files have faults.
  public func tablesRefused(faults: Int, first: String) -> Message {
    Message(
      .site(.tablesRefused), .warning,
      says: "TABLES REFUSED: \(LogField.counted(faults, "FAULT")); THE FORMER STAY IN FORCE",
      below: [first],
      fields: [.count: "\(faults)", .reason: first],
      meaning: "Changed definition files have faults; the former tables stay in force.",
      action: "Run turnstile check, which shows every fault with its place.")
  }

  /// A folder or file of the site is gone.
  public func folderLost(path: String) -> Message {
    Message(
      .site(.folderLost), .error,
      says: "\(path) IS LOST; THE FORMER TABLES STAY IN FORCE",
      fields: [.path: path],
      meaning: """
        A folder of definition files, or ACT/System.yaml, is gone while the server runs. That \
        is hardly meant, so nothing changes.
        """,
      action: "Bring it back; or, where it is meant, turnstile oper reload.")
  }

  /// An administrator changed a table from a panel.
  ///
  /// - Parameters:
  ///   - path: the file, from the site's directory.
  ///   - user: who.
  ///   - terminal: where.
  ///   - isDeleted: whether the file is gone.
  /// - Returns: the line.
  public func tableChanged(
    path: String, by user: UserID, at terminal: LUName, isDeleted: Bool
  ) -> Message {
    Message(
      .site(.tableChanged), .notice,
      says: "\(path) \(isDeleted ? "DELETED" : "SAVED") BY \(user) AT \(terminal)",
      fields: [.path: path, .user: "\(user)", .terminal: "\(terminal)"],
      meaning: """
        An administrator changed a table of the site from a panel (TPXADMIN), or a user the own \
        file (/E).
        """)
  }

  /// The system watches no more directories for this user.
  public func notWatched(reason: String) -> Message {
    Message(
      .site(.notWatched), .warning,
      says: "CHANGES OF DEFINITION FILES MAY PASS UNNOTICED",
      below: ["REASON: \(reason)"],
      fields: [.reason: reason],
      meaning: """
        The system watches no more directories for this user; the server looks at the files \
        every few seconds all the same.
        """,
      action: "Raise fs.inotify.max_user_watches, then turnstile oper reload.")
  }

  /// Files of the server's certificate have changed, and are in force for new connections.
  public func certificateLoaded(path: String, end: String?) -> Message {
    Message(
      .site(.certificateLoaded), .notice,
      says: "CERTIFICATE LOADED: \(path)" + (end.map { "; IT ENDS ON \($0)" } ?? ""),
      meaning: """
        Files of the server's certificate have changed, and are in force for terminals that \
        connect from now on; those that are there keep theirs.
        """)
  }

  /// Files of the server's certificate have changed, and are no good.
  public func certificateRefused(reason: String) -> Message {
    Message(
      .site(.certificateRefused), .warning,
      says: "CERTIFICATE REFUSED; THE FORMER STAYS IN FORCE",
      below: ["REASON: \(reason)"],
      meaning: """
        Files of the server's certificate have changed, and cannot be used together: terminals \
        that connect get the former one.
        """,
      action: "Correct the file that the reason names; it is read again at once.")
  }
}
