import Crypto
import Glibc
import RACF
import SAF
import Testing

/// After a deck was read, no part of the memory of this process has its secrets any more. One test at a time: who looks
/// has a copy of the memory meanwhile, in which another would find its own.
@Suite(.serialized) struct ForgottenDeckTests {
  /// Characters that are in no other place of the memory.
  private final class Needle {
    let bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
      bytes = .allocate(byteCount: count, alignment: 1)
      let digits = Array("0123456789ABCDEF".utf8)
      for index in 0..<count { bytes[index] = digits[Int.random(in: 0..<16)] }
    }

    deinit {
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
      bytes.deallocate()
    }

    /// A deck with the characters in it; the caller wipes it.
    func deck(_ head: String, _ tail: String) -> [UInt8] {
      var deck: [UInt8] = []
      deck.reserveCapacity(head.utf8.count + bytes.count + tail.utf8.count)
      deck += Array(head.utf8)
      for byte in bytes { deck.append(byte) }
      deck += Array(tail.utf8)
      return deck
    }
  }

  /// Places in the memory that have the characters, apart from the needle itself.
  private func copies(of needle: Needle) throws -> Int {
    let maps = try #require(fopen("/proc/self/maps", "r"))
    defer { fclose(maps) }
    let memory = open("/proc/self/mem", O_RDONLY)
    try #require(memory >= 0)
    defer { close(memory) }
    let size = 1 << 20
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { chunk.deallocate() }
    let own = try #require(chunk.baseAddress)
    let start = try #require(needle.bytes.baseAddress)
    var count = 0
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), maps) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let words = text.split(separator: " ")
      let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard ends.count == 2, words[1].hasPrefix("rw") else { continue }
      var address = ends[0]
      while address < ends[1] {
        let got = pread(memory, own, min(size, Int(ends[1] - address)), off_t(address))
        guard got > 0 else { break }
        var place = own
        while got - (place - own) >= needle.bytes.count,
          let hit = memchr(place, Int32(needle.bytes[0]), got - (place - own))
        {
          place = hit + 1
          let rest = got - (hit - own)
          guard rest >= needle.bytes.count, memcmp(hit, start, needle.bytes.count) == 0 else {
            continue
          }
          let found = address + UInt(hit - own)
          let isKnown =
            found == UInt(bitPattern: start)
            || (UInt(bitPattern: own)..<UInt(bitPattern: own) + UInt(size)).contains(found)
          if !isKnown { count += 1 }
        }
        address += UInt(got)
      }
    }
    return count
  }

  @Test(arguments: [
    ("RDEFINE PTKTDATA A -\n SSIGNON(KEYMASKED(", "))\n", 16),
    ("RDEFINE PTKTDATA A SSIGNON(KEYMASKED (", "))\nLISTUSER *", 16),
    ("RDEFINE PTKTDATA A SSIGNON KEYMASKED(", ")", 16),
    ("ALTUSER BOB PHRASE('", "')", 40), ("ALTUSER BOB PASSWORD ", "", 24), ("", "", 32),
    ("/* ", " */ LISTUSER *", 40),
  ])
  func `a deck of RACF commands is forgotten`(head: String, tail: String, count: Int) throws {
    let needle = Needle(count: count)
    var bytes = needle.deck(head, tail)
    for statement in CommandDeck(bytes).statements { _ = RACFParser.read(statement) }
    Wipe.bytes(&bytes)
    #expect(try copies(of: needle) == 0)
  }

  @Test(arguments: [
    ("ADD LABEL(A) TYPE(MAC) CLEAR,\n KEY(", ")\n", 128),
    ("ADD LABEL(A) TYPE(DATA) CLEAR KEY (", ")", 16), ("ADD LABEL(A) TYPE(DATA) CLEAR ", "", 16),
  ])
  func `a deck of keys is forgotten`(head: String, tail: String, count: Int) throws {
    let needle = Needle(count: count)
    var bytes = needle.deck(head, tail)
    for statement in CommandDeck(bytes, .keyGenerator).statements {
      _ = KeyStatement.read(statement)
    }
    Wipe.bytes(&bytes)
    #expect(try copies(of: needle) == 0)
  }

  @Test func `a copy that was left behind is found`() throws {
    let needle = Needle(count: 40)
    let bytes = needle.deck("", "")
    // What made it may have left another one behind.
    #expect(try copies(of: needle) >= 1)
    withExtendedLifetime(bytes) {}
  }
}
