import Bytes

/// What FIND looks for on the menu, and where it was found last: said again, it goes on from there.
struct MenuSearch: Hashable, Sendable {
  /// In capitals; nil before the first FIND.
  private(set) var text: String?
  /// The line where it was found, from 0.
  private var line: Int?

  init() {}

  /// Whether a line has a text in capitals.
  static func has(_ line: MenuLine, _ text: String) -> Bool {
    let line = Array("\(line.name) \(line.summary)".uppercased().utf8)
    let sought = Array(text.utf8)
    guard let first = sought.first, line.count >= sought.count else { return sought.isEmpty }
    return (0...line.count - sought.count).contains { start in
      line[start] == first && line[start..<start + sought.count].elementsEqual(sought)
    }
  }

  /// A line that was found, and whether the search went on from the first line to it.
  struct Hit: Hashable {
    let line: Int
    let isFromTop: Bool
  }

  /// The next line that fits: behind the one found last where the same text was sought, else from the first
  /// line that is shown; round and round. Nil where none does.
  mutating func next(
    _ text: String, from top: Int, in count: Int, where fits: (Int) -> Bool
  ) -> Hit? {
    let start = self.text == text ? line.map { $0 + 1 } ?? top : top
    self.text = text
    line =
      (start..<max(start, count)).first(where: fits) ?? (0..<min(start, count)).first(where: fits)
    return line.map { Hit(line: $0, isFromTop: $0 < start) }
  }
}

extension MenuSearch: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(text)
    freezer.put(line)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    text = try thawer.take()
    line = try thawer.take()
    guard (0..<1 << 32).contains(line ?? 0) else { throw .invalid("line") }
  }
}
