/// Lines that were typed before, the oldest first, and the form of the file in which they outlive the console.
public struct LineHistory: Hashable, Sendable {
  /// Most lines that are kept.
  public static let limit = 500

  /// The lines, the oldest first.
  public private(set) var lines: [String] = []

  /// No lines.
  public init() {}

  /// The lines of a file; what no console wrote is left out.
  public init(file: [UInt8]) {
    for line in file.split(separator: 0x0A) where line.count <= LineEditor.limit {
      guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { continue }
      append(String(decoding: line, as: UTF8.self))
    }
  }

  /// Takes down a line; blank ones, and the same again, are no others.
  public mutating func append(_ line: String) {
    guard line.contains(where: { $0 != " " }), lines.last != line else { return }
    lines.append(line)
    if lines.count > Self.limit { lines.removeFirst(lines.count - Self.limit) }
  }

  /// The file's bytes.
  public var file: [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }
}
