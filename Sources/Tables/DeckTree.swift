/// Tells signs of a statement from those of its texts, one after the other.
///
/// A quote opens where a value, a label or a name begins; further in it is a sign as others. In quotes two are
/// one.
struct DeckSigns {
  enum Meaning {
    case open
    case close
    /// A quote opens here.
    case quote
    case text(Character)
    /// A sign in quotes.
    case quoted(Character)
    /// A quote that closes, or may be the first of two.
    case nothing
  }

  /// How many parentheses are open.
  private(set) var depth = 0
  private(set) var isQuoted = false
  /// Whether a text begins with the next sign that is no blank.
  private var begins = false
  private var hasClosed = false

  var isClosed: Bool { depth <= 0 }

  mutating func read(_ sign: Character) -> Meaning {
    guard !isQuoted else {
      guard sign == "'" else { return .quoted(sign) }
      (isQuoted, hasClosed) = (false, true)
      return .nothing
    }
    let isSecond = hasClosed
    hasClosed = false
    switch sign {
    case "'" where isSecond:
      isQuoted = true
      return .quoted(sign)
    case "'" where begins:
      (isQuoted, begins) = (true, false)
      return .quote
    case "(":
      depth += 1
      begins = true
      return .open
    case ")":
      depth -= 1
      begins = true
      return .close
    case " ":
      // Names stand in the outermost parentheses, with blanks between.
      if depth == 1 { begins = true }
      return .text(sign)
    default:
      begins = false
      return .text(sign)
    }
  }
}

/// What stands in a statement's parentheses: names, and labels with values.
struct DeckTree: Equatable {
  let names: [String]
  /// Nil where something is neither a label with a value nor a list of them.
  let values: [TableStatement.Value]?

  /// Deepest nesting.
  private static let depthLimit = 8

  private indirect enum Node: Equatable {
    case text(String, words: [String])
    case group([Node])

    /// The text of a group without groups; nil of others.
    var value: String? {
      guard case .group(let nodes) = self else { return nil }
      var text = ""
      for node in nodes {
        guard case .text(let part, _) = node else { return nil }
        text += part
      }
      return text
    }
  }

  /// A text between parentheses; blanks around it are not of it, unless they stand in quotes.
  private struct Text {
    private struct Sign {
      let character: Character
      let isQuoted: Bool
      var isBlank: Bool { character == " " && !isQuoted }
    }

    private var signs: [Sign] = []

    mutating func add(_ character: Character, isQuoted: Bool) {
      signs.append(Sign(character: character, isQuoted: isQuoted))
    }

    /// Ends the text; nothing where there is none.
    mutating func close() -> Node? {
      defer { signs = [] }
      guard let first = signs.firstIndex(where: { !$0.isBlank }),
        let last = signs.lastIndex(where: { !$0.isBlank })
      else { return nil }
      let words = signs.split { $0.isBlank }.map { String($0.map(\.character)) }
      return .text(String(signs[first...last].map(\.character)), words: words)
    }
  }

  /// Nil where the text is not one pair of parentheses, with nothing behind it.
  init?(_ text: Substring) {
    guard let nodes = Self.nodes(text) else { return nil }
    var items = nodes[...]
    if case .text(_, let words)? = items.first {
      items = items.dropFirst()
      names = words.map { $0.uppercased() }
    } else {
      names = []
    }
    values = Self.values(Array(items))
  }

  private static func nodes(_ text: Substring) -> [Node]? {
    var signs = DeckSigns()
    var open: [[Node]] = []
    var whole: [Node]?
    var part = Text()
    func close(_ part: inout Text, into open: inout [[Node]]) {
      if let node = part.close() { open[open.count - 1].append(node) }
    }
    for sign in text {
      if whole != nil {
        guard sign == " " else { return nil }
        continue
      }
      let meaning = signs.read(sign)
      if case .open = meaning {
        if !open.isEmpty { close(&part, into: &open) }
        open.append([])
        guard open.count <= depthLimit else { return nil }
        continue
      }
      guard !open.isEmpty else { return nil }
      switch meaning {
      case .close:
        close(&part, into: &open)
        let nodes = open.removeLast()
        if open.isEmpty { whole = nodes } else { open[open.count - 1].append(.group(nodes)) }
      case .text(let sign): part.add(sign, isQuoted: false)
      case .quoted(let sign): part.add(sign, isQuoted: true)
      case .open, .quote, .nothing: break
      }
    }
    return whole
  }

  private static func values(_ nodes: [Node]) -> [TableStatement.Value]? {
    var values: [TableStatement.Value] = []
    var place = 0
    while place < nodes.count {
      switch nodes[place] {
      case .text(let label, _):
        guard place + 1 < nodes.count, let text = nodes[place + 1].value else { return nil }
        values.append(TableStatement.Value(label: label, text: text))
        place += 2
      case .group(let inner):
        guard let inner = Self.values(inner), !inner.isEmpty else { return nil }
        values += inner
        place += 1
      }
    }
    return values
  }
}
