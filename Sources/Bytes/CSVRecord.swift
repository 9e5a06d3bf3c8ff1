/// A record of a CSV file (RFC 4180): its cells are parts of the file's own bytes, so that no copy of a password in
/// it is made.
public struct CSVRecord: Sendable {
  /// Line where it begins, from 1.
  public let line: Int
  /// Its cells, without the quotes around them.
  public let cells: [Cell]

  /// One cell.
  public struct Cell: Sendable {
    /// As it stands in the file; a quote inside quotes stands there twice.
    fileprivate let raw: ArraySlice<UInt8>
    fileprivate let isQuoted: Bool

    /// Whether nothing stands in it but blanks.
    public var isBlank: Bool { raw.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

    /// Gives its bytes one by one.
    public func forEach(_ body: (UInt8) -> Void) {
      var isSecondQuote = false
      for byte in raw {
        if isQuoted, byte == 0x22, !isSecondQuote {
          isSecondQuote = true
          continue
        }
        isSecondQuote = false
        body(byte)
      }
    }

    /// Its text, without blanks around it. Not for secrets: a text is never wiped.
    public var text: String {
      var bytes: [UInt8] = []
      forEach { bytes.append($0) }
      while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
      return String(decoding: bytes.drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
    }
  }

  /// Why a text is no CSV: where, and what is wrong.
  public struct Fault: Error, Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// What is wrong there.
    public let reason: String
  }

  /// Reads a file; blank lines are passed over, and so is a byte order mark.
  /// - Throws: where a quote is not closed, or something stands beside it.
  public static func read(_ bytes: [UInt8]) throws(Fault) -> [CSVRecord] {
    var reader = Reader(bytes: bytes)
    return try reader.read()
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0
    var line = 1

    mutating func read() throws(Fault) -> [CSVRecord] {
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
      var records: [CSVRecord] = []
      while place < bytes.count {
        let start = line
        let cells = try record()
        if cells.count > 1 || !cells[0].isBlank || cells[0].isQuoted {
          records.append(CSVRecord(line: start, cells: cells))
        }
      }
      return records
    }

    /// The cells up to the line's end, which is passed.
    private mutating func record() throws(Fault) -> [Cell] {
      var cells: [Cell] = []
      while true {
        cells.append(try cell())
        guard place < bytes.count else { return cells }
        let end = bytes[place]
        place += 1
        if end == 0x2C { continue }
        if end == 0x0D, place < bytes.count, bytes[place] == 0x0A { place += 1 }
        line += 1
        return cells
      }
    }

    /// A cell; `place` is at what ends it.
    private mutating func cell() throws(Fault) -> Cell {
      guard place < bytes.count, bytes[place] == 0x22 else {
        let start = place
        while place < bytes.count, !Self.isEnd(bytes[place]) { place += 1 }
        return Cell(raw: bytes[start..<place], isQuoted: false)
      }
      place += 1
      let (start, first) = (place, line)
      while place < bytes.count {
        if bytes[place] == 0x0A { line += 1 }
        guard bytes[place] == 0x22 else {
          place += 1
          continue
        }
        guard place + 1 < bytes.count, bytes[place + 1] == 0x22 else { break }
        place += 2
      }
      guard place < bytes.count else { throw Fault(line: first, reason: "a quote is not closed") }
      let raw = bytes[start..<place]
      place += 1
      guard place == bytes.count || Self.isEnd(bytes[place]) else {
        throw Fault(line: line, reason: "something stands behind a quote; a comma is expected")
      }
      return Cell(raw: raw, isQuoted: true)
    }

    private static func isEnd(_ byte: UInt8) -> Bool { [0x2C, 0x0A, 0x0D].contains(byte) }
  }
}
