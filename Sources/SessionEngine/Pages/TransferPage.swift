import Bytes
import DataStream
import Messages
import Names
import Panels

/// The panel that asks what becomes of sessions which the user has at other terminals.
struct TransferPage: PanelPage {
  static let contract = PanelContract.page(
    "TEN0157", [Seat.message, .shown(.what, isNeeded: true), .typed(.choice, width: 1)],
    help: "TEN0157H")

  /// The terminals that have them.
  let elsewhere: [RemoteTerminal]
  /// Whether sessions wait that come without being asked for.
  let hasOwn: Bool

  /// What becomes of a key.
  enum Choice: Hashable, Sendable {
    case takeOver
    /// They stay where they are.
    case leaveThere(Notice)
    case signOff
    case help
    case stay(Notice)
  }

  func input(_ input: PanelInput) -> Choice {
    switch (input.aid, input.text(.choice).uppercased()) {
    case (.enter, "Y"): return .takeOver
    case (.enter, "N"):
      return .leaveThere(
        .sessionsStay(sessions, elsewhere.map(\.name.description).joined(separator: " ")))
    case (.pf3, _), (.pf15, _): return .signOff
    case (.pf1, _), (.pf13, _): return .help
    default: return .stay(.chooseYesOrNo)
    }
  }

  private var sessions: Int { elsewhere.reduce(0) { $0 + $1.sessions } }

  /// The terminals, and whether somebody may sit there.
  private var names: String {
    let names = elsewhere.map { terminal in
      terminal.name.description + (terminal.isConnected ? " (connected)" : " (lost)")
    }
    return (names.count == 1 ? "terminal " : "terminals ") + names.joined(separator: ", ")
  }

  var texts: PanelTexts {
    [
      .what: "\(counted(sessions, "session")) at \(names).",
      // Y where the other terminals are gone, which is the usual answer then; who is to close a
      // terminal that is there must say so.
      .choice: elsewhere.contains(where: \.isConnected) ? "" : "Y",
    ]
  }

  func picture(_ seat: Seat) -> [UInt8] {
    seat.picture(Self.contract, texts)
  }
}

/// The variables that the question has besides those of all panels.
extension PanelSlot {
  fileprivate static let what = PanelSlot(6, "WHAT")
  fileprivate static let choice = PanelSlot(7, "CHOICE")
}

extension TransferPage {
  func freeze(into freezer: inout Freezer) {
    freezer.put(elsewhere)
    freezer.put(hasOwn)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    elsewhere = try thawer.take()
    hasOwn = try thawer.take()
  }
}

/// The help of the question.
struct TransferHelpPage: ReadingContent {
  static let contract = PanelContract.page("TEN0157H", [])

  func lines(_ seat: Seat) -> [PanelTexts] { [] }
  init() {}
  init(thawing thawer: inout Thawer) throws(ThawError) { self.init() }
  func freeze(into freezer: inout Freezer) {}
}
