import Bytes
import DataStream
import Terminal

/// Where scripts have typed &PSWD on a session's screen, as long as it may stand there: until the host has
/// erased the screen. A host may make a field visible later that hid it.
struct TypedSecret: Hashable, Sendable {
  /// The positions, each once.
  private(set) var positions: [Int] = []
  /// Whether it went into a field that shows it: then it is in clear in all that is sent.
  private(set) var isShown = false

  /// Whether none stands on the screen.
  var isEmpty: Bool { positions.isEmpty }

  /// It is typed, a character each.
  ///
  /// - Parameters:
  ///   - length: its characters.
  ///   - space: the screen before it is typed.
  mutating func type(_ length: Int, on space: PresentationSpace) {
    if !space.isHidden(space.cursor) { isShown = true }
    for position in space.cursor..<(space.cursor + length) {
      let position = position % space.size.cells
      if !positions.contains(position) { positions.append(position) }
    }
  }
}

extension TypedSecret: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(positions)
    freezer.put(isShown)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    positions = try thawer.take()
    isShown = try thawer.take()
  }
}
