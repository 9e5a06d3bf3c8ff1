/// A variable of a page: its place among the page's variables, by which texts and input are reached, and
/// its name, by which panels know it.
///
/// A page declares each once, in its contract; no two of one page have the same place.
public struct PanelSlot: Hashable, Sendable {
  /// From 0; small, since texts are kept in an array by it.
  public let place: Int
  /// As in panels: capitals and digits.
  public let name: String

  /// Largest place, with room for pages with many variables.
  static let placeLimit = 63

  /// A variable of this place and name.
  public init(_ place: Int, _ name: String) {
    self.place = place
    self.name = name
  }
}
