import Bytes
import Ledger
import Platform

/// A value in memory of its own that outlives this process, as long as the keeper has it.
enum KeptValue {
  /// Most bytes: those that a site may have, with their frame.
  private static let sizeLimit = 96 << 20
  /// Where the number of bytes is; they follow it.
  private static let head = 8

  /// Has a value kept, in place of the one before.
  static func keep(
    _ value: some Freezable, as kind: Held.Kind, token: UInt64, by custody: any Custody
  ) throws(SystemError) {
    guard custody.isKeeping else { return }
    var freezer = Freezer()
    freezer.put(value)
    let bytes = freezer.bytes
    let memory = try SharedMemory("kept", limit: sizeLimit)
    guard memory.grow(to: head + (bytes.count + 7) / 8 * 8) else { return }
    memory.copy(bytes.span, to: head)
    memory.store(UInt64(bytes.count), at: 0)
    custody.hold(Held(token: token, kind, descriptor: memory.number))
  }

  /// The value that the worker before had kept; nil where there is none, or of another form.
  static func thaw<Value: Freezable>(_: Value.Type, _ held: Held) -> Value? {
    guard let memory = try? SharedMemory(reading: Descriptor(held.descriptor)), memory.size >= head
    else { return nil }
    let count = memory.load(0)
    guard count <= UInt64(memory.size - head) else { return nil }
    var thawer = Thawer(memory.bytes(head..<(head + Int(count))))
    return try? thawer.take(Value.self)
  }
}
