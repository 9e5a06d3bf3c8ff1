extension Bool: Freezable {
  /// Appends one byte: 0 or 1.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(byte: self ? 1 : 0) }

  /// Reads one byte, which is 0 or 1.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    let byte = try thawer.byte()
    guard byte < 2 else { throw .invalid("truth value") }
    self = byte == 1
  }
}

/// Whole numbers are frozen alike, whatever their width.
extension Freezable where Self: FixedWidthInteger & UnsignedInteger {
  /// Appends the number in as few bytes as it needs.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(number: UInt64(self)) }

  /// Reads a number that this width can hold.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let value = Self(exactly: try thawer.number()) else { throw .invalid("number") }
    self = value
  }
}

/// A sign goes to the lowest bit, so that small numbers stay short.
extension Freezable where Self: FixedWidthInteger & SignedInteger {
  /// Appends the number with its sign in the lowest bit.
  @inlinable public func freeze(into freezer: inout Freezer) {
    let wide = Int64(self)
    freezer.put(number: UInt64(bitPattern: wide << 1 ^ wide >> 63))
  }

  /// Reads a number that this width can hold.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    let number = try thawer.number()
    let wide = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    guard let value = Self(exactly: wide) else { throw .invalid("number") }
    self = value
  }
}

/// One byte as it is, so that arrays of bytes are what `put(bytes:)` writes.
extension UInt8: Freezable {
  /// Appends the byte.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(byte: self) }
  /// Reads the byte.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = try thawer.byte()
  }
}
extension UInt16: Freezable {}
extension UInt32: Freezable {}
extension UInt64: Freezable {}
extension Int: Freezable {}
extension Int32: Freezable {}
extension Int64: Freezable {}

extension String: Freezable {
  /// Appends the length in bytes and the UTF-8.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(bytes: utf8.span) }

  /// Reads a text, which is well-formed UTF-8.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let text = String(validating: try thawer.run(), as: UTF8.self) else {
      throw .invalid("text")
    }
    self = text
  }
}

extension Optional: Freezable where Wrapped: Freezable {
  /// Appends whether a value is there, then the value.
  @inlinable public func freeze(into freezer: inout Freezer) {
    freezer.put(self != nil)
    if let value = self { freezer.put(value) }
  }

  /// Reads what `freeze` wrote.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = try thawer.take(Bool.self) ? .some(try thawer.take()) : nil
  }
}

/// An array of bytes is what `put(bytes:)` writes, only slower.
extension Array: Freezable where Element: Freezable {
  /// Appends the count, then each element.
  @inlinable public func freeze(into freezer: inout Freezer) {
    freezer.put(number: UInt64(count))
    for element in self { freezer.put(element) }
  }

  /// Reads a count that the bytes can hold, then so many elements.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    let count = try thawer.count()
    self = []
    reserveCapacity(count)
    for _ in 0..<count { append(try thawer.take()) }
  }
}

extension Set: Freezable where Element: Freezable {
  /// Appends the count, then each element in no particular order.
  @inlinable public func freeze(into freezer: inout Freezer) {
    freezer.put(number: UInt64(count))
    for element in self { freezer.put(element) }
  }

  /// Reads an array; equal elements become one.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = Set(try thawer.take([Element].self))
  }
}

extension Dictionary: Freezable where Key: Freezable, Value: Freezable {
  /// Appends the count, then each key with its value in no particular order.
  @inlinable public func freeze(into freezer: inout Freezer) {
    freezer.put(number: UInt64(count))
    for (key, value) in self {
      freezer.put(key)
      freezer.put(value)
    }
  }

  /// Reads pairs, whose keys are all different.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = [:]
    for _ in 0..<(try thawer.count()) {
      let key = try thawer.take(Key.self)
      guard updateValue(try thawer.take(), forKey: key) == nil else { throw .invalid("key") }
    }
  }
}

/// A newtype or an enum of numbers is frozen as its raw value; its initialiser is asked when it thaws.
extension Freezable where Self: RawRepresentable, RawValue: Freezable {
  /// Appends the raw value.
  @inlinable public func freeze(into freezer: inout Freezer) { freezer.put(rawValue) }

  /// Reads a raw value that the type accepts.
  @inlinable public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let value = Self(rawValue: try thawer.take()) else {
      throw .invalid("\(Self.self)")
    }
    self = value
  }
}

extension ByteQueue: Freezable {
  /// Appends the limit and the bytes that wait.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(limit)
    freezer.put(bytes: waiting)
  }

  /// Reads a queue, whose bytes its own limit allows.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(limit: try thawer.take())
    guard append(try thawer.run()[...]) else { throw .invalid("queue") }
  }
}
