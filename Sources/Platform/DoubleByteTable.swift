import Glibc

/// Characters of a mixed EBCDIC code page's double-byte text, by the C library's tables.
public final class DoubleByteTable {
  private let converter: iconv_t

  /// Mixed pages that have double-byte text.
  public static let pages = ["930", "933", "935", "937", "939", "1364", "1388", "1390", "1399"]

  /// The table of a page, by its number; nil where it is none of `pages`, or the C library lacks it.
  public init?(_ page: String) {
    guard Self.pages.contains(page), let converter = iconv_open("UTF-32BE", "IBM" + page),
      Int(bitPattern: converter) != -1
    else { return nil }
    self.converter = converter
  }

  deinit { iconv_close(converter) }

  /// The character of a pair; nil where the page has none.
  public func character(_ first: UInt8, _ second: UInt8) -> Unicode.Scalar? {
    // SO, the pair, SI: the page's own way to tell double-byte text.
    var input = [0x0E, first, second, 0x0F].map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 16)
    var (left, room) = (input.count, output.count)
    let count = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, to) = (source.baseAddress, target.baseAddress)
        iconv(converter, nil, nil, nil, nil)
        return iconv(converter, &from, &left, &to, &room)
      }
    }
    guard count == 0, room == output.count - 4 else { return nil }
    return Unicode.Scalar(
      output[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32(UInt8(bitPattern: $1)) })
  }
}
