import Bytes
public import DataStream

/// A trace as the x3270 family writes it (`-trace`): what each side sent, in order.
public struct TraceFile: Hashable, Sendable {
  /// Bytes of one read or one write.
  public struct Segment: Hashable, Sendable {
    /// Whether the host sent it.
    public let isFromHost: Bool
    /// The bytes, as telnet carries them.
    public var bytes: [UInt8]
  }

  /// Segments in the order of the file.
  public let segments: [Segment]
  /// Size of the emulator's screen by the trace's heading; nil where it names none.
  public let size: Geometry?
  /// Lines before which bytes are missing; what follows is taken as it stands.
  public let gaps: [Fault]
  /// Sessions behind the terminal, in the order of their first record; none where x3270 wrote the trace.
  public let sessions: [Session]

  /// A session of `turnstile oper trace`: its records, without telnet.
  public struct Session: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// What its host sent, and what it was sent.
    public fileprivate(set) var records: [Segment]
  }

  /// Why a trace cannot be read.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Number of the line, from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: String
    /// `line 12: ...`.
    public var description: String { "line \(line): \(reason)" }
  }

  /// Most bytes of a conversation that are kept.
  static let sizeLimit = 64 << 20

  /// Reads the lines `< 0xOFFSET HEX` and `> 0xOFFSET HEX`; offset 0 begins a new segment.
  public init(_ text: String) throws(Fault) {
    var segments: [Segment] = []
    var size: Geometry?
    var gaps: [Fault] = []
    var total = 0
    var sessions = SessionLines()
    // Traces of Windows end their lines with CR and LF, to Swift one character.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      if line.contains(" rows x "), let found = Self.size(line) { size = found }
      guard line.hasPrefix("< 0x") || line.hasPrefix("> 0x") else {
        total += sessions.take(line)
        continue
      }
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count == 3, let offset = Int(words[1].dropFirst(2), radix: 16),
        let bytes = Hex.decode(words[2].uppercased())
      else { throw Fault(line: index + 1, reason: "expected `< 0xOFFSET` and hexadecimal digits") }
      total += bytes.count
      guard total <= Self.sizeLimit else {
        throw Fault(line: index + 1, reason: "the trace is longer than \(Self.sizeLimit) bytes")
      }
      let isFromHost = words[0] == "<"
      if offset == 0 {
        segments.append(Segment(isFromHost: isFromHost, bytes: bytes))
      } else {
        if let last = segments.last, last.isFromHost == isFromHost, last.bytes.count == offset {
          segments[segments.count - 1].bytes += bytes
        } else {
          gaps.append(
            Fault(line: index + 1, reason: "bytes before offset \(words[1]) are missing"))
          segments.append(Segment(isFromHost: isFromHost, bytes: bytes))
        }
      }
    }
    guard !segments.isEmpty else {
      throw Fault(line: 1, reason: "no data; write the trace with x3270 -trace")
    }
    self.segments = segments
    self.size = size
    self.gaps = gaps
    self.sessions = sessions.sessions
  }

  /// Reads the lines `NAME < WORDS` and, below each, `NAME < HEX`.
  private struct SessionLines {
    private(set) var sessions: [Session] = []
    /// The beginning of a line whose bytes are the next line's.
    private var opened: Substring?

    /// Takes a line; how many bytes it had.
    mutating func take(_ line: Substring) -> Int {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3, words[1] == "<" || words[1] == ">" else {
        opened = nil
        return 0
      }
      let head = line[..<words[2].startIndex]
      guard opened == head, let bytes = Hex.decode(words[2].uppercased()), !bytes.isEmpty else {
        opened = head
        return 0
      }
      opened = nil
      let segment = Segment(isFromHost: words[1] == "<", bytes: bytes)
      if let index = sessions.firstIndex(where: { $0.name == words[0] }) {
        sessions[index].records.append(segment)
      } else {
        sessions.append(Session(name: String(words[0]), records: [segment]))
      }
      return bytes.count
    }
  }

  /// `Model 3279-2-E, 24 rows x 80 cols, ...`.
  private static func size(_ line: Substring) -> Geometry? {
    let words = line.split { " ,".contains($0) }
    guard let at = words.firstIndex(of: "rows"), at > 0, at + 2 < words.count,
      let rows = Int(words[at - 1]), let columns = Int(words[at + 2])
    else { return nil }
    return Geometry(rows: rows, columns: columns)
  }
}
