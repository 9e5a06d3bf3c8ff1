/// What a terminal says of itself in one structured field of its answer to a query (GA23-0059
/// chapter 6).
public enum QueryReply: Hashable, Sendable {
  /// The codes of all replies.
  case summary([UInt8])
  /// The screen's sides in cells.
  case usableArea(columns: Int, rows: Int)
  /// Whether Graphic Escape works, and the coded graphic character set where it is told: 697/37 in
  /// two halves.
  case characterSets(hasGraphicEscape: Bool, set: UInt32?)
  /// How many colours are told.
  case color(count: Int)
  /// How many kinds of highlighting are told.
  case highlighting(count: Int)
  /// Codes of the reply modes.
  case replyModes([UInt8])
  /// Double-byte text can be shown.
  case doubleByte
  /// File transfer by structured fields works.
  case fileTransfer
  /// The alternate size in cells.
  case implicitPartition(columns: Int, rows: Int)
  /// Another reply, or one of these that is cut.
  case other(UInt8)

  /// Codes of the replies.
  public enum Code {
    /// Summary.
    public static let summary: UInt8 = 0x80
    /// Usable Area.
    public static let usableArea: UInt8 = 0x81
    /// Alphanumeric Partitions.
    public static let partitions: UInt8 = 0x84
    /// Character Sets.
    public static let characterSets: UInt8 = 0x85
    /// Color.
    public static let color: UInt8 = 0x86
    /// Highlight.
    public static let highlighting: UInt8 = 0x87
    /// Reply Modes.
    public static let replyModes: UInt8 = 0x88
    /// DBCS-Asia.
    public static let doubleByte: UInt8 = 0x91
    /// Distributed Data Management.
    public static let dataManagement: UInt8 = 0x95
    /// RPQ Names: the emulator's name.
    public static let names: UInt8 = 0xA1
    /// Implicit Partition.
    public static let implicitPartition: UInt8 = 0xA6
    /// Null: none of the replies that were asked for.
    public static let null: UInt8 = 0xFF
  }

  /// The reply that says that none of the replies asked for applies.
  public static let null: [UInt8] = [StructuredFieldCode.queryReply, Code.null]

  /// Reads a reply.
  ///
  /// - `reply`: the structured field from X'81' on, without its length; at least two bytes.
  public init(_ reply: [UInt8]) {
    func word(_ index: Int) -> Int { Int(reply[index]) << 8 | Int(reply[index + 1]) }
    let code = reply[1]
    switch code {
    case Code.summary: self = .summary(Array(reply[2...]))
    case Code.usableArea where reply.count >= 8:
      self = .usableArea(columns: word(4), rows: word(6))
    case Code.characterSets where reply.count >= 11:
      self = .characterSets(hasGraphicEscape: reply[2] & 0x80 != 0, set: Self.set(reply))
    case Code.color where reply.count >= 4: self = .color(count: Int(reply[3]))
    case Code.highlighting where reply.count >= 3: self = .highlighting(count: Int(reply[2]))
    case Code.replyModes: self = .replyModes(Array(reply[2...]))
    case Code.doubleByte: self = .doubleByte
    case Code.dataManagement: self = .fileTransfer
    case Code.implicitPartition where reply.count >= 15:
      self = .implicitPartition(columns: word(11), rows: word(13))
    default: self = .other(code)
    }
  }

  /// The first set's CGCSGID, in the last four bytes of its descriptor, where the flags say so.
  private static func set(_ reply: [UInt8]) -> UInt32? {
    let length = Int(reply[10])
    guard reply[2] & 0x02 != 0, length >= 7, reply.count >= 11 + length else { return nil }
    let start = 11 + length - 4
    return reply[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The replies of a terminal's record, each from X'81' on: what follows AID 88, up to a length that
  /// does not fit.
  ///
  /// - `record`: the record with its AID.
  /// - `limit`: most replies that are looked at.
  public static func split(_ record: [UInt8], limit: Int = .max) -> [[UInt8]] {
    guard record.first == AID.structuredField.byte else { return [] }
    var found: [[UInt8]] = []
    var index = 1
    while index + 4 <= record.count, found.count < limit {
      let length = Int(record[index]) << 8 | Int(record[index + 1])
      guard length >= 4, index + length <= record.count else { break }
      if record[index + 2] == StructuredFieldCode.queryReply {
        found.append(Array(record[(index + 2)..<(index + length)]))
      }
      index += length
    }
    return found
  }

  /// A terminal's record of replies, each from X'81' on.
  public static func record(_ replies: [[UInt8]]) -> [UInt8] {
    var record: [UInt8] = [AID.structuredField.byte]
    for reply in replies {
      let length = reply.count + 2
      record += [UInt8(length >> 8), UInt8(length & 0xFF)]
      record += reply
    }
    return record
  }
}
