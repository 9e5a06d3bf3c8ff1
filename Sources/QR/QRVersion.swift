/// One size of QR codes with error correction of level M: how many bytes it takes, and how they are cut
/// into blocks (ISO/IEC 18004, tables 1, 7 and 9, annex E).
struct QRVersion {
  /// From 1 to 10.
  let number: Int
  /// Bytes of data and of error correction together.
  let codewords: Int
  /// Bytes of error correction of each block.
  let correction: Int
  let blocks: Int
  /// Rows, and columns, on which alignment patterns have their centres.
  let alignment: [Int]

  /// Modules of a side.
  var size: Int { 17 + 4 * number }
  /// Bytes of data, the header's with them.
  var dataCodewords: Int { codewords - correction * blocks }
  /// Bits that say how many bytes follow.
  var countBits: Int { number < 10 ? 8 : 16 }
  /// Bytes that a user of it may have in it: mode and count come before.
  var capacity: Int { (dataCodewords * 8 - 4 - countBits) / 8 }

  /// Bytes of data of a block; the last ones have one more where they do not go up.
  func dataCount(ofBlock block: Int) -> Int {
    dataCodewords / blocks + (block >= blocks - dataCodewords % blocks ? 1 : 0)
  }

  /// The smallest that takes so many bytes; nil where none does.
  static func smallest(for count: Int) -> QRVersion? { all.first { $0.capacity >= count } }

  static let all: [QRVersion] = [
    QRVersion(number: 1, codewords: 26, correction: 10, blocks: 1, alignment: []),
    QRVersion(number: 2, codewords: 44, correction: 16, blocks: 1, alignment: [6, 18]),
    QRVersion(number: 3, codewords: 70, correction: 26, blocks: 1, alignment: [6, 22]),
    QRVersion(number: 4, codewords: 100, correction: 18, blocks: 2, alignment: [6, 26]),
    QRVersion(number: 5, codewords: 134, correction: 24, blocks: 2, alignment: [6, 30]),
    QRVersion(number: 6, codewords: 172, correction: 16, blocks: 4, alignment: [6, 34]),
    QRVersion(number: 7, codewords: 196, correction: 18, blocks: 4, alignment: [6, 22, 38]),
    QRVersion(number: 8, codewords: 242, correction: 22, blocks: 4, alignment: [6, 24, 42]),
    QRVersion(number: 9, codewords: 292, correction: 22, blocks: 5, alignment: [6, 26, 46]),
    QRVersion(number: 10, codewords: 346, correction: 26, blocks: 5, alignment: [6, 28, 50]),
  ]
}
