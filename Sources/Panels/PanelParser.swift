import DataStream
import Names
import Syntax

/// Reads panel source: `)ATTR`, `)BODY`, `)MODEL`, `)FOOT`, `)INIT`, `)HELP`, `)END`.
///
/// As ISPF has it, but for `)FOOT` (ours): lines that stand at the bottom of the screen, below the
/// list that `)MODEL` describes, and in `)ATTR` `LENGTH(n)` and `END(c)`: a field of n cells, which
/// goes on over line ends, and the character behind it.
struct PanelParser {
  private enum Section { case none, attributes, body, model, foot, initial, end }

  private let source: SourceText
  private(set) var faults: [Diagnostic] = []
  private var styles: [Character: FieldStyle] = PanelParser.standardStyles
  private var body: [PanelField] = []
  private var model: [PanelField] = []
  private var foot: [PanelField] = []
  private var lineCounts = (body: 0, model: 0, foot: 0)
  private var zNames: [String] = []
  private var cursorField: String?
  private var help: PanelName?
  private var sawEnd = false

  /// The attribute characters that need no line in `)ATTR`, as in ISPF.
  private static let standardStyles: [Character: FieldStyle] = [
    "%": FieldStyle(attribute: [.autoskip, .intensified], color: .white),
    "+": FieldStyle(attribute: .autoskip, color: .turquoise),
    "_": FieldStyle(kind: .input, attribute: [], color: .green, highlight: .underscore),
  ]

  /// Panels are designed for 80 columns, and may be shown on more.
  static let designWidth = 80
  /// Lengths of a field that says its own: at most half a screen, for a phrase and more.
  private static let lengths = 1...960

  static func parse(_ source: SourceText) -> (Panel?, [Diagnostic]) {
    var parser = PanelParser(source: source)
    let panel = parser.run()
    return (parser.faults.isEmpty ? panel : nil, parser.faults)
  }

  private init(source: SourceText) { self.source = source }

  private mutating func fault(
    _ line: Int, _ column: Int, length: Int, says message: String, note: String? = nil
  ) {
    let span = SourceSpan(line: line + 1, column: column + 1, length: length)
    faults.append(Diagnostic(source.path, at: span, says: message, note: note))
  }

  private mutating func run() -> Panel? {
    guard let name = PanelName(source.name) else {
      fault(
        0, 0, length: 1, says: "the file's name is no panel id",
        note: "expected 1 to 8 characters A-Z 0-9 $ # @")
      return nil
    }
    var section = Section.none
    for (number, line) in source.lines.enumerated() {
      if line.hasPrefix(")") {
        section = header(line, number)
      } else {
        read(line, number, in: section)
      }
    }
    if !sawEnd {
      fault(
        max(0, source.lines.count - 1), 0, length: 1, says: "the panel has no )END",
        note: "add )END as last line")
    }
    let variables = Set((body + model + foot).filter { $0.style.kind != .text }.map(\.content))
    if let cursorField, !variables.contains(cursorField) {
      let near = Suggestion.closest(to: cursorField, among: variables)
      fault(
        0, 0, length: 1, says: ".CURSOR names \(cursorField), which is no field",
        note: near.map { "did you mean \($0)?" })
    }
    if lineCounts.body + lineCounts.foot + (model.isEmpty ? 0 : 1) > 24 {
      fault(
        0, 0, length: 1, says: "the panel needs more than 24 lines",
        note: "the smallest terminal has 24")
    }
    for (fields, lines) in [(body, lineCounts.body), (model, 1), (foot, lineCounts.foot)] {
      checkRoom(fields, lines)
    }
    return Panel(
      name: name, path: source.path, body: body, model: model, foot: foot,
      lines: (lineCounts.body, lineCounts.foot), cursorField: cursorField, help: help)
  }

