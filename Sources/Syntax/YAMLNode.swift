import CYAML

/// A YAML document as a tree, each part with its place; scalars are text, whatever they look like.
public indirect enum YAMLNode: Sendable {
  case scalar(String, SourceSpan)
  case sequence([YAMLNode], SourceSpan)
  case mapping([(key: String, keySpan: SourceSpan, value: YAMLNode)], SourceSpan)

  /// Where it is.
  public var span: SourceSpan {
    switch self {
    case .scalar(_, let span), .sequence(_, let span), .mapping(_, let span): span
    }
  }

  /// Deepest nesting.
  public static let depthLimit = 8
  /// Most nodes of one document.
  public static let nodeLimit = 200_000
  /// Most labels of one mapping: the largest, a set of masking rules, has a thousand.
  public static let labelLimit = 2000

  /// Reads a file; nil, and faults, where it is no document of plain mappings, lists and scalars.
  public static func parse(_ source: SourceText) -> (YAMLNode?, [Diagnostic]) {
    if let fault = textFault(source) { return (nil, [fault]) }
    var reader = YAMLReader(source: source)
    return reader.read()
  }

  /// What YAML would take or refuse in words that do not help.
  private static func textFault(_ source: SourceText) -> Diagnostic? {
    if source.text.utf8.count > SourceText.sizeLimit {
      return Diagnostic(
        source.path, at: nil, says: "the file is larger than \(SourceText.sizeLimit) bytes",
        note: "split it: one file describes one thing")
    }
    // Nearly all files are ASCII without controls.
    guard source.text.utf8.contains(where: { ($0 < 0x20 && $0 != 0x0A) || $0 > 0x7E }) else {
      return nil
    }
    for (number, line) in source.lines.enumerated() {
      for (offset, scalar) in line.unicodeScalars.enumerated()
      where scalar == "\u{FFFD}" || SourceText.isControl(scalar) {
        let span = SourceSpan(line: number + 1, column: offset + 1)
        switch scalar {
        case "\t":
          return Diagnostic(
            source.path, at: span, says: "a tab stands here",
            note: "use blanks: to YAML a tab is not so many columns")
        case "\u{FFFD}":
          return Diagnostic(
            source.path, at: span, says: "the file is not UTF-8 text", note: "save it as UTF-8")
        default:
          return Diagnostic(
            source.path, at: span, says: "a control character stands here", note: "remove it")
        }
      }
    }
    return nil
  }
}

/// Drives libyaml's parser and builds the tree.
private struct YAMLReader {
  let source: SourceText
  private var diagnostics: [Diagnostic] = []
  private var nodes = 0

  init(source: SourceText) { self.source = source }

  mutating func read() -> (YAMLNode?, [Diagnostic]) {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else {
      return (nil, [Diagnostic(source.path, at: nil, says: "the YAML library has no memory")])
    }
    defer { yaml_parser_delete(&parser) }
    var text = source.text
    let root: YAMLNode? = text.withUTF8 { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      return document(&parser)
    }
    return (diagnostics.isEmpty ? root : nil, diagnostics)
  }

  private mutating func fail(_ span: SourceSpan?, _ message: String, note: String? = nil) {
    if diagnostics.isEmpty {
      diagnostics.append(Diagnostic(source.path, at: span, says: message, note: note))
    }
  }

  private static func span(_ start: yaml_mark_t, _ end: yaml_mark_t) -> SourceSpan {
    SourceSpan(
      line: start.line + 1, column: start.column + 1,
      length: end.line == start.line ? end.column - start.column : 1)
  }

  private mutating func next(_ parser: inout yaml_parser_t) -> yaml_event_t? {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else {
      let mark = parser.problem_mark
      let problem = parser.problem.map { String(cString: $0) } ?? "the text is no YAML"
      // A problem at the end of the file stands on a line that may not be there.
      let line = min(mark.line + 1, max(1, source.lines.count))
      fail(SourceSpan(line: line, column: mark.column + 1), problem, note: YAMLHint.note(problem))
      return nil
    }
    return event
  }

