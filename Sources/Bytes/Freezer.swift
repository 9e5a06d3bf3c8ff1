/// What can be written to bytes in one process and read back in another, where it goes on.
///
/// Frozen and thawed, a value is equal to what it was in all that can be observed. What a value says
/// of itself in bytes belongs to one version of the program; `Freezer.version` names it.
public protocol Freezable {
  /// Appends the value.
  func freeze(into freezer: inout Freezer)
  /// Reads what `freeze` wrote.
  /// - Throws: where the bytes end early or say what no value can be; nothing traps on them.
  init(thawing thawer: inout Thawer) throws(ThawError)
}

/// Collects frozen values.
///
/// The bytes hold what users typed and hosts showed: whoever keeps them guards them as a screen, and
/// wipes them.
public struct Freezer: Sendable {
  /// Version of all frozen forms together: raised with each change of one of them.
  public static let version: UInt16 = 1

  /// What was frozen so far.
  public private(set) var bytes: [UInt8] = []

  /// A freezer that has frozen nothing yet.
  public init() {}

  /// Appends one value.
  public mutating func put(_ value: some Freezable) { value.freeze(into: &self) }

  /// Appends one byte: a case's number, say.
  public mutating func put(byte: UInt8) { bytes.append(byte) }

  /// Appends a whole number in as few bytes as it needs (LEB128, low groups of seven bits first).
  public mutating func put(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a run of bytes with its length.
  public mutating func put(bytes run: some Collection<UInt8>) {
    put(number: UInt64(run.count))
    bytes.append(contentsOf: run)
  }
}

/// Why frozen bytes are no value of this program.
public enum ThawError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes end before the value does.
  case truncated
  /// A value that cannot be; its name.
  case invalid(String)
  /// The bytes are of another version of the program.
  case version(UInt16)

  /// What is wrong, in words for people.
  public var description: String {
    switch self {
    case .truncated: "the frozen state ends early"
    case .invalid(let what): "the frozen state has an impossible \(what)"
    case .version(let version):
      "the frozen state has version \(version); expected \(Freezer.version)"
    }
  }
}

/// Reads what a `Freezer` wrote, in the same order.
public struct Thawer: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Reads these bytes from their beginning.
  public init(_ bytes: some Sequence<UInt8>) {
    self.bytes = ArraySlice(Array(bytes))
    position = 0
  }

  /// Bytes that were not read yet.
  public var left: Int { bytes.endIndex - position }

  /// Reads one value.
  public mutating func take<Value: Freezable>(
    _: Value.Type = Value.self
  ) throws(ThawError) -> Value {
    try Value(thawing: &self)
  }

  /// Reads one byte.
  public mutating func byte() throws(ThawError) -> UInt8 {
    guard left > 0 else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  /// Reads a whole number.
  public mutating func number() throws(ThawError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      let next = try byte()
      // The tenth group has one bit.
      guard shift < 63 || next <= 1 else { throw .invalid("number") }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
    }
    throw .invalid("number")
  }

  /// Reads how many values follow, each of which has at least one byte.
  public mutating func count() throws(ThawError) -> Int {
    let count = try number()
    guard count <= UInt64(left) else { throw .truncated }
    return Int(count)
  }

  /// Reads a run of bytes.
  public mutating func run() throws(ThawError) -> [UInt8] {
    let count = try count()
    defer { position += count }
    return Array(bytes[position..<(position + count)])
  }

  /// Throws where bytes are left.
  public func end() throws(ThawError) {
    guard left == 0 else { throw .invalid("end") }
  }
}
