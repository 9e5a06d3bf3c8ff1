public import Names

/// A LU name with `*` where the character of the terminal's own name is to stand.
///
/// `TSO*****` makes `TSO00042` of the terminal `TN000042`.
public struct LUMask: Hashable, Sendable {
  private let characters: [Character]

  /// Nil where the text, with letters for the stars, is no LU name.
  public init?(_ text: some StringProtocol) {
    guard LUName(text.map { $0 == "*" ? "A" : String($0) }.joined()) != nil else { return nil }
    characters = Array(text.uppercased())
  }

  /// The name for a terminal; a star past the end of its name is left out.
  public func name(for terminal: LUName) -> LUName {
    let own = Array(terminal.description)
    var text = ""
    for (index, character) in characters.enumerated() {
      if character != "*" {
        text.append(character)
      } else if index < own.count {
        text.append(own[index])
      }
    }
    // All stars, and a shorter name than the mask: the terminal's own.
    return LUName(text) ?? terminal
  }
}
