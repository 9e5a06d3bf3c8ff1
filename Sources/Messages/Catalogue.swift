extension MessageID {
  /// Whether TPX documents the message; the others are this product's own.
  public var isDocumented: Bool { rawValue < "TPXL9000" }

  /// What the message means, and what to do: the text of the manual.
  public var explanation: (meaning: String, action: String) {
    switch self {
    case .signOn: ("A user signed on at a terminal.", "None.")
    case .lostTerminal:
      ("A terminal's connection ended; sessions of its user stay.", "None.")
    case .dataStreamError:
      (
        "An application sent a 3270 data stream that breaks the rules; what came before stays.",
        "Report it to the owner of the application; `Data stream errors: END` ends sessions then."
      )
    case .logon: ("A terminal connected and negotiated.", "None.")
    case .ticketFailed:
      (
        "A PassTicket could not be made, so the session did not start. Reason code 0C is "
          + "TPX's; 80 and above are this product's own (turnstile manual reasons shows all).",
        "turnstile diagnose finds the cause. 0C or 80 with 0C0000: bring the crypto card back "
          + "(turnstile card online), or set Generate Pass Ticket: N. 08271C: copy the key into "
          + "this CKDS. 082714: load the master key of the CKDS. 81: define the profile, or "
          + "correct Pass Ticket prof name."
      )
    case .aclUserInvalid:
      (
        "The ACT entry names an ACL Userid that is not the signed-on user, who alone may have a "
          + "ticket.", "Leave ACL Userid out."
      )
    case .serverStarted: ("The server takes connections.", "None.")
    case .serverStopped: ("The server was told to stop, and stopped.", "None.")
    case .tablesLoaded: ("Changed definition files are in force.", "None.")
    case .tablesRefused:
      (
        "Changed definition files have faults; the former tables stay in force.",
        "Run turnstile check, which shows every fault with its place."
      )
    case .folderLost:
      (
        "A folder of definition files, or ACT/System.yaml, is gone while the server runs. That is "
          + "hardly meant, so nothing changes.",
        "Bring it back; or, where it is meant, turnstile oper reload."
      )
    case .notWatched:
      (
        "The system watches no more directories for this user; the server looks at the files every "
          + "few seconds all the same.",
        "Raise fs.inotify.max_user_watches, then turnstile oper reload."
      )
    case .cardOffline: ("The crypto card was taken away.", "turnstile card online brings it back.")
    case .cardOnline: ("The crypto card is back.", "None.")
    case .cardLost:
      (
        "A PKCS#11 token does not answer; keys under its master key make no tickets.",
        "By the reason: start the token's server, mend the PIN file, or look at the card."
      )
    case .cardFound: ("A PKCS#11 token answers, and its master key is there.", "None.")
    case .recordsLost:
      (
        "The log could not take so many records for a while.",
        "Look at the disk of the state directory."
      )
    case .connectionRefused:
      (
        "A connection was refused by a limit, which the reason names.",
        "Where it is that of one address and the address is one of yours, raise Unsigned terminals "
          + "per address. Where it is that of all terminals, raise the limit of descriptors "
          + "(ulimit -n) and start again. Where the address did wrong before, wait."
      )
    case .acceptPaused:
      ("No descriptor is left for new connections; they wait.", "Raise the limit (ulimit -n).")
    case .acceptFailed:
      (
        "The system refuses to hand over new connections, though descriptors are left; they wait, "
          + "and are tried five times a second. Told once until one could be taken again.",
        "By the reason: look at the machine's memory and at its limits."
      )
    case .signOnRefused:
      (
        "A sign-on was refused. The terminal is not told why. Only names of users are written "
          + "down: what else was typed may be a part of a password.", "By the reason."
      )
    case .signOff: ("A user signed off; so many sessions stay.", "None.")
    case .locked: ("A terminal was locked.", "None.")
    case .unlocked: ("A terminal was unlocked.", "None.")
    case .timedOut: ("A time-out struck.", "None.")
    case .takenOver: ("Sessions moved to another terminal of the same user.", "None.")
    case .terminalRefused:
      ("A client did not speak TN3270, or broke the protocol.", "Use a TN3270 client.")
    case .foreignInput:
      (
        "A client sent data for places that no input field of the panel holds; it was left out.",
        "If it happens again, find out who uses such a client."
      )
    case .sessionStarted: ("A session is connected to its application.", "None.")
    case .sessionEnded: ("A session ended, and why.", "By the reason.")
    case .ticketIssued: ("A PassTicket was made.", "None.")
    case .ticketAccepted: ("A demonstration application accepted a PassTicket.", "None.")
    case .ticketRefused:
      ("A demonstration application refused a ticket or password.", "By the reason.")
    case .drift:
      (
        "What a terminal showed differed from the session's model, which was repaired.",
        "Report it: the model of the screen has a fault."
      )
    case .sizeDiffered:
      (
        "A terminal answered with a screen of another size than its host ordered. The session's "
          + "own screen counts; the terminal is drawn anew.",
        "None. If it happens again, report it with the emulator's name and the host's application."
      )
    case .operatorCommand: ("An operator asked the server.", "None.")
    case .messageSent: ("A message was sent to a user.", "None.")
    case .linesLeftOut:
      (
        "Lines about terminals that are not signed on were counted in place of being written, so "
          + "that nobody can fill the log: each kind of line is written once for an address, "
          + "then counted for 15 seconds, and all such lines together have a limit a minute.",
        "Find out who has the address; the lines before say what it does."
      )
    case .warning:
      (
        "The server starts, or goes on, with something that is seldom wanted.", "By the text."
      )
    case .serverStopping:
      (
        "The server was told to stop: users are told on their screens, and sessions end.", "None."
      )
    case .unlockRefused:
      (
        "A locked terminal was not unlocked. Wrong passwords count as at sign-on.", "By the reason."
      )
    case .passwordChanged:
      ("A user changed the own password or phrase at the logon panel.", "None.")
    case .userRevoked:
      (
        "The last wrong password was one too many: the user is revoked, and no password signs on.",
        "Find out who tried; ALTUSER userid RESUME lets the user sign on again, and with "
          + "PASSWORD(...) gives another password."
      )
    case .databaseFailed:
      (
        "A change of the security database could not be written, so that nobody signs on and no "
          + "used ticket can be noted down.",
        "By the cause, which names the file: make room on its disk, or mend the disk. It goes on "
          + "by itself."
      )
    case .databaseWorks: ("The security database can be written again.", "None.")
    case .passwordAccepted:
      ("A demonstration application let a user in by password or phrase.", "None.")
    }
  }
}

/// The manual's page of messages.
public enum MessagesPage {
  /// All messages in order, as Markdown.
  public static func markdown() -> String {
    var page = "# Messages\n\n"
    for id in MessageID.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
      let (meaning, action) = id.explanation
      page += "## \(id.rawValue)\(id.isDocumented ? "" : " (Turnstile's own)")\n\n"
      page += "\(meaning)\n\nWhat to do: \(action)\n\n"
    }
    return page
  }
}
