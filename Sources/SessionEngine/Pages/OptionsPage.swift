import Bytes
import Panels
import Tables

/// A user's options, and where they come from (`/E`).
struct OptionsPage: ReadingContent {
  static let contract = PanelContract.page(
    "TEN0166",
    [PanelSlot.label, .own, .profile, .systems].map { .shown($0, isNeeded: true, inList: true) }
      + [.shown(.origin, inList: true), .shown(.more), .shown(.rows)])

  func lines(_ seat: Seat) -> [PanelTexts] {
    let user = seat.view.effective
    return (user.profileLines + user.optionLines + user.sessionLines).map {
      [
        .label: $0.label, .own: $0.own, .profile: $0.profile, .systems: $0.system,
        .origin: $0.origin,
      ]
    }
  }
}

/// The variables that the panel of options has besides those of all panels.
extension PanelSlot {
  fileprivate static let label = PanelSlot(6, "LABEL")
  fileprivate static let own = PanelSlot(7, "OWN")
  fileprivate static let profile = PanelSlot(8, "PROFILE")
  fileprivate static let systems = PanelSlot(9, "SYSTEMS")
  fileprivate static let origin = PanelSlot(10, "ORIGIN")
}

extension OptionsPage {
  init(thawing thawer: inout Thawer) throws(ThawError) { self.init() }
  func freeze(into freezer: inout Freezer) {}
}
