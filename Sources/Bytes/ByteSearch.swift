/// Searches of a byte span that look at 32 bytes at a time.
///
/// A loop over such a block has no way out, so that the compiler makes vector code of it; the byte is
/// then looked for in the one block that has it.
extension Span<UInt8> {
  /// Offset of the first byte from `start` on that is `byte`; the end where there is none.
  public func firstOffset(of byte: UInt8, from start: Int) -> Int {
    var offset = start
    while offset + ByteSearch.block <= count {
      let block = extracting(offset..<(offset + ByteSearch.block))
      var least = UInt8.max
      for index in block.indices { least = Swift.min(least, block[index] ^ byte) }
      if least == 0 { break }
      offset += ByteSearch.block
    }
    while offset < count, self[offset] != byte { offset += 1 }
    return offset
  }

  /// Offset of the first byte from `start` on that is less than `bound`; the end where there is none.
  public func firstOffset(below bound: UInt8, from start: Int) -> Int {
    var offset = start
    while offset + ByteSearch.block <= count {
      let block = extracting(offset..<(offset + ByteSearch.block))
      var least = UInt8.max
      for index in block.indices { least = Swift.min(least, block[index]) }
      if least < bound { break }
      offset += ByteSearch.block
    }
    while offset < count, self[offset] >= bound { offset += 1 }
    return offset
  }
}

private enum ByteSearch {
  /// Bytes that are looked at together.
  static let block = 32
}
