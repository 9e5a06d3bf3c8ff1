/// A JSON document (RFC 8259), for the test data that the commands read.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number, as its text: integers keep all their digits.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Deepest nesting that is read.
  public static let depthLimit = 64

  /// Where a document breaks the grammar.
  public struct SyntaxError: Error, Hashable, Sendable {
    /// Bytes from the start.
    public let offset: Int
    /// What the grammar wants there.
    public let expected: String
  }

  /// Reads a whole document.
  public init(parsing text: some Sequence<UInt8>) throws(SyntaxError) {
    var parser = JSONParser(bytes: Array(text))
    self = try parser.document()
  }

  /// The member of an object; nil where this is no object or has no such member.
  public subscript(_ key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text; nil where this is no string.
  public var string: String? { if case .string(let text) = self { text } else { nil } }
  /// The elements; nil where this is no array.
  public var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  /// The members; nil where this is no object.
  public var object: [String: JSONValue]? {
    if case .object(let items) = self { items } else { nil }
  }
  /// The truth value; nil where this is neither true nor false.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The number as an integer, where it is one.
  public var integer: Int64? { if case .number(let text) = self { Int64(text) } else { nil } }
}

/// Reads JSON by recursive descent.
private struct JSONParser {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONValue.SyntaxError) -> JSONValue {
    let value = try value(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw error("the end of the document") }
    return value
  }

  private func error(_ expected: String) -> JSONValue.SyntaxError {
    JSONValue.SyntaxError(offset: index, expected: expected)
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
    guard depth < JSONValue.depthLimit else { throw error("less nesting") }
    skipBlanks()
    guard index < bytes.count else { throw error("a value") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(
    _ text: String, _ value: JSONValue
  ) throws(JSONValue.SyntaxError) -> JSONValue {
    guard bytes[index...].starts(with: text.utf8) else { throw error(text) }
    index += text.utf8.count
    return value
  }

  private mutating func number() throws(JSONValue.SyntaxError) -> JSONValue {
    let start = index
    while index < bytes.count, Self.numberBytes.contains(bytes[index]) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard Double(text) != nil else {
      index = start
      throw error("a value")
    }
    return .number(text)
  }

  private static let numberBytes = Set("0123456789+-.eE".utf8)

  private mutating func array(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
    index += 1
    var items: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    repeat { items.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error(", or ]") }
    return .array(items)
  }

  private mutating func object(depth: Int) throws(JSONValue.SyntaxError) -> JSONValue {
    index += 1
    var members: [String: JSONValue] = [:]
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipBlanks()
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw error(":") }
      members[key] = try value(depth: depth + 1)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error(", or }") }
    return .object(members)
  }

  private mutating func string() throws(JSONValue.SyntaxError) -> String {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw error("a string") }
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20:
        index -= 1
        throw error("an escaped control character")
      default: text.append(byte)
      }
    }
    throw error("the end of the string")
  }

  private mutating func escape() throws(JSONValue.SyntaxError) -> [UInt8] {
    guard index < bytes.count else { throw error("an escape") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      var unit = try hexUnit()
      if 0xD800...0xDBFF ~= unit, bytes[index...].starts(with: [0x5C, 0x75]) {
        index += 2
        let low = try hexUnit()
        guard 0xDC00...0xDFFF ~= low else { throw error("a low surrogate") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw error("a character") }
      return Array(String(Character(scalar)).utf8)
    default: throw error("an escape")
    }
  }

  private mutating func hexUnit() throws(JSONValue.SyntaxError) -> UInt32 {
    guard index + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits") }
    index += 4
    return unit
  }
}
