public import Bytes
import Names

/// What a terminal can do, from its Query Reply, or from its model where it has none.
///
/// A class, shared by the terminal and the sessions behind it, since it never changes.
public final class TerminalCapabilities: Sendable, Freezable {
  /// Sizes: what Erase/Write and Erase/Write Alternate give.
  public let defaultSize: Geometry
  /// The size of Erase/Write Alternate.
  public let alternateSize: Geometry
  /// Whether it shows colours.
  public let hasColor: Bool
  /// Whether it blinks, underlines and reverses.
  public let hasHighlighting: Bool
  /// Whether the alternate (APL) character set can be shown.
  public let hasGraphicEscape: Bool
  /// Coded graphic character set, as 697/37 in two halves; nil where not told.
  public let characterSet: UInt32?
  /// Reply modes that it announced: bit n for the mode of code n.
  private let replyModes: UInt8
  /// IND$FILE by structured fields works.
  public let hasDDM: Bool
  /// Whether double-byte text can be shown; such a terminal takes whole pairs only.
  public let isDoubleByte: Bool
  /// The reply itself: structured fields, each behind its length in two bytes; empty without one.
  private let packedReplies: [UInt8]

  /// A terminal that was not asked, or did not answer.
  public convenience init(model: Int) { self.init(plain: Geometry.model(model)) }

  /// A terminal of an alternate size that can do all that a colour display does.
  public init(color size: Geometry, isDoubleByte: Bool = false) {
    self.isDoubleByte = isDoubleByte
    defaultSize = .model2
    alternateSize = size
    hasColor = true
    hasHighlighting = true
    hasGraphicEscape = true
    characterSet = nil
    replyModes = 0b111
    hasDDM = false
    packedReplies = []
  }

  /// The Query Reply, one element a structured field, without lengths; empty without one.
  public var replies: [[UInt8]] { Self.unpacked(packedReplies) ?? [] }

  private static func packed(_ replies: [[UInt8]]) -> [UInt8] {
    replies.reduce(into: []) { packed, reply in
      packed += [UInt8(reply.count >> 8), UInt8(reply.count & 0xFF)] + reply
    }
  }

  /// Nil where bytes are no replies: structured fields with their code.
  private static func unpacked(_ packed: [UInt8]) -> [[UInt8]]? {
    var replies: [[UInt8]] = []
    var rest = packed[...]
    while let high = rest.popFirst() {
      guard let low = rest.popFirst() else { return nil }
      let count = Int(high) << 8 | Int(low)
      guard count >= 2, count <= rest.count, rest.first == StructuredFieldCode.queryReply else {
        return nil
      }
      replies.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return replies
  }

  /// Reads the structured fields that follow AID 88; nil where it holds no Query Reply.
  ///
  /// Unknown replies are kept and skipped; a size that makes no sense leaves the model's.
  public init?(queryReply record: [UInt8], model: Int) {
    let found = QueryReply.split(record, limit: PeerLimits.queryReplies)
    guard !found.isEmpty else { return nil }
    var alternate: Geometry?
    var usable: Geometry?
    var color = false
    var highlighting = false
    var escape = false
    var set: UInt32?
    var modes: [UInt8] = [ReplyMode.field.code]
    var ddm = false
    var pairs = false
    for reply in found {
      switch QueryReply(reply) {
      case .usableArea(let columns, let rows): usable = Self.size(columns: columns, rows: rows)
      case .implicitPartition(let columns, let rows):
        alternate = Self.size(columns: columns, rows: rows)
      case .color(let count): color = count > 1
      case .highlighting(let count): highlighting = count > 1
      case .characterSets(let hasGraphicEscape, let told):
        escape = hasGraphicEscape
        set = told ?? set
      case .replyModes(let told): modes = told
      case .fileTransfer: ddm = true
      case .doubleByte: pairs = true
      case .summary, .other: break
      }
    }
    defaultSize = .model2
    alternateSize = alternate ?? usable ?? Geometry.model(model)
    hasColor = color
    hasHighlighting = highlighting
    hasGraphicEscape = escape
    characterSet = set
    replyModes = modes.reduce(into: 0) { if $1 < 8 { $0 |= 1 << $1 } }
    hasDDM = ddm
    isDoubleByte = pairs
    packedReplies = Self.packed(found)
  }

  /// Appends all that the terminal can do.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(defaultSize)
    freezer.put(alternateSize)
    freezer.put(
      byte: (hasColor ? 0x10 : 0) | (hasHighlighting ? 0x08 : 0) | (hasGraphicEscape ? 0x04 : 0)
        | (hasDDM ? 0x02 : 0) | (isDoubleByte ? 0x01 : 0))
    freezer.put(characterSet)
    freezer.put(byte: replyModes)
    freezer.put(bytes: packedReplies)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    defaultSize = try thawer.take()
    alternateSize = try thawer.take()
    let flags = try thawer.byte()
    guard flags < 0x20 else { throw .invalid("terminal") }
    hasColor = flags & 0x10 != 0
    hasHighlighting = flags & 0x08 != 0
    hasGraphicEscape = flags & 0x04 != 0
    hasDDM = flags & 0x02 != 0
    isDoubleByte = flags & 0x01 != 0
    characterSet = try thawer.take()
    replyModes = try thawer.byte()
    packedReplies = try thawer.run()
    guard let found = Self.unpacked(packedReplies), found.count <= PeerLimits.queryReplies + 3
    else { throw .invalid("query reply") }
  }

