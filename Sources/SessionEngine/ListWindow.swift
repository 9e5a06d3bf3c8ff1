import Panels

/// The part of a list that a panel shows.
package struct ListWindow: Hashable, Sendable {
  /// The first entry shown, from 0.
  package let top: Int
  /// Entries in all.
  package let count: Int
  /// Lines that the panel has for them.
  package let lines: Int

  /// The part of a list of `count` entries that `lines` lines show from `top` on.
  package init(top: Int, count: Int, lines: Int) {
    (self.top, self.count, self.lines) = (top, count, lines)
  }

  /// The first entry of the last part.
  private var lastTop: Int { max(0, count - lines) }

  /// The first entry shown after scrolling by this many lines; a negative number scrolls up.
  package func scrolled(by distance: Int) -> Int { min(max(0, top + distance), lastTop) }

  /// The first entry of the part that holds an entry, counted in whole screens.
  func top(showing index: Int) -> Int {
    lines > 0 ? min(index / lines * lines, lastTop) : 0
  }

  /// `Row 14 of 60`; blank where the whole list is on the screen.
  package var position: String { count > lines ? "Row \(top + 1) of \(count)" : "" }

  /// `More: - +`, as CUA has it; blank where the whole list is on the screen.
  package var more: String {
    switch (top > 0, count > top + lines) {
    case (true, true): "More: - +"
    case (true, false): "More: -"
    case (false, true): "More: +"
    case (false, false): ""
    }
  }
}

/// What panels with a list show of it: whether there is more, and which line is the first.
extension PanelSlot {
  static let more = PanelSlot(4, "MORE")
  static let rows = PanelSlot(5, "ROWS")
}
