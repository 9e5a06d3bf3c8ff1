import Bytes
import Testing

@Suite struct BytesTests {
  @Test func `hex spells bytes and reads them back`() {
    let bytes: [UInt8] = [0x00, 0x0F, 0xA5, 0xFF]
    #expect(Hex.encode(bytes) == "000FA5FF")
    #expect(Hex.decode("000fa5FF") == bytes)
    #expect(Hex.decode("0") == nil)
    #expect(Hex.decode("0g") == nil)
  }

  @Test func `a queue gives bytes in order and refuses what passes its limit`() {
    var queue = ByteQueue(limit: 4)
    let first = queue.append([1, 2, 3])
    let second = queue.append([4, 5])
    queue.consume(2)
    let third = queue.append([4, 5, 6])
    #expect([first, second, third] == [true, false, true])
    #expect(Array(queue.waiting) == [3, 4, 5, 6])
    queue.consume(4)
    #expect(queue.isEmpty)
  }

  @Test func `what is written into a queue counts against its limit`() {
    var queue = ByteQueue(limit: 4)
    let first = queue.append { $0 += [1, 2, 3] }
    queue.consume(2)
    let second = queue.append { $0 += [4, 5, 6, 7] }
    let third = queue.append { $0 += [4, 5, 6] }
    #expect([first, second, third] == [true, false, true])
    #expect(Array(queue.waiting) == [3, 4, 5, 6])
  }

  @Test(arguments: [0, 1, 31, 32, 33, 64, 95])
  func `a search finds the first byte wherever it stands`(count: Int) {
    let blank = [UInt8](repeating: 0x40, count: count)
    #expect(blank.span.firstOffset(of: 0xFF, from: 0) == count)
    #expect(blank.span.firstOffset(below: 0x40, from: 0) == count)
    for place in blank.indices {
      var bytes = blank
      for start in 0...count {
        let found = start <= place ? place : count
        bytes[place] = 0xFF
        #expect(bytes.span.firstOffset(of: 0xFF, from: start) == found)
        bytes[place] = 0x3F
        #expect(bytes.span.firstOffset(below: 0x40, from: start) == found)
      }
    }
  }
}
