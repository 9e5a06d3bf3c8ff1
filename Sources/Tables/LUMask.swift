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

  /// Longest list.
  static let listLimit = 200

  /// A list as a JSON Schema has it (ECMA-262): names, masks and ranges with commas between. That a
  /// range goes upwards is beyond it.
  static let listPattern = "^(?=.{1,\(listLimit)}$)\(item)(,\(item))*$"
  private static let item =
    " *([A-Za-z0-9$#@*]{1,8}|[A-Za-z0-9$#@*]{0,7}[0-9] *- *[A-Za-z0-9$#@*]{0,7}[0-9]) *"

  /// Reads a list; nil where an item of it is neither a mask nor a range.
  static func masks(_ text: String) -> [LUMask]? {
    guard text.unicodeScalars.count <= listLimit else { return nil }
    guard !text.isEmpty else { return [] }
    let items = text.split(separator: ",", omittingEmptySubsequences: false).map { list($0) }
    return items.contains(nil) ? nil : items.compactMap(\.self).flatMap(\.self)
  }

  /// Most names that a range may stand for.
  static let rangeLimit = 1000

  /// Reads one item of a list: a mask, or a range such as `TSO001-TSO050`; nil where it is neither.
  static func list(_ item: some StringProtocol) -> [LUMask]? {
    // Blanks stand around a name, not in it.
    let text = item.split(separator: "-", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ", omittingEmptySubsequences: true) }
      .map { $0.count == 1 ? String($0[0]) : " " }.joined(separator: "-")
    guard let dash = text.firstIndex(of: "-") else { return LUMask(text).map { [$0] } }
    let (first, last) = (text[..<dash].uppercased(), text[text.index(after: dash)...].uppercased())
    let digits = first.reversed().prefix { $0.isASCII && $0.isNumber }.count
    guard digits > 0, first.count == last.count,
      first.dropLast(digits) == last.dropLast(digits),
      let low = Int(first.suffix(digits)), let high = Int(last.suffix(digits)), low <= high,
      high - low < rangeLimit
    else { return nil }
    var masks: [LUMask] = []
    for number in low...high {
      let text = String(number)
      let zeros = String(repeating: "0", count: digits - text.count)
      guard let mask = LUMask(first.dropLast(digits) + zeros + text) else { return nil }
      masks.append(mask)
    }
    return masks
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
