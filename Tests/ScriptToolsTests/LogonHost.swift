import DataStream
import EBCDIC

/// Hosts of tests that ask for a user and a password in the words of their system, and misbehave as asked.
struct LogonHost {
  enum System: String, CaseIterable {
    case tsoPanel, tsoLine, tsoFields, cics, cicsGroup, imsPanel, imsLine, vmLogo, vmLine, tk4, tk5

    /// The ready script for it.
    var script: String {
      switch self {
      case .tsoPanel, .tsoLine, .tsoFields: "TSO"
      case .cics, .cicsGroup: "CICS"
      case .imsPanel, .imsLine: "IMS"
      case .vmLogo, .vmLine: "VM"
      case .tk4, .tk5: "MVS38"
      }
    }
  }

  enum Mood: String, CaseIterable {
    case plain, slow, split, early, broadcast, held
    case wrongOnce, wrongTwice, expired, inUse, dropped, silent

    /// Whether the user is logged on at the end.
    var isGood: Bool {
      switch self {
      case .plain, .slow, .split, .early, .broadcast, .held, .wrongOnce: true
      default: false
      }
    }
  }

  /// What the host does, so many seconds later.
  enum Output {
    case record([UInt8], after: Int)
    case drop
  }

  private enum Step { case first, started, password, held, ready }

  let system: System
  let mood: Mood
  private var step = Step.first
  private var tries = 0
  /// What it was told and did not expect.
  private(set) var faults: [String] = []

  static let user = "BOB"
  static let secret = "S3CRET"

  init(_ system: System, _ mood: Mood) { (self.system, self.mood) = (system, mood) }

  // MARK: Screens

  private static let tsoPanel = """
    ------------------------------- TSO/E LOGON -----------------------------------

    \u{1}
    Enter LOGON parameters below:

    Userid    ===> BOB

    Password  ===> {8!}

    Procedure ===> {8}
    """
  private static let tsoFields = """
    ------------------------------- TSO/E LOGON -----------------------------------
    \u{1}
    Userid    ===> {8}
    Password  ===> {8!}
    """
  private static let cics = """
                               Signon to CICS                              APPLID CICSA

    Type your userid and password, then press ENTER:

    Userid . . . . {8}   \u{2}
    Password . . . {8!}
    New Password . {8!}

    \u{1}
    F3=Exit
    """
  private static let ims = """
    DFS3649A /SIGN COMMAND REQUIRED FOR IMS IMSA   \u{1}

    USERID:   {8}
    PASSWORD: {8!}
    GROUP NAME: {8}
    """
  private static let vmLogo = """
    z/VM ONLINE

    \u{1}
    USERID   ===> {8}
    PASSWORD ===> {8!}
    COMMAND  ===> {30}
                                                                RUNNING   VMSYS
    """
  private static let tk4 = """
    Terminal   CUU0C0                                     Date  27.11.26
                        The MVS 3.8j
                     Tur(n)key System
    TK3 created by Volker Bandke
    Logon ===> {60}
    """

  private func panel(_ text: String, _ message: String = "") -> String {
    text.replacing("\u{1}", with: message)
      .replacing("\u{2}", with: system == .cicsGroup ? "Groupid . . . {8}" : "")
  }

  /// The screen that asks for the password, with a message.
  private func question(_ message: String = "") -> String {
    switch system {
    case .tsoPanel: panel(Self.tsoPanel, message)
    case .tsoFields: panel(Self.tsoFields, message)
    case .tsoLine:
      message.isEmpty
        ? "IKJ56700A ENTER USERID - BOB\nIKJ56714A ENTER CURRENT PASSWORD FOR BOB-\n{8!}"
        : "\(message)\nIKJ56429A REENTER -\n{8!}"
    case .cics, .cicsGroup:
      panel(Self.cics, message.isEmpty ? "DFHCE3520 Please type your userid." : message)
    case .imsPanel: panel(Self.ims, message)
    case .imsLine: "DFS3649A /SIGN COMMAND REQUIRED FOR IMS IMSA \(message)\n{78}"
    case .vmLogo: panel(Self.vmLogo, message)
    case .vmLine: message.isEmpty ? "LOGON BOB\nEnter your password,\n{8!}" : "\(message)\n{78}"
    case .tk4, .tk5: "\(message)\nENTER CURRENT PASSWORD FOR BOB-\n{8!}"
    }
  }

  private var first: String {
    switch system {
    case .tsoPanel, .tsoLine: "IKJ56700A ENTER USERID -\n{40}"
    case .cics, .cicsGroup: "WELCOME TO CICS\n{1}"
    case .vmLine: "z/VM ONLINE\nEnter one of the following commands:\nLOGON userid\n{78}"
    case .tk4: Self.tk4
    case .tk5: "ENTER USERID -\n{40}"
    case .tsoFields, .imsPanel, .imsLine, .vmLogo: question()
    }
  }

  private var ready: String {
    switch system {
    case .tsoPanel: "ISPF Primary Option Menu\nOption ===> {60}"
    case .tsoLine, .tsoFields, .tk5: "READY\n{70}"
    case .cics, .cicsGroup: "DFHCE3549 Sign-on is complete (Language ENU).\n{1}"
    case .imsPanel, .imsLine: "DFS3650I SESSION STATUS FOR IMS IMSA\n{78}"
    case .vmLogo: "LOGON AT 14:01:02 CET FRIDAY 11/27/26\nz/VM V7.3\n{78}"
    case .vmLine: "RECONNECTED AT 14:01:02 CET FRIDAY 11/27/26\n{78}"
    case .tk4: "TSO APPLICATIONS\nOption ===> {60}"
    }
  }

