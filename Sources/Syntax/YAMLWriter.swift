/// Writes one change into a text by the places of its parts. Whether it came out as wanted is for the
/// caller to see.
struct YAMLWriter {
  private(set) var text: LineText

  init(_ text: LineText) { self.text = text }

  /// Makes a change.
  /// - Parameters:
  ///   - change: which.
  ///   - root: the outline of the text; nil where it has comments alone.
  /// - Returns: false where there is no way to.
  mutating func write(_ change: YAMLChange, in root: YAMLOutline?) -> Bool {
    guard let root else {
      guard case .set(let value) = change.action else { return false }
      let isOpen = text.lines.last?.text.isEmpty ?? true
      let lines = Self.lines(change.path[...], value, indent: 0, width: 0)
      text.insert(lines, before: text.lines.count - (isOpen ? 1 : 0))
      return true
    }
    return write(change, change.path[...], in: root, below: [])
  }

  private mutating func write(
    _ change: YAMLChange, _ rest: ArraySlice<String>, in mapping: YAMLOutline,
    below parents: [(mapping: YAMLOutline, member: YAMLOutline.Member)]
  ) -> Bool {
    guard let members = mapping.members, let name = rest.first else { return false }
    guard let member = members.first(where: { $0.name == name }) else {
      if case .insert(let value, let other) = change.action, rest.count == 1 {
        return insert(name, value, before: other, in: mapping)
      }
      guard case .set(let value) = change.action else { return false }
      add(rest, value, to: mapping, having: members)
      return true
    }
    if rest.count > 1 {
      if member.value.text == "", case .set(let value) = change.action {
        return fill(member, rest.dropFirst(), value: value, in: mapping)
      }
      return write(
        change, rest.dropFirst(), in: member.value, below: parents + [(mapping, member)])
    }
    switch change.action {
    case .set(let value): return set(member, value, in: mapping)
    case .insert: return false
    case .rename(let other):
      guard case .scalar(_, let style) = member.key.content else { return false }
      text.replace(
        member.key.start, member.key.end, with: style.written(other, inFlow: mapping.isFlow))
      return true
    case .remove:
      // What would be left empty goes as well.
      var (whole, gone) = (mapping, member)
      for parent in parents.reversed() where whole.members?.count == 1 {
        (whole, gone) = parent
      }
      return remove(gone, from: whole)
    }
  }

  // MARK: A value

  private mutating func set(
    _ member: YAMLOutline.Member, _ value: String, in mapping: YAMLOutline
  ) -> Bool {
    guard case .scalar(let old, let style) = member.value.content else { return false }
    let (start, end) = (member.value.start, member.value.end)
    var written = style.written(value, inFlow: mapping.isFlow)
    if style == .block {
      // The sign goes, what follows it on its line stays, and the lines go.
      let head = text.text(start.line, from: start.column)
      let sign = head.prefix { $0 != " " }.count
      let last = lastLine(of: member.value)
      text.replace(
        TextPlace(start.line, text.length(of: start.line)), TextPlace(last, text.length(of: last)),
        with: "")
      replace(start, TextPlace(start.line, start.column + sign), with: written)
      return true
    }
    if old.isEmpty, start == end {
      let before = text.text(start.line, to: start.column)
      if before.last != " " { written = " " + written }
    }
    replace(start, end, with: written)
    return true
  }

  /// Puts a text in the place of another; a remark behind it keeps its column where it can.
  private mutating func replace(_ start: TextPlace, _ end: TextPlace, with new: String) {
    let tail = text.text(end.line, from: end.column)
    let gap = tail.prefix { $0 == " " }.count
    guard start.line == end.line, tail.dropFirst(gap).first == "#" else {
      return text.replace(start, end, with: new)
    }
    let column = end.column + gap
    let room = max(1, column - start.column - new.unicodeScalars.count)
    text.replace(
      start, TextPlace(end.line, column), with: new + String(repeating: " ", count: room))
  }

  // MARK: A new label

  /// A label's line, or those of labels below labels.
  private static func lines(
    _ path: ArraySlice<String>, _ value: String, indent: Int, width: Int
  ) -> [String] {
    guard let name = path.first else { return [] }
    let head =
      String(repeating: " ", count: indent)
      + YAMLScalarStyle.plain.written(name, inFlow: false) + ":"
    guard path.count == 1 else {
      return [head]
        + lines(path.dropFirst(), value, indent: indent + indentStep, width: width)
    }
    let gap = max(1, width - head.unicodeScalars.count)
    return [
      head + String(repeating: " ", count: gap)
        + YAMLScalarStyle.plain.written(value, inFlow: false)
    ]
  }

