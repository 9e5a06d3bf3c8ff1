import Bytes
import Panels

/// A message on the whole screen: of other users, of the operator, or of a time-out that is near.
struct MessagePage: ReadingContent {
  static let contract = PanelContract.page(
    "TEN0158", [.shown(.line, isNeeded: true, inList: true), .shown(.more), .shown(.rows)])

  /// Its lines.
  var text: [String]

  func lines(_ seat: Seat) -> [PanelTexts] { text.map { [.line: $0] } }
}

/// The variable that a message has besides those of all panels.
extension PanelSlot {
  fileprivate static let line = PanelSlot(6, "LINE")
}

extension MessagePage {
  func freeze(into freezer: inout Freezer) { freezer.put(text) }
  init(thawing thawer: inout Thawer) throws(ThawError) { text = try thawer.take() }
}
