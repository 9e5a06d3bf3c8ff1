import Bytes
import Foundation
import Syntax

@testable import Tables

/// A checker of the keywords of JSON Schema (Draft 2020-12) that our schemas use.
struct MiniSchema {
  let root: JSONValue

  /// A value as a YAML reader makes it of plain or quoted text.
  enum Value {
    case string(String)
    case integer(Int)
    case fraction(Double)
    case boolean(Bool)
    case null

    /// What YAML 1.2's core schema makes of a plain scalar.
    init(plain text: String) {
      switch text {
      case "", "~", "null", "Null", "NULL": self = .null
      case "true", "True", "TRUE": self = .boolean(true)
      case "false", "False", "FALSE": self = .boolean(false)
      default:
        if text.wholeMatch(of: #/[-+]?[0-9]+/#) != nil {
          self = Int(text).map { .integer($0) } ?? .string(text)
        } else if text.wholeMatch(of: #/[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/#)
          != nil,
          let number = Double(text)
        {
          self = .fraction(number)
        } else {
          self = .string(text)
        }
      }
    }
  }

  init(_ text: String) throws { root = try JSONValue(parsing: Array(text.utf8)) }

  /// The schema of a kind of file; nil where it has none.
  init?(kind: SiteFile?) throws {
    switch kind {
    case .application: try self.init(FieldManual.applicationSchema())
    case .system: try self.init(FieldManual.systemSchema())
    case .user: try self.init(FieldManual.userSchema())
    case .profile: try self.init(FieldManual.profileSchema())
    case .masks: try self.init(FieldManual.maskSchema())
    case .updateClass: try self.init(FieldManual.updateClassSchema())
    case .commandClass: try self.init(FieldManual.commandClassSchema())
    case .operatorClass: try self.init(FieldManual.operatorClassSchema())
    case .panel, .deck, .script, nil: return nil
    }
  }

  /// Whether a whole file is as the schema has it, as an editor sees it.
  func takes(_ node: YAMLNode, of file: SourceText) -> Bool { takes(node, root, file.lines) }

  private func takes(_ node: YAMLNode, _ rule: JSONValue, _ lines: [String]) -> Bool {
    switch node {
    case .scalar(let text, let span):
      let line = Array(lines[span.line - 1].unicodeScalars)
      let isQuoted =
        span.column <= line.count && "\"'|>".unicodeScalars.contains(line[span.column - 1])
      return accepts(isQuoted ? .string(text) : Value(plain: text), rule)
    case .sequence: return false
    case .mapping(let members, _):
      guard rule["type"].map(types) == ["object"] else { return false }
      let labels = Set(members.map(\.key))
      if case .array(let required)? = rule["required"] {
        for case .string(let label) in required where !labels.contains(label) { return false }
      }
      if case .number(let most)? = rule["maxProperties"], members.count > Int(most) ?? 0 {
        return false
      }
      return members.allSatisfy { key, _, value in
        if let names = rule["propertyNames"], !accepts(.string(key), names) { return false }
        if let own = rule["properties"]?[key] { return takes(value, own, lines) }
        guard let rest = rule["additionalProperties"], rest.object != nil else { return false }
        return takes(value, rest, lines)
      }
    }
  }

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
    case ("string", .string), ("integer", .integer), ("boolean", .boolean), ("null", .null),
      ("number", .integer), ("number", .fraction):
      true
    default: false
    }
  }

  private func equals(_ wanted: JSONValue, _ value: Value) -> Bool {
    switch (wanted, value) {
    case (.string(let left), .string(let right)): left == right
    case (.number(let left), .integer(let right)): Double(left) == Double(right)
    case (.number(let left), .fraction(let right)): Double(left) == right
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