  private static let indentStep = 2

  private mutating func add(
    _ path: ArraySlice<String>, _ value: String, to mapping: YAMLOutline,
    having members: [YAMLOutline.Member]
  ) {
    guard mapping.isFlow else {
      guard let first = members.first, let last = members.last else { return }
      // Values stand in the column of the last one that has its own line.
      let width =
        members.last { $0.value.text != nil && $0.value.start.line == $0.key.start.line }?
        .value.start.column ?? 0
      let lines = Self.lines(path, value, indent: first.key.start.column, width: width)
      return text.insert(lines, before: lastLine(of: last.value) + 1)
    }
    let new = Self.flow(path, value)
    let place =
      members.last?.value.end ?? TextPlace(mapping.start.line, mapping.start.column + 1)
    text.replace(place, place, with: members.isEmpty ? new : ", " + new)
  }

  /// Puts a label's line in front of another one's, and of the remarks above that.
  private mutating func insert(
    _ name: String, _ value: String, before other: String, in mapping: YAMLOutline
  ) -> Bool {
    guard !mapping.isFlow, let next = mapping.members?.first(where: { $0.name == other }) else {
      return false
    }
    var line = next.key.start.line
    while line > 0, text.text(line - 1, from: 0).drop(while: { $0 == " " }).first == "#" {
      line -= 1
    }
    let width = next.value.start.line == next.key.start.line ? next.value.start.column : 0
    let new = Self.lines([name], value, indent: next.key.start.column, width: width)
    text.insert(new, before: line)
    return true
  }

  private static func flow(_ path: ArraySlice<String>, _ value: String) -> String {
    guard let name = path.first else { return "" }
    let head = YAMLScalarStyle.plain.written(name, inFlow: true) + ": "
    return head
      + (path.count == 1
        ? YAMLScalarStyle.plain.written(value, inFlow: true)
        : "{" + flow(path.dropFirst(), value) + "}")
  }

  /// Gives labels to a label that has nothing yet.
  private mutating func fill(
    _ member: YAMLOutline.Member, _ path: ArraySlice<String>, value: String,
    in mapping: YAMLOutline
  ) -> Bool {
    if mapping.isFlow || member.value.start != member.value.end {
      replace(member.value.start, member.value.end, with: " {" + Self.flow(path, value) + "}")
      return true
    }
    let lines = Self.lines(
      path, value, indent: member.key.start.column + Self.indentStep, width: 0)
    text.insert(lines, before: member.key.end.line + 1)
    return true
  }

  // MARK: A label less

  private mutating func remove(_ member: YAMLOutline.Member, from mapping: YAMLOutline) -> Bool {
    guard let members = mapping.members,
      let place = members.firstIndex(where: { $0.name == member.name })
    else { return false }
    if mapping.isFlow {
      let inside = (
        TextPlace(mapping.start.line, mapping.start.column + 1),
        TextPlace(mapping.end.line, mapping.end.column - 1)
      )
      if members.count == 1 {
        text.replace(inside.0, inside.1, with: "")
      } else if place + 1 < members.count {
        text.replace(member.key.start, members[place + 1].key.start, with: "")
      } else {
        text.replace(members[place - 1].value.end, member.value.end, with: "")
      }
      return true
    }
    let first = member.key.start.line
    text.remove(first...max(first, lastLine(of: member.value)))
    // A file that says nothing at all is refused.
    if members.count == 1 {
      text.insert([String(repeating: " ", count: member.key.start.column) + "{}"], before: first)
    }
    return true
  }

  /// The last line of a part.
  private func lastLine(of part: YAMLOutline) -> Int {
    switch part.content {
    case .mapping(let members) where !part.isFlow:
      return members.last.map { max(lastLine(of: $0.value), $0.key.end.line) } ?? part.start.line
    case .sequence(let items) where !part.isFlow:
      return items.last.map(lastLine) ?? part.start.line
    case .scalar(_, .block):
      // The mark stands before what follows, or at the end of a file without a last line end.
      let isAtEnd =
        part.end.column > 0 && part.end.line == text.lines.count - 1
        && text.length(of: part.end.line) == part.end.column
      var last = max(part.start.line, isAtEnd ? part.end.line : part.end.line - 1)
      let keeps = text.text(part.start.line, from: part.start.column).prefix(3).contains("+")
      while !keeps, last > part.start.line,
        text.lines[last].text.allSatisfy({ $0 == " " })
      { last -= 1 }
      return last
    default: return part.end.line
    }
  }
}