  private mutating func document(_ parser: inout yaml_parser_t) -> YAMLNode? {
    var root: YAMLNode?
    while var event = next(&parser) {
      defer { yaml_event_delete(&event) }
      switch event.type {
      case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
      case YAML_STREAM_END_EVENT:
        if root == nil {
          fail(
            SourceSpan(line: 1, column: 1), "the file says nothing", note: "expected `Label: value`"
          )
        }
        return root
      default:
        guard root == nil else {
          fail(Self.span(event.start_mark, event.end_mark), "a second document begins here")
          return nil
        }
        guard let node = node(event, &parser, depth: 0) else { return nil }
        root = node
      }
    }
    return nil
  }

  private mutating func node(
    _ event: yaml_event_t, _ parser: inout yaml_parser_t, depth: Int
  ) -> YAMLNode? {
    let span = Self.span(event.start_mark, event.end_mark)
    nodes += 1
    guard depth < YAMLNode.depthLimit, nodes < YAMLNode.nodeLimit else {
      fail(span, "the nesting is too deep or the file too long")
      return nil
    }
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      guard scalar.anchor == nil, scalar.tag == nil else {
        fail(span, "anchors and tags are not used here", note: YAMLHint.quote)
        return nil
      }
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(String(decoding: bytes, as: UTF8.self), span)
    case YAML_SEQUENCE_START_EVENT: return sequence(&parser, span, depth: depth)
    case YAML_MAPPING_START_EVENT: return mapping(&parser, span, depth: depth)
    default:
      fail(span, "anchors and aliases are not used here", note: YAMLHint.quote)
      return nil
    }
  }

  private mutating func sequence(
    _ parser: inout yaml_parser_t, _ span: SourceSpan, depth: Int
  ) -> YAMLNode? {
    var items: [YAMLNode] = []
    while var event = next(&parser) {
      defer { yaml_event_delete(&event) }
      if event.type == YAML_SEQUENCE_END_EVENT { return .sequence(items, span) }
      guard let item = node(event, &parser, depth: depth + 1) else { return nil }
      items.append(item)
    }
    return nil
  }

  private mutating func mapping(
    _ parser: inout yaml_parser_t, _ span: SourceSpan, depth: Int
  ) -> YAMLNode? {
    var members: [(key: String, keySpan: SourceSpan, value: YAMLNode)] = []
    var labels = LabelLines()
    while var event = next(&parser) {
      defer { yaml_event_delete(&event) }
      if event.type == YAML_MAPPING_END_EVENT { return .mapping(members, span) }
      let keyPlace = Self.span(event.start_mark, event.end_mark)
      guard case .scalar(let key, let keySpan)? = node(event, &parser, depth: depth + 1) else {
        fail(keyPlace, "a label must be plain text", note: "expected `Label: value`")
        return nil
      }
      guard members.count < YAMLNode.labelLimit else {
        fail(keySpan, "a file has at most \(YAMLNode.labelLimit) labels", note: "split the file")
        return nil
      }
      guard var valueEvent = next(&parser) else { return nil }
      defer { yaml_event_delete(&valueEvent) }
      guard let value = node(valueEvent, &parser, depth: depth + 1) else { return nil }
      if let first = labels.add(key, in: keySpan.line) {
        fail(keySpan, "\"\(Diagnostic.quoted(key))\" stands twice", note: "first in line \(first)")
        return nil
      }
      members.append((key, keySpan, value))
    }
    return nil
  }
}

/// The labels of a mapping so far, and their lines.
private struct LabelLines {
  private var few: [(label: String, line: Int)] = []
  private var many: [String: Int] = [:]

  /// Up to so many labels are found faster one by one; nearly all files have no more.
  private static let fewLimit = 16

  /// Adds a label; the line of the first where it stands twice.
  mutating func add(_ label: String, in line: Int) -> Int? {
    guard few.count == Self.fewLimit else {
      if let first = few.first(where: { $0.label == label }) { return first.line }
      few.append((label, line))
      return nil
    }
    if many.isEmpty { many = Dictionary(few.map { ($0.label, $0.line) }) { first, _ in first } }
    return many.updateValue(line, forKey: label)
  }
}
