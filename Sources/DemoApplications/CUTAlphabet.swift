import EBCDIC

/// The characters of IND$FILE's screen frames. Every terminal can show 77 of them, which stand for a
/// byte by the quadrant chosen before them; 64 stand for six bits of a number.
enum CUTAlphabet {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
  private static let small = Array("abcdefghijklmnopqrstuvwxyz".utf8)
  private static let digits = Array("0123456789".utf8)
  /// The 77 characters in their order, in ASCII.
  private static let ascii =
    [0x20] + letters + small + digits + Array("%&_()<+,-./:>?".utf8)
  /// The same in EBCDIC.
  static let codes = ascii.map { CodePage.cp037.encode(ascii: $0) }
  /// Index of each code in the order; nil for what is none of them.
  private static let index: [UInt8?] = table(codes)
  private static let sixes = (small + Array("&-.,:+".utf8) + letters + Array("012345".utf8))
    .map { CodePage.cp037.encode(ascii: $0) }
  private static let sixIndex: [UInt8?] = table(sixes)

  /// A quadrant: the character that chooses it, and the bytes that the 77 then stand for; nil where
  /// one stands for none.
  struct Quadrant: Sendable {
    let selector: UInt8
    let bytes: [UInt8?]
    /// Position of each byte; nil for those of other quadrants.
    let position: [UInt8?]

    init(_ selector: UInt8, _ bytes: [UInt8?]) {
      self.selector = selector
      self.bytes = bytes
      position = CUTAlphabet.table(bytes)
    }
  }

  static let quadrants = [
    // EBCDIC text as it is.
    Quadrant(0x5E, codes.map { $0 }),
    // ASCII text; three characters that every code page has stand for three that vary.
    Quadrant(
      0x7E,
      ascii.map { byte in
        switch UnicodeScalar(byte) {
        case "_": UInt8(ascii: "'")
        case "<": UInt8(ascii: "*")
        case ">": UInt8(ascii: ";")
        default: byte
        }
      }),
    // Control characters, and the rest of ASCII; `A` is the null.
    Quadrant(
      0x5C,
      listed(
        """
        -- 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19
        -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --
        3C 3D 3E -- FA FB FC FD FE FF 7B 7C 7D 7E 7F 1A 1B 1C 1D 1E 1F -- -- --
        """)),
    // The upper half.
    Quadrant(
      0x7D,
      listed(
        """
        -- A0 A1 EA EB EC ED EE EF E0 E1 AA AB AC AD AE AF B0 B1 B2 B3 B4 B5 B6 B7 B8 B9
        80 -- CA CB CC CD CE CF C0 -- 8A 8B 8C 8D 8E 8F 90 -- DA DB DC DD DE DF D0 --
        -- 21 22 23 24 5B 5C -- 5E 5F -- 9C 9D 9E 9F BA BB BC BD BE BF 9A 9B --
        """)),
  ]

  /// Hexadecimal bytes in the order of the 77; `--` for none.
  private static func listed(_ text: String) -> [UInt8?] {
    text.split { $0 == " " || $0 == "\n" }.map { UInt8($0, radix: 16) }
  }

  private static func table(_ values: [UInt8?]) -> [UInt8?] {
    var table = [UInt8?](repeating: nil, count: 256)
    for (position, value) in values.enumerated() {
      if let value, table[Int(value)] == nil { table[Int(value)] = UInt8(position) }
    }
    return table
  }

  /// Position of a code among the 77.
  static func position(_ code: UInt8) -> UInt8? { index[Int(code)] }

  /// The character for six bits.
  static func six(_ value: UInt8) -> UInt8 { sixes[Int(value & 0x3F)] }

  /// Six bits that a character stands for.
  static func value(six code: UInt8) -> UInt8? { sixIndex[Int(code)] }

  /// Plain text of a message.
  static func text(_ message: String) -> [UInt8] { CodePage.cp037.encode(message) }
}

/// Makes frame text of bytes; the quadrant stays from frame to frame.
struct CUTEncoder {
  private var quadrant: Int?

  /// Takes bytes from the front of `bytes`, as many as fit into `limit` characters.
  mutating func encode(_ bytes: inout ArraySlice<UInt8>, limit: Int) -> [UInt8] {
    var text: [UInt8] = []
    while let byte = bytes.first, text.count + 2 <= limit {
      if quadrant.flatMap({ CUTAlphabet.quadrants[$0].position[Int(byte)] }) == nil {
        quadrant = CUTAlphabet.quadrants.firstIndex { $0.position[Int(byte)] != nil }
        guard let quadrant else { preconditionFailure("the quadrants hold all 256 bytes") }
        text.append(CUTAlphabet.quadrants[quadrant].selector)
      }
      if let quadrant, let place = CUTAlphabet.quadrants[quadrant].position[Int(byte)] {
        text.append(CUTAlphabet.codes[Int(place)])
      }
      bytes = bytes.dropFirst()
    }
    return text
  }
}

/// Makes bytes of frame text.
struct CUTDecoder {
  private var quadrant: Int?

  /// Nil where the text holds what no quadrant knows.
  mutating func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    for code in text {
      if let chosen = CUTAlphabet.quadrants.firstIndex(where: { $0.selector == code }) {
        quadrant = chosen
        continue
      }
      guard let quadrant, let place = CUTAlphabet.position(code),
        let byte = CUTAlphabet.quadrants[quadrant].bytes[Int(place)]
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
