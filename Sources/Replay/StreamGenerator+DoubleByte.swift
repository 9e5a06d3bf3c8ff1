extension StreamGenerator {
  /// A screen with double-byte text: rows of fields with pairs between SO and SI, characters and
  /// fields of set F8, and Repeat to Address with a pair. Everything is whole, as such terminals want.
  public mutating func doubleByteRecord() -> [[UInt8]] {
    cells = 1920
    var pieces: [[UInt8]] = [[0xF5, 0xC3]]
    for row in 0..<24 where next(3) > 0 {
      var piece: [UInt8] = []
      setAddress(row * 80, &piece)
      piece += [0x1D, 0x60]
      pieces.append(piece)
      var column = 1
      while column < 60, next(4) > 0 { pieces.append(doubleBytePart(row * 80, &column)) }
      piece = []
      setAddress(row * 80 + 79, &piece)
      pieces.append(piece + [0x1D, 0x60])
    }
    return pieces
  }

  private mutating func setAddress(_ position: Int, _ record: inout [UInt8]) {
    record += [0x11, UInt8(position >> 8), UInt8(position & 0xFF)]
  }

  /// One part of a row: at most 20 cells, with what is before it.
  private mutating func doubleBytePart(_ row: Int, _ column: inout Int) -> [UInt8] {
    var part: [UInt8] = []
    let count = 1 + next(8)
    switch next(5) {
    case 0, 1:
      part.append(0x0E)
      for _ in 0..<count { doubleByteCharacter(&part, colors: true) }
      part += [0x28, 0x00, 0x00, 0x0F]
      column += 2 * count + 2
    case 2:
      // SO, a pair, the pair repeated, SI.
      part += [0x0E, 0x42, 0xC1, 0x3C]
      let stop = row + column + 3 + 2 * count
      part += [UInt8(stop >> 8), UInt8(stop & 0xFF)]
      doubleByteCharacter(&part, colors: false)
      part.append(0x0F)
      column += 2 * count + 4
    case 3:
      part += [0x28, 0x43, 0xF8]
      for _ in 0..<count { doubleByteCharacter(&part, colors: false) }
      part += [0x28, 0x43, 0x00]
      column += 2 * count
    default:
      part += [0x29, 0x02, 0xC0, 0x60, 0x43, 0xF8]
      for _ in 0..<count { doubleByteCharacter(&part, colors: false) }
      part += [0x1D, 0x60]
      column += 2 * count + 2
    }
    return part
  }

  /// Blanks more often than not, and the same letter in a row, so that runs come about.
  private mutating func doubleByteCharacter(_ part: inout [UInt8], colors: Bool) {
    if colors, next(6) == 0 { part += [0x28, 0x42, UInt8(0xF1 + next(7))] }
    switch next(4) {
    case 0: part += [0x42, UInt8(0xC1 + next(9))]
    case 1: part += [0x44, 0x44]
    default: part += [0x40, 0x40]
    }
  }
}
