import Bytes
import DataStream
import Messages
import Names
import Panels

/// The two ways out: `/F` to the logon panel, `/K` off the terminal.
enum Departure: UInt8, Freezable, Hashable, Sendable {
  case signOff, logOff
}

/// The panel that asks whether a user with live sessions leaves.
struct ConfirmPage: PanelPage {
  static let contract = PanelContract.page(
    "TEN0156", [Seat.message, .shown(.what, isNeeded: true), .typed(.choice, width: 1)])

  /// The departure that is being confirmed.
  let departure: Departure

  /// What becomes of a key.
  enum Choice: Hashable, Sendable {
    case leave
    case back
    case stay(Notice)
  }

  func input(_ input: PanelInput) -> Choice {
    switch (input.aid, input.text(.choice).uppercased()) {
    case (.enter, "Y"): .leave
    case (.enter, "N"), (.pf3, _), (.pf15, _): .back
    default: .stay(.chooseYesOrNo)
    }
  }

  /// `sessions`: how many live.
  func picture(_ seat: Seat, sessions: Int) -> [UInt8] {
    seat.picture(Self.contract, texts(seat, sessions: sessions))
  }

  func texts(_ seat: Seat, sessions: Int) -> PanelTexts {
    let stay = sessions == 1 ? ["It ends", "It stays"] : ["They end", "They stay"]
    return [
      .what: "\(counted(sessions, "session is", plural: "sessions are")) live. "
        + "\(seat.view.endsSessions(departure) ? stay[0] : stay[1]) when you leave."
    ]
  }
}

/// The variables that the question has besides those of all panels.
extension PanelSlot {
  fileprivate static let what = PanelSlot(6, "WHAT")
  fileprivate static let choice = PanelSlot(7, "CHOICE")
}

extension ConfirmPage {
  func freeze(into freezer: inout Freezer) { freezer.put(departure) }
  init(thawing thawer: inout Thawer) throws(ThawError) { departure = try thawer.take() }
}
