/// Which names are meant: `*` stands for any characters, and `-` for one or none, as in TPX's batch administration
/// (`SALES---`).
public struct NameMask: Hashable, Sendable {
  private let pattern: [Character]
  /// The sign for any character or none.
  private let one: Character

  /// Most characters: a name of eight, and signs between.
  private static let limit = 20

  /// Reads a mask in any case; nil where it is empty or too long. `one`: the sign for any character or none.
  public init?(_ text: String, one: Character = "-") {
    guard (1...Self.limit).contains(text.count) else { return nil }
    pattern = Array(text.uppercased())
    self.one = one
  }

  /// Whether a name is meant.
  public func matches(_ name: String) -> Bool {
    let name = Array(name)
    // Places of the name up to which the pattern so far may reach.
    var reached: Set<Int> = [0]
    for sign in pattern {
      switch sign {
      case "*":
        guard let first = reached.min() else { return false }
        reached = Set(first...name.count)
      case one: reached.formUnion(reached.filter { $0 < name.count }.map { $0 + 1 })
      default: reached = Set(reached.filter { $0 < name.count && name[$0] == sign }.map { $0 + 1 })
      }
    }
    return reached.contains(name.count)
  }
}
