import TestSupport

@testable import Syntax

/// A random file of labels, whose lines know which label they belong to.
struct MadeFile {
  private var dice: Dice
  private var lines: [(path: [String]?, text: String)] = []
  private var paths: [[String]] = []
  private var end = "\n"

  static let texts = [
    "", "x", "PF13", "it's", "a: b", "a #b", "&USERID/&PSWD", "*", "TSO,CICS", "{x}", "[x]", "~",
    "- a", "\\", "\"", "ä ö", "builtin:tso:S001", " x ", "?", "%a", "@", "`", "x:", "Y", "null",
    "1,2", "a'b\"c", "#", "!", "> x", "|", "...", "---", "=",
  ]

  init(seed: UInt64) { dice = Dice(seed: seed) }

  /// Another file.
  mutating func text() -> String {
    if lines.isEmpty { make() }
    return lines.map { $0.text + end }.joined()
  }

  private mutating func make() {
    end = dice.once(in: 3) ? "\r\n" : "\n"
    paths = []
    lines = []
    if dice.once(in: 4) { lines.append((nil, "---")) }
    for number in 0...dice.below(5) {
      remarks(indent: "")
      let name = "Label \(number)"
      if dice.once(in: 3) {
        lines.append(([name], "\(name):"))
        for inner in 0...dice.below(3) {
          remarks(indent: "  ")
          member([name, "In\(inner)"], indent: "  ")
        }
      } else if dice.once(in: 4) {
        lines.append(([name], "\(name): {A: 1, 'B': \"2\", }  # flow"))
        paths += [[name, "A"], [name, "B"]]
      } else {
        member([name], indent: "")
      }
    }
    remarks(indent: "")
  }

  private mutating func remarks(indent: String) {
    if dice.once(in: 3) { lines.append((nil, "")) }
    if dice.once(in: 3) { lines.append((nil, indent + "# remark \(dice.below(1000))")) }
  }

  private mutating func member(_ path: [String], indent: String) {
    paths.append(path)
    let text = dice.pick(Self.texts)
    let name = path[path.count - 1]
    let gap = String(repeating: " ", count: 1 + dice.below(4))
    let tail = dice.once(in: 2) ? "  # r\(dice.below(100))" : ""
    switch dice.below(5) {
    case 0:
      lines.append((path, "\(indent)\(name):\(gap)'\(text.replacing("'", with: "''"))'\(tail)"))
    case 1: lines.append((path, "\(indent)\(name):\(tail)"))
    case 2:
      lines.append((path, "\(indent)\(name): |\(tail)"))
      lines.append((path, "\(indent)  one \(dice.below(100))"))
      lines.append((path, "\(indent)  two"))
    case 3:
      lines.append((path, "\(indent)\(name): plain"))
      lines.append((path, "\(indent)   goes on\(tail)"))
    default:
      let written = YAMLScalarStyle.double.written(text, inFlow: false)
      lines.append((path, "\(indent)\(name):\(gap)\(written)\(tail)"))
    }
  }

  /// A change of it, which need not be possible; the file is another one afterwards.
  mutating func change() -> YAMLChange {
    let old = dice.pick(paths)
    switch dice.below(6) {
    case 0: return YAMLChange(old, .remove)
    case 1: return YAMLChange(old, .rename(dice.pick(["New", "Label 0", "* x", "ä b"])))
    case 2: return YAMLChange(["New \(dice.below(9))"], .set(dice.pick(Self.texts)))
    case 3: return YAMLChange([old[0], "New"], .set(dice.pick(Self.texts)))
    case 4: return YAMLChange(["S", "T", "K"], .set(dice.pick(Self.texts)))
    default: return YAMLChange(old, .set(dice.pick(Self.texts)))
    }
  }

  /// Lines that a change has no business with; the next file is another one.
  mutating func untouched(by change: YAMLChange) -> [LineText.Line] {
    defer { lines = [] }
    // Of a mapping that is left empty nothing stays.
    let top = change.path[0]
    let isAlone = change.action == .remove && paths.count { $0[0] == top } == 1
    let flow = change.path.count > 1 ? [top] : change.path
    return lines.enumerated().filter { index, line in
      guard let path = line.path else {
        // Remarks between the lines of what goes, go.
        guard change.action == .remove else { return true }
        let before = lines[..<index].last { $0.path != nil }?.path
        let after = lines[index...].first { $0.path != nil }?.path
        return !(isAlone && before?.first == top && after?.first == top)
      }
      if isAlone, path.first == top { return false }
      if path == flow, line.text.contains("{") { return false }
      if path == [top], change.path.count == 2, path.count == 1, paths.contains([top]) {
        return false
      }
      return path != change.path
    }.map { LineText.Line(text: $0.element.text, end: end) }
  }
}
