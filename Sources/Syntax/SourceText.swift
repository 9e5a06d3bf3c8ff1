/// One definition file: its path as people name it, and its lines.
///
/// Line ends of Windows and a byte order mark are taken: `text` has neither, so that a place means the
/// same line and column for everybody who reads it.
public struct SourceText: Hashable, Sendable {
  /// Path from the site's directory, as `ACT/Applications/TSOA.yaml`.
  public let path: String
  /// The text, its lines ended by a line feed each.
  public let text: String
  /// The lines without their ends, taken apart each time: nearly all files have no fault to show.
  public var lines: [String] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
  }

  /// Largest definition file: an entry has some hundred bytes.
  public static let sizeLimit = 1 << 20

  /// A text under a path.
  public init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// Takes a file's bytes; what is no UTF-8 becomes U+FFFD, which the parsers refuse.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    guard bytes.contains(0x0D) else {
      text = String(decoding: bytes, as: UTF8.self)
      return
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var last: UInt8 = 0
    for byte in bytes {
      if byte == 0x0D {
        plain.append(0x0A)
      } else if byte != 0x0A || last != 0x0D {
        plain.append(byte)
      }
      last = byte
    }
    text = String(decoding: plain, as: UTF8.self)
  }

  /// The file's name without folders and without what follows its last full stop.
  public var name: String {
    let file = path.split(separator: "/").last ?? path[...]
    guard let stop = file.lastIndex(of: "."), stop > file.startIndex else { return String(file) }
    return String(file[..<stop])
  }

  /// Whether a text has characters that are none (`isControl`).
  public static func hasControls(_ text: String) -> Bool {
    // Nearly all texts are ASCII.
    !text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      && text.unicodeScalars.contains(where: isControl)
  }

  /// Whether a character is no text: controls, and what ends a line for YAML alone.
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}

/// A part of one line.
public struct SourceSpan: Hashable, Sendable {
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in characters.
  public let column: Int
  /// Characters; at least 1.
  public let length: Int

  /// Characters of a line; line and column count from 1.
  public init(line: Int, column: Int, length: Int = 1) {
    self.line = line
    self.column = column
    self.length = max(1, length)
  }
}
