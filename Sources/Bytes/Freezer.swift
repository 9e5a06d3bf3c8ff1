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
/// One freezer is used again and again: its memory stays. The bytes hold what users typed and hosts
/// showed: whoever keeps them guards them as a screen, and wipes them (`clear`).
public struct Freezer: Sendable {
  /// Version of all frozen forms together: raised with each change of one of them.
  public static let version: UInt16 = 12

  /// The first `length` bytes are what was frozen before what is staged; those behind mean nothing, but
  /// as many as the stage has may have been frozen once.
  private var memory: [UInt8] = []
  private var length = 0
  /// What was put last: small values are many, and go to the memory together.
  @usableFromInline var stage = InlineArray<64, UInt8>(repeating: 0)
  @usableFromInline var staged = 0

  /// A freezer that has frozen nothing yet.
  public init() {}

  /// How many bytes were frozen so far.
  public var count: Int { length + staged }

  /// A copy of what was frozen so far.
  public var bytes: [UInt8] {
    var whole = Array(memory[..<length])
    for index in 0..<staged { whole.append(stage[index]) }
    return whole
  }

  /// Lends what was frozen so far, to be written elsewhere.
  public mutating func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    flush()
    return body(memory.span.extracting(0..<length))
  }

  private static let stageSize = 64

  /// Bytes that are wiped together, which keeps to the fast path of the processor's fills.
  private static let wiped = 1024

  /// Wipes what was frozen, and keeps the memory for what is frozen next.
  public mutating func clear() {
    let end = min(length + Self.stageSize, memory.count)
    (length, staged) = (0, 0)
    for index in stage.indices { stage[index] = 0 }
    var used = memory.mutableSpan
    precondition(end <= used.count)
    var start = 0
    while start < end {
      let stop = min(end, start + Self.wiped)
      for index in start..<stop { used[index] = 0 }
      start = stop
    }
  }

  /// Moves what is staged to the memory: the whole stage, which is a few words, and as much of it counts
  /// as was staged.
  @usableFromInline @inline(never) mutating func flush() {
    guard staged > 0 else { return }
    makeRoom(Self.stageSize)
    let start = length
    length += staged
    staged = 0
    let bytes = stage
    let source = bytes.span
    var target = memory.mutableSpan
    precondition(start >= 0 && start + source.count <= target.count)
    for index in source.indices { target[start + index] = source[index] }
  }

  /// Makes room for so many bytes more, at least twice what there was, and wipes the old memory.
  private mutating func makeRoom(_ more: Int) {
    guard memory.count - length < more else { return }
    var wider = [UInt8](repeating: 0, count: max(512, 2 * memory.count, length + more))
    for index in 0..<length { wider[index] = memory[index] }
    for index in memory.indices { memory[index] = 0 }
    memory = wider
  }

  /// Appends one value.
  @inlinable public mutating func put(_ value: some Freezable) { value.freeze(into: &self) }

  /// Appends one byte: a case's number, say.
  @inlinable public mutating func put(byte: UInt8) {
    if staged >= 64 { flush() }
    stage[staged] = byte
    staged += 1
  }

  /// Appends a whole number in as few bytes as it needs: one below F8; else F7 and how many bytes follow,
  /// and these, the lowest first.
  @inlinable public mutating func put(number: UInt64) {
    guard number >= 0xF8 else { return put(byte: UInt8(truncatingIfNeeded: number)) }
    let size = 8 - number.leadingZeroBitCount / 8
    put(byte: UInt8(truncatingIfNeeded: 0xF7 + size))
    store(number)
    staged += size
  }

  /// Appends eight bytes, for what is seldom a small number.
  @inlinable public mutating func put(word: UInt64) {
    store(word)
    staged += 8
  }

  /// Writes eight bytes behind what is staged, which do not count yet.
  @inlinable @inline(__always) mutating func store(_ word: UInt64) {
    if staged > 64 - 8 { flush() }
    let start = staged
    precondition(start >= 0 && start <= 64 - 8)
    stage[start] = UInt8(truncatingIfNeeded: word)
    stage[start + 1] = UInt8(truncatingIfNeeded: word >> 8)
    stage[start + 2] = UInt8(truncatingIfNeeded: word >> 16)
    stage[start + 3] = UInt8(truncatingIfNeeded: word >> 24)
    stage[start + 4] = UInt8(truncatingIfNeeded: word >> 32)
    stage[start + 5] = UInt8(truncatingIfNeeded: word >> 40)
    stage[start + 6] = UInt8(truncatingIfNeeded: word >> 48)
    stage[start + 7] = UInt8(truncatingIfNeeded: word >> 56)
  }

  /// Appends a run of bytes with its length.
  public mutating func put(bytes run: [UInt8]) {
    put(number: UInt64(run.count))
    append(run.span)
  }

  /// Appends a run of bytes with its length.
  public mutating func put(bytes run: ArraySlice<UInt8>) {
    put(number: UInt64(run.count))
    append(run.span)
  }

  /// Appends a run of bytes with its length.
  public mutating func put(bytes run: Span<UInt8>) {
    put(number: UInt64(run.count))
    append(run)
  }

  /// Appends bytes as they are: what another freezer made, or what has a length that is known.
  public mutating func put(raw run: [UInt8]) { append(run.span) }

  private mutating func append(_ run: Span<UInt8>) {
    let first = staged
    guard run.count > Self.stageSize - first else {
      for index in run.indices { stage[first + index] = run[index] }
      staged = first + run.count
      return
    }
    flush()
    makeRoom(run.count)
    let start = length
    length += run.count
    var target = memory.mutableSpan
    precondition(start + run.count <= target.count)
    for index in run.indices { target[start + index] = run[index] }
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
    let first = try byte()
    guard first >= 0xF8 else { return UInt64(first) }
    let size = Int(first) - 0xF7
    guard size <= left else { throw .truncated }
    var value: UInt64 = 0
    for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
    position += size
    return value
  }

  /// Reads eight bytes.
  public mutating func word() throws(ThawError) -> UInt64 {
    guard left >= 8 else { throw .truncated }
    var value: UInt64 = 0
    for index in (0..<8).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
    position += 8
    return value
  }

  /// Reads how many values follow, each of which has at least one byte.
  public mutating func count() throws(ThawError) -> Int {
    let count = try number()
    guard count <= UInt64(left) else { throw .truncated }
    return Int(count)
  }

  /// Reads a run of bytes.
  public mutating func run() throws(ThawError) -> [UInt8] { try raw(try count()) }

  /// Reads so many bytes as they are.
  public mutating func raw(_ count: Int) throws(ThawError) -> [UInt8] {
    guard count <= left else { throw .truncated }
    defer { position += count }
    return Array(bytes[position..<(position + count)])
  }

  /// Throws where bytes are left.
  public func end() throws(ThawError) {
    guard left == 0 else { throw .invalid("end") }
  }
}