  /// The part of it that a host is to be told of.
  ///
  /// - `alternate`: another alternate size; nil for the terminal's own.
  /// - `extended`: whether the host may use extended attributes and ask its queries.
  public func limited(alternate: Geometry?, extended: Bool) -> TerminalCapabilities {
    let size = alternate ?? alternateSize
    if !extended {
      return isExtended || size != alternateSize ? TerminalCapabilities(plain: size) : self
    }
    return size == alternateSize ? self : TerminalCapabilities(self, alternate: size)
  }

  private init(plain size: Geometry) {
    defaultSize = .model2
    alternateSize = size
    hasColor = false
    hasHighlighting = false
    hasGraphicEscape = false
    characterSet = nil
    replyModes = 0b1
    hasDDM = false
    isDoubleByte = false
    packedReplies = []
  }

  private init(_ terminal: TerminalCapabilities, alternate size: Geometry) {
    defaultSize = terminal.defaultSize
    alternateSize = size
    hasColor = terminal.hasColor
    hasHighlighting = terminal.hasHighlighting
    hasGraphicEscape = terminal.hasGraphicEscape
    characterSet = terminal.characterSet
    replyModes = terminal.replyModes
    hasDDM = terminal.hasDDM
    isDoubleByte = terminal.isDoubleByte
    let sizes: Set<UInt8> = [Code.usableArea, Code.partitions, Code.implicitPartition]
    let replies = terminal.replies
    packedReplies =
      replies.isEmpty
      ? []
      : Self.packed(
        Self.modelReplies(size).filter { sizes.contains($0[1]) }
          + replies.filter { !sizes.contains($0[1]) })
  }

  /// Whether it announced a reply mode.
  public func announces(_ mode: ReplyMode) -> Bool { replyModes & 1 << mode.code != 0 }

  /// Whether the terminal understands extended attributes at all.
  public var isExtended: Bool { !packedReplies.isEmpty || hasColor || hasHighlighting }

  /// Whether this terminal can do what a host was told that `other` can: then the host's bytes may go
  /// to it as they are.
  public func covers(_ other: TerminalCapabilities) -> Bool {
    self === other
      || (hasColor || !other.hasColor) && (hasHighlighting || !other.hasHighlighting)
        && (hasGraphicEscape || !other.hasGraphicEscape) && (isExtended || !other.isExtended)
        && other.replyModes & ~replyModes == 0
  }

  /// A size from 24x80 up to the limit; nil for any other.
  private static func size(columns: Int, rows: Int) -> Geometry? {
    // Every panel has a place for each of its 24 lines and 80 columns.
    guard columns >= Geometry.model2.columns, rows >= Geometry.model2.rows else { return nil }
    return Geometry(rows: rows, columns: columns)
  }

  private typealias Code = QueryReply.Code

  /// Codes of the replies that a virtual terminal can stand behind (GA23-0059, Query Reply).
  private static let relayed: Set<UInt8> = [
    Code.usableArea, Code.partitions, Code.characterSets, Code.color, Code.highlighting,
    Code.replyModes, Code.dataManagement, Code.names, Code.implicitPartition,
  ]

  /// The Query Reply that a host gets, as an inbound record: what the terminal said, without what
  /// the virtual terminal cannot give back; for a terminal without one, what its model has.
  public func queryReplyForHost() -> [UInt8] {
    var kept = replies.filter { Self.relayed.contains($0[1]) }
    if kept.isEmpty { kept = Self.modelReplies(alternateSize) }
    let codes = [Code.summary] + kept.map { $0[1] }.sorted()
    return QueryReply.record([[StructuredFieldCode.queryReply, Code.summary] + codes] + kept)
  }

  /// Replies of a display without colour, from the sizes on (GA23-0059 chapter 6).
  private static func modelReplies(_ size: Geometry) -> [[UInt8]] {
    func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
    func reply(_ code: UInt8, _ body: [UInt8]) -> [UInt8] {
      [StructuredFieldCode.queryReply, code] + body
    }
    let (columns, rows, cells) = (word(size.columns), word(size.rows), word(size.cells))
    // 12/14-bit addresses; units and distances of the points, and the size of a cell in them.
    let points: [UInt8] = [0x01, 0x00, 0x0A, 0x02, 0xE5, 0x00, 0x02, 0x00, 0x6F, 0x09, 0x0C]
    return [
      reply(Code.usableArea, [0x01, 0x00] + columns + rows + points + cells),
      reply(Code.partitions, [0x00] + cells + [0x00]),
      reply(Code.highlighting, [0x01, 0x00, 0xF0]),
      reply(Code.replyModes, [ReplyMode.field.code]),
      // The default size, which is that of model 2, and the alternate one.
      reply(
        Code.implicitPartition,
        [0x00, 0x00, 0x0B, 0x01, 0x00, 0x00, 0x50, 0x00, 0x18] + columns + rows),
    ]
  }
}
