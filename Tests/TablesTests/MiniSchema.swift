import Bytes
import Foundation

/// A checker of the keywords of JSON Schema (Draft 2020-12) that our schemas use.
struct MiniSchema {
  let root: JSONValue

  /// A value as a YAML reader makes it of plain or quoted text.
  enum Value {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case null

    /// What YAML 1.2's core schema makes of a plain scalar.
    init(plain text: String) {
      switch text {
      case "", "~", "null", "Null", "NULL": self = .null
      case "true", "True", "TRUE": self = .boolean(true)
      case "false", "False", "FALSE": self = .boolean(false)
      default:
        let isNumber = text.wholeMatch(of: #/[-+]?[0-9]+/#) != nil
        self = isNumber ? Int(text).map { .integer($0) } ?? .string(text) : .string(text)
      }
    }
  }

  init(_ text: String) throws { root = try JSONValue(parsing: Array(text.utf8)) }

  /// Whether a value may stand behind a label.
  func accepts(_ value: Value, of label: String) -> Bool {
    guard let rule = root["properties"]?[label] else { return false }
    return accepts(value, rule)
  }

  func accepts(_ value: Value, _ rule: JSONValue) -> Bool {
    guard let members = rule.object else { return true }
    for (keyword, operand) in members {
      switch keyword {
      case "description", "default", "minProperties", "maxProperties": continue
      case "type":
        if !types(operand).contains(where: { has($0, value) }) { return false }
      case "minimum", "maximum":
        guard case .integer(let number) = value, case .number(let text) = operand,
          let bound = Int(text)
        else { continue }
        if keyword == "minimum" ? number < bound : number > bound { return false }
      case "pattern":
        guard case .string(let text) = value, case .string(let pattern) = operand else { continue }
        if !matches(text, pattern) { return false }
      case "const", "enum":
        let wanted: [JSONValue] = if case .array(let all) = operand { all } else { [operand] }
        if !wanted.contains(where: { equals($0, value) }) { return false }
      case "anyOf":
        guard case .array(let rules) = operand, rules.contains(where: { accepts(value, $0) })
        else { return false }
      default: return false
      }
    }
    return true
  }

  private func types(_ operand: JSONValue) -> [String] {
    switch operand {
    case .string(let name): [name]
    case .array(let names):
      names.compactMap { if case .string(let name) = $0 { name } else { nil } }
    default: []
    }
  }

  private func has(_ type: String, _ value: Value) -> Bool {
    switch (type, value) {
    case ("string", .string), ("integer", .integer), ("boolean", .boolean), ("null", .null): true
    default: false
    }
  }

  private func equals(_ wanted: JSONValue, _ value: Value) -> Bool {
    switch (wanted, value) {
    case (.string(let left), .string(let right)): left == right
    case (.number(let left), .integer(let right)): Int(left) == right
    default: false
    }
  }

  private func matches(_ text: String, _ pattern: String) -> Bool {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return false }
    let range = NSRange(text.startIndex..., in: text)
    // An ECMA pattern's $ is the very end.
    return expression.firstMatch(in: text, options: [], range: range).map {
      $0.range.length == range.length
    } ?? false
  }
}
