import Bytes
import Testing

/// Values written to bytes and read back.
@Suite struct FreezerTests {
  private func copy<Value: Freezable>(_ value: Value) throws -> Value {
    var freezer = Freezer()
    freezer.put(value)
    var thawer = Thawer(freezer.bytes)
    let copy = try thawer.take(Value.self)
    try thawer.end()
    return copy
  }

  @Test func `each kind of value comes back as it was`() throws {
    for number in [0, 1, -1, 63, -64, 64, 127, 128, .max, .min] {
      #expect(try copy(number) == number)
    }
    for number in [0, 0xF7, 0xF8, 0xFF, 0x100, 0xFFFF, 1 << 24, 1 << 56, UInt64.max] {
      #expect(try copy(number) == number)
    }
    #expect(try copy(["", "PF13", "Zürich"]) == ["", "PF13", "Zürich"])
    #expect(try copy([true, nil, false]) == [true, nil, false])
    #expect(try copy(["A": [UInt8](0...255), "B": []]) == ["A": [UInt8](0...255), "B": []])
    #expect(try copy(Set([3, 5])) == [3, 5])
    var (run, array) = (Freezer(), Freezer())
    run.put(bytes: [UInt8](0...255))
    array.put([UInt8](0...255))
    #expect(run.bytes == array.bytes)
    var queue = ByteQueue(limit: 4)
    _ = queue.append([1, 2, 3])
    queue.consume(1)
    #expect(try copy(queue).waiting.elementsEqual([2, 3]))
  }

  @Test(arguments: [1, 63, 64, 65, 511, 512, 513, 5000])
  func `nothing of what was frozen is left once a freezer is cleared`(count: Int) throws {
    var freezer = Freezer()
    for turn in 0..<3 {
      for index in 0..<(count + turn) {
        if index % 100 == 99 { freezer.put(bytes: [7, 7, 7]) } else { freezer.put(byte: 7) }
      }
      freezer.withBytes { #expect($0.count >= count) }
      freezer.put(byte: 7)
      freezer.clear()
      let memory = Mirror(reflecting: freezer).children.first { $0.label == "memory" }
      let bytes = try #require(memory?.value as? [UInt8])
      #expect(bytes.count >= count && bytes.allSatisfy { $0 == 0 })
    }
  }

  @Test func `a freezer that was cleared is as good as new`() throws {
    var freezer = Freezer()
    freezer.put("what somebody typed")
    freezer.put(raw: [UInt8](repeating: 0xAA, count: 2000))
    freezer.clear()
    #expect(freezer.count == 0 && freezer.bytes.isEmpty)
    freezer.put(number: 300)
    freezer.put(word: 7)
    freezer.put(raw: [1, 2])
    #expect(freezer.bytes == [0xF9, 0x2C, 0x01, 7, 0, 0, 0, 0, 0, 0, 0, 1, 2])
    #expect(freezer.withBytes { $0.count } == freezer.count)
    var thawer = Thawer(freezer.bytes)
    #expect(try thawer.number() == 300)
    #expect(try thawer.word() == 7)
    #expect(throws: ThawError.truncated) { try thawer.raw(3) }
    #expect(try thawer.raw(2) == [1, 2])
  }

  @Test func `no bytes whatever are a trap`() throws {
    var generator = SystemRandomNumberGenerator()
    for length in 0...64 {
      for _ in 0..<50 {
        let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        func tried<Value: Freezable>(_: Value.Type) {
          var thawer = Thawer(bytes)
          _ = try? thawer.take(Value.self)
        }
        tried([String].self)
        tried([Int: [UInt8]].self)
        tried(Optional<Int32>.self)
        tried(ByteQueue.self)
        tried(UInt64.self)
      }
    }
    var thawer = Thawer([0xFB, 0xFF, 0xFF, 0xFF, 0x0F])
    #expect(throws: ThawError.truncated) { try thawer.take([UInt8].self) }
    var long = Thawer([0xFA, 0x00, 0x00, 0x01])
    #expect(throws: ThawError.invalid("number")) { try long.take(UInt16.self) }
    var twice = Thawer([2, 2, 1, 2, 1])
    #expect(throws: ThawError.invalid("key")) { try twice.take([Int: Int].self) }
  }
}
