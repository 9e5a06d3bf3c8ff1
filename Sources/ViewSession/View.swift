import Bytes
import DataStream
import Names
import SessionEngine
import Terminal

/// A view of somebody's screen: what was seen last, and which part of it is shown.
struct View: Sendable {
  let target: ViewTarget
  /// Which part is shown, where the viewer's screen is smaller.
  private(set) var corner = ScreenCopy.Corner()
  /// What was seen last; nil before the first answer, and after a change of process, so that what is seen
  /// next is drawn.
  private(set) var seen: SeenScreen?
  /// Whether a look was asked for that is not answered; else one is due when a timer says so.
  var isAsked = true
  /// Whether the viewer was told that the user is asked.
  var isAwaited = false

  init(of target: ViewTarget) { self.target = target }

  /// Takes what is seen now; whether it is another picture than before.
  mutating func take(_ screen: SeenScreen) -> Bool {
    defer { seen = screen }
    guard let seen else { return true }
    return !seen.showsSame(as: screen)
  }

  /// Moves the part that is shown by a key; by half a screen, so that what was at the edge stays seen.
  mutating func move(_ aid: AID, on terminal: TerminalCapabilities) {
    guard case .screen(let copy)? = seen else { return }
    var moved = copy.clamped(corner, on: terminal)
    let window = terminal.alternateSize
    switch aid {
    case .pf7, .pf19: moved.row -= window.rows / 2
    case .pf8, .pf20: moved.row += window.rows / 2
    case .pf(10), .pf(22): moved.column -= window.columns / 2
    case .pf(11), .pf(23): moved.column += window.columns / 2
    default: return
    }
    corner = copy.clamped(moved, on: terminal)
  }
}

extension View: Freezable {
  /// Appends whom it looks at, and how far it is; no screen is in it.
  func freeze(into freezer: inout Freezer) {
    freezer.put(target)
    freezer.put(corner.row)
    freezer.put(corner.column)
    freezer.put(isAsked)
    freezer.put(isAwaited)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    target = try thawer.take()
    corner = ScreenCopy.Corner(row: try thawer.take(), column: try thawer.take())
    isAsked = try thawer.take()
    isAwaited = try thawer.take()
    guard (0..<Geometry.maximumCells).contains(corner.row),
      (0..<Geometry.maximumCells).contains(corner.column)
    else {
      throw .invalid("corner of a view")
    }
  }
}