  /// The words of a refusal.
  private var refusal: String {
    switch (system, mood) {
    case (.tsoPanel, .expired), (.tsoLine, .expired), (.tsoFields, .expired):
      "IKJ56415I CURRENT PASSWORD HAS EXPIRED - ENTER NEW PASSWORD"
    case (.tsoPanel, .inUse), (.tsoLine, .inUse), (.tsoFields, .inUse):
      "IKJ56425I LOGON REJECTED, USERID BOB IN USE"
    case (.tsoPanel, _), (.tsoLine, _), (.tsoFields, _):
      "IKJ56421I PASSWORD NOT AUTHORIZED FOR USERID"
    case (.cics, .expired), (.cicsGroup, .expired):
      "DFHCE3525 Your password has expired. Please type your new password."
    case (.cics, .inUse), (.cicsGroup, .inUse): "The userid is already signed on."
    case (.cics, _), (.cicsGroup, _): "DFHCE3532 Your password is invalid. Please retype."
    case (.imsPanel, .expired), (.imsLine, .expired): "REJECTED PASSWORD HAS EXPIRED"
    case (.imsPanel, .inUse), (.imsLine, .inUse): "REJECTED USER ALREADY SIGNED ON"
    case (.imsPanel, _), (.imsLine, _): "REJECTED PASSWORD IS NOT AUTHORIZED"
    case (.vmLogo, .expired), (.vmLine, .expired): "YOUR PASSWORD HAS EXPIRED"
    case (.vmLogo, .inUse), (.vmLine, .inUse): "HCPLGA054E Already logged on GRAF 0021"
    case (.vmLogo, _), (.vmLine, _):
      "HCPLGA050E LOGON unsuccessful--incorrect userid and/or password"
    case (.tk4, .expired), (.tk5, .expired): "CURRENT PASSWORD HAS EXPIRED"
    case (.tk4, .inUse), (.tk5, .inUse): "LOGON REJECTED, USERID BOB IN USE"
    case (.tk4, _), (.tk5, _): "PASSWORD NOT AUTHORIZED FOR USERID BOB"
    }
  }

  // MARK: Conversation

  /// What it shows at the beginning.
  mutating func start() -> [Output] {
    switch system {
    case .tsoFields, .imsPanel, .imsLine, .vmLogo: step = .password
    default: step = .first
    }
    return show(first)
  }

  /// Takes a key; texts in the order of their fields.
  mutating func take(_ record: [UInt8]) -> [Output] {
    guard let input = try? InboundRecord(record, in: .model2) else {
      faults.append("a broken record")
      return []
    }
    let texts = input.fields.sorted { $0.position < $1.position }.map {
      var text = CodePage.bracket.decode($0.data)
      while text.last == " " { text.removeLast() }
      return text
    }.filter { !$0.isEmpty }
    switch step {
    case .first: return begin(input.aid, texts)
    case .started:
      expect(texts, ["CESN"])
      step = .password
      return show(question())
    case .password: return check(texts)
    case .held:
      step = .ready
      if input.aid != (system.script == "VM" ? .clear : .enter) {
        faults.append("\(input.aid) at a hold")
      }
      return show(ready)
    case .ready:
      faults.append("\(input.aid) at the end")
      return []
    }
  }

  private mutating func begin(_ key: AID, _ texts: [String]) -> [Output] {
    switch system {
    case .cics, .cicsGroup:
      if key != .clear { faults.append("\(key) at the beginning") }
      step = .started
      return show("")
    case .vmLine: expect(texts, ["LOGON " + Self.user])
    default: expect(texts, [Self.user])
    }
    step = .password
    return show(question())
  }

  private mutating func expect(_ texts: [String], _ wanted: [String]) {
    if texts != wanted { faults.append("\(texts) for \(wanted)") }
  }

  private mutating func check(_ texts: [String]) -> [Output] {
    tries += 1
    switch system {
    case .imsLine: expect(texts, ["/SIGN ON \(Self.user) \(Self.secret)"])
    case .tsoPanel, .tsoLine, .vmLine, .tk4, .tk5: expect(texts, [Self.secret])
    default: expect(texts, [Self.user, Self.secret])
    }
    switch mood {
    case .expired, .inUse, .wrongTwice: return refuse()
    case .wrongOnce where tries == 1: return refuse()
    case .dropped: return [.drop]
    case .silent: return []
    case .held:
      switch system.script {
      case "TSO", "MVS38":
        step = .held
        return show("BOB LOGON IN PROGRESS\nTHE SYSTEM GOES DOWN AT 18:00\n***")
      case "VM":
        step = .held
        return show(
          "LOGON AT 14:01:02 CET\nTHE SYSTEM GOES DOWN AT 18:00\n{60}\n        MORE...   VMSYS")
      default: break
      }
    default: break
    }
    step = .ready
    return show(ready)
  }

  private mutating func refuse() -> [Output] {
    if system == .vmLine { step = .first }
    return show(question(refusal))
  }

  // MARK: Moods

  private func show(_ screen: String) -> [Output] {
    let whole = HostScreen.record(screen)
    switch mood {
    case .slow: return [.record(whole, after: 20)]
    case .split:
      let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
      let half = lines.prefix(lines.count / 2).joined(separator: "\n")
      return [
        .record(HostScreen.record(half, restores: false), after: 1),
        .record(HostScreen.record(screen, isErased: false), after: 2),
      ]
    case .early: return [.record(HostScreen.record(""), after: 0), .record(whole, after: 1)]
    case .broadcast:
      return [
        .record(HostScreen.record("NEWS: THE SYSTEM GOES DOWN AT 18:00\n{1}"), after: 0),
        .record(whole, after: 3),
      ]
    default: return [.record(whole, after: 0)]
    }
  }
}