  private mutating func header(_ line: String, _ number: Int) -> Section {
    let words = line.split(separator: " ")
    switch words.first.map({ $0.uppercased() }) {
    case ")ATTR": return .attributes
    case ")BODY": return .body
    case ")MODEL": return .model
    case ")FOOT": return .foot
    case ")INIT": return .initial
    case ")HELP":
      help = words.count > 1 ? PanelName(words[1]) : nil
      if help == nil {
        fault(
          number, 0, length: line.count, says: ")HELP names no panel", note: "expected )HELP NAME")
      }
      return .none
    case ")END":
      sawEnd = true
      return .end
    default:
      let known = [")ATTR", ")BODY", ")MODEL", ")FOOT", ")INIT", ")HELP", ")END"]
      let near = Suggestion.closest(to: String(words.first ?? ""), among: known)
      fault(
        number, 0, length: words.first?.count ?? 1,
        says: "\(words.first ?? ")") is no section of a panel",
        note: near.map { "did you mean \($0)?" } ?? "expected \(known.joined(separator: " "))")
      return .none
    }
  }

  private mutating func read(_ line: String, _ number: Int, in section: Section) {
    switch section {
    case .attributes: attributeLine(line, number)
    case .body:
      body += fields(line, number, at: lineCounts.body)
      lineCounts.body += 1
    case .model:
      guard lineCounts.model == 0 else {
        fault(number, 0, length: max(1, line.count), says: "a list has one line for an entry")
        return
      }
      model += fields(line, number, at: 0)
      lineCounts.model += 1
    case .foot:
      foot += fields(line, number, at: lineCounts.foot)
      lineCounts.foot += 1
    case .initial: initialLine(line, number)
    case .none, .end:
      if line.contains(where: { $0 != " " }) {
        fault(
          number, 0, length: line.count, says: "this line belongs to no section",
          note: "expected )BODY before it")
      }
    }
  }

  // MARK: )ATTR

  private mutating func attributeLine(_ line: String, _ number: Int) {
    let words = line.split(separator: " ")
    guard let first = words.first else { return }
    guard first.count == 1, let character = first.first else {
      fault(
        number, 0, length: first.count, says: "`\(first)` is no attribute character",
        note: "expected one character")
      return
    }
    var style = FieldStyle()
    for word in words.dropFirst() {
      guard let open = word.firstIndex(of: "("), word.last == ")" else {
        fault(
          number, column(of: word, in: line), length: word.count,
          says: "`\(word)` has no value in parentheses")
        continue
      }
      let key = word[..<open].uppercased()
      let value = word[word.index(after: open)...].dropLast().uppercased()
      if let expected = apply(key, value, to: &style) {
        fault(
          number, column(of: word, in: line), length: word.count,
          says: "`\(word)` cannot be used here", note: expected)
      }
    }
    styles[character] = style
  }

  private func column(of word: Substring, in line: String) -> Int {
    line.distance(from: line.startIndex, to: word.startIndex)
  }

  /// Sets one property; what was expected where the value is none.
  private func apply(_ key: String, _ value: String, to style: inout FieldStyle) -> String? {
    switch key {
    case "TYPE":
      guard let kind = FieldStyle.Kind(rawValue: value) else {
        return "expected TEXT, OUTPUT or INPUT"
      }
      style.kind = kind
      if kind == .input {
        style.attribute.remove(.autoskip)
        style.color = style.color ?? .green
      }
    case "INTENS":
      switch value {
      case "HIGH": style.attribute.insert(.intensified)
      case "LOW": style.attribute.remove(.nondisplay)
      case "NON": style.attribute.insert(.nondisplay)
      default: return "expected HIGH, LOW or NON"
      }
    case "COLOR":
      guard let color = Color(name: value) else {
        return "expected WHITE, RED, BLUE, GREEN, PINK, YELLOW or TURQ"
      }
      style.color = color
    case "HILITE":
      switch value {
      case "USCORE": style.highlight = .underscore
      case "REVERSE": style.highlight = .reverse
      case "BLINK": style.highlight = .blink
      default: return "expected USCORE, REVERSE or BLINK"
      }
    case "JUST":
      guard value == "LEFT" || value == "RIGHT" else { return "expected LEFT or RIGHT" }
      style.justifiesRight = value == "RIGHT"
    case "LENGTH":
      guard let length = Int(value), Self.lengths.contains(length) else {
        return "expected a number from \(Self.lengths.lowerBound) to \(Self.lengths.upperBound)"
      }
      style.length = length
    case "END":
      guard value.count == 1 else { return "expected one character" }
      style.endMark = value.first
    case "CAPS":
      guard value == "ON" || value == "OFF" else { return "expected ON or OFF" }
      style.capitals = value == "ON"
    case "SKIP":
      guard value == "ON" || value == "OFF" else { return "expected ON or OFF" }
      if value == "OFF" { style.attribute.remove(.numeric) }
    default: return "expected TYPE, INTENS, COLOR, HILITE, JUST, CAPS, SKIP, LENGTH or END"
    }
    return nil
  }

  // MARK: )BODY, )MODEL, )FOOT

  private mutating func fields(_ line: String, _ number: Int, at row: Int) -> [PanelField] {
    let characters = Array(line)
    if characters.count > Self.designWidth {
      fault(
        number, Self.designWidth, length: characters.count - Self.designWidth,
        says: "the line runs over the right edge", note: "a panel has \(Self.designWidth) columns")
      return []
    }
    let starts = characters.indices.filter { styles[characters[$0]] != nil }
    let before = characters[..<(starts.first ?? characters.count)]
    if let text = before.firstIndex(where: { $0 != " " }) {
      fault(
        number, text, length: before.count - text,
        says: "this text has no attribute character before it",
        note: "expected one of \(String(styles.keys.sorted()))")
    }
    var found: [PanelField] = []
    for (index, start) in starts.enumerated() {
      guard var style = styles[characters[start]] else { continue }
      if found.last?.style.isHiddenInput ?? false {
        guard style.kind != .input else {
          fault(
            number, start, length: 1, says: "a hidden field runs into this one",
            note: "end the hidden field with an attribute of TYPE(TEXT)")
          continue
        }
        // The cursor stops behind a hidden field: what is too long for it shows up nowhere else.
        style.attribute.remove(.numeric)
      }
      let end = index + 1 < starts.count ? starts[index + 1] : nil
      let text = String(characters[(start + 1)..<(end ?? characters.count)])
      // The last input field of a line leaves a cell for the attribute that ends it.
      let edge = style.kind == .input ? Self.designWidth - 1 : Self.designWidth
      let length = style.length ?? ((end ?? edge) - start - 1)
      let content: String
      if style.kind == .text {
        content = text
      } else {
        guard let name = variable(text, number, from: start) else { continue }
        content = name
      }
      let span = SourceSpan(
        line: number + 1, column: start + 1,
        length: style.kind == .text ? 1 : 1 + text.prefix { $0 != " " }.count)
      found.append(
        PanelField(
          style: style, line: row, column: start, length: length, content: content, span: span))
    }
    return found
  }

  /// The name of a field's variable, which is `Z` where a list of names has it.
  private mutating func variable(_ text: String, _ number: Int, from start: Int) -> String? {
    guard let name = text.split(separator: " ").first.map({ $0.uppercased() }),
      name.allSatisfy({ $0.isLetter || $0.isNumber })
    else {
      fault(
        number, start, length: max(1, text.count), says: "the field has no name",
        note: "expected a name or Z")
      return nil
    }
    guard name == "Z" else { return name }
    if zNames.isEmpty { zNames = placeholders() }
    guard !zNames.isEmpty else {
      fault(number, start + 1, length: 1, says: "there are more Z fields than names in .ZVARS")
      return nil
    }
    return zNames.removeFirst()
  }

  /// A field that says its length needs so many cells of its section for itself.
  private mutating func checkRoom(_ fields: [PanelField], _ lines: Int) {
    for field in fields {
      guard field.style.length != nil else { continue }
      let start = field.line * Self.designWidth + field.column
      // The attribute that ends the field, and the character behind that.
      let end = start + 1 + field.length + (field.style.endMark == nil ? 0 : 1)
      if end >= lines * Self.designWidth {
        faults.append(
          Diagnostic(
            source.path, at: field.span, says: "\(field.content) runs over the end of its section",
            note: "it has \(field.length) cells; leave lines free below it"))
      }
      for other in fields {
        let place = other.line * Self.designWidth + other.column
        guard place > start, place <= end else { continue }
        faults.append(
          Diagnostic(
            source.path, at: other.span, says: "this field stands in the cells of \(field.content)",
            note: "\(field.content) has \(field.length) cells from its attribute on"))
      }
    }
  }

  /// Names of the Z fields: `.ZVARS = '(A B C)'`, which stands after the body that needs it.
  private func placeholders() -> [String] {
    for line in source.lines {
      let text = line.split(separator: " ", maxSplits: 2)
      guard text.first?.uppercased() == ".ZVARS", text.count == 3 else { continue }
      return text[2].filter { !"'()".contains($0) }.split(separator: " ").map { $0.uppercased() }
    }
    return []
  }

  // MARK: )INIT

  private mutating func initialLine(_ line: String, _ number: Int) {
    let words = line.split(separator: " ")
    guard let key = words.first?.uppercased() else { return }
    guard words.count >= 3, words[1] == "=" else {
      fault(
        number, 0, length: line.count, says: "this is no assignment",
        note: "expected .CURSOR = NAME")
      return
    }
    switch key {
    case ".CURSOR": cursorField = words[2].uppercased()
    case ".ZVARS": break
    default:
      fault(
        number, 0, length: key.count, says: "\(key) cannot be set here",
        note: "expected .CURSOR or .ZVARS")
    }
  }
}
