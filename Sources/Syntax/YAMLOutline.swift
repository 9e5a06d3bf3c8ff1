import CYAML

/// A place in a text: line and character, each from 0.
struct TextPlace: Hashable, Sendable, Comparable {
  let line: Int
  let column: Int

  init(_ line: Int, _ column: Int) { (self.line, self.column) = (line, column) }

  fileprivate init(_ mark: yaml_mark_t) { self.init(mark.line, mark.column) }

  static func < (left: TextPlace, right: TextPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Where each part of a document stands from its first character to behind its last one: for who changes
/// the text. What may stand in a document is `YAMLNode`'s rule.
struct YAMLOutline: Sendable {
  struct Member: Sendable {
    let name: String
    let key: YAMLOutline
    let value: YAMLOutline
  }

  enum Content: Sendable {
    case scalar(String, YAMLScalarStyle)
    case sequence([YAMLOutline])
    case mapping([Member])
  }

  let content: Content
  let start: TextPlace
  /// Behind the last character; of a block, behind that of its last part.
  let end: TextPlace
  /// Whether it stands in brackets or braces.
  let isFlow: Bool

  /// Members of a mapping; nil of anything else.
  var members: [Member]? {
    if case .mapping(let members) = content { members } else { nil }
  }

  /// The text of a scalar.
  var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// Whether a rule holds of where each part begins and ends.
  func everyPlace(_ holds: (TextPlace) -> Bool) -> Bool {
    guard holds(start), holds(end) else { return false }
    return switch content {
    case .scalar: true
    case .sequence(let items): items.allSatisfy { $0.everyPlace(holds) }
    case .mapping(let members):
      members.allSatisfy { $0.key.everyPlace(holds) && $0.value.everyPlace(holds) }
    }
  }

  /// The root of a document that `YAMLNode` takes; nil where there is none.
  static func read(_ source: SourceText) -> YAMLOutline? {
    var reader = YAMLOutlineReader()
    return reader.read(source)
  }
}

/// Drives libyaml's parser, once more, for the marks alone.
private struct YAMLOutlineReader {
  mutating func read(_ source: SourceText) -> YAMLOutline? {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { return nil }
    defer { yaml_parser_delete(&parser) }
    var bytes = Array(source.text.utf8)
    let count = bytes.count
    return bytes.withUnsafeMutableBufferPointer { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, count)
      while var event = next(&parser) {
        defer { yaml_event_delete(&event) }
        switch event.type {
        case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: continue
        case YAML_STREAM_END_EVENT: return nil
        default: return part(event, &parser)
        }
      }
      return nil
    }
  }

  private func next(_ parser: inout yaml_parser_t) -> yaml_event_t? {
    var event = yaml_event_t()
    return yaml_parser_parse(&parser, &event) == 1 ? event : nil
  }

  private func part(_ event: yaml_event_t, _ parser: inout yaml_parser_t) -> YAMLOutline? {
    let start = TextPlace(event.start_mark)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return YAMLOutline(
        content: .scalar(text, YAMLScalarStyle(scalar.style)), start: start,
        end: TextPlace(event.end_mark), isFlow: false)
    case YAML_SEQUENCE_START_EVENT:
      let isFlow = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      var items: [YAMLOutline] = []
      while var inner = next(&parser) {
        defer { yaml_event_delete(&inner) }
        guard inner.type != YAML_SEQUENCE_END_EVENT else {
          let end = isFlow ? TextPlace(inner.end_mark) : items.last?.end ?? start
          return YAMLOutline(content: .sequence(items), start: start, end: end, isFlow: isFlow)
        }
        guard let item = part(inner, &parser) else { return nil }
        items.append(item)
      }
      return nil
    case YAML_MAPPING_START_EVENT:
      return mapping(
        &parser, from: start,
        isFlow: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
    default: return nil
    }
  }

  private func mapping(
    _ parser: inout yaml_parser_t, from start: TextPlace, isFlow: Bool
  ) -> YAMLOutline? {
    var members: [YAMLOutline.Member] = []
    while var event = next(&parser) {
      defer { yaml_event_delete(&event) }
      guard event.type != YAML_MAPPING_END_EVENT else {
        let end = isFlow ? TextPlace(event.end_mark) : members.last?.value.end ?? start
        return YAMLOutline(content: .mapping(members), start: start, end: end, isFlow: isFlow)
      }
      guard let key = part(event, &parser), let name = key.text, var inner = next(&parser) else {
        return nil
      }
      defer { yaml_event_delete(&inner) }
      guard let value = part(inner, &parser) else { return nil }
      members.append(YAMLOutline.Member(name: name, key: key, value: value))
    }
    return nil
  }
}

extension YAMLScalarStyle {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .single
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .double
    case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: self = .block
    default: self = .plain
    }
  }
}
