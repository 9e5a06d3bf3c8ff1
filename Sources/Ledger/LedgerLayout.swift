/// Where things are in a ledger's memory: header, directory of chunks, intake, outbox, then the chunks.
///
/// Each chunk is cut into blocks of one size. The directory has a word for each chunk: the size of its
/// blocks, or 0 before it is used. Nothing else says where a block is, so that whoever reads walks all.
public struct LedgerLayout: Hashable, Sendable {
  /// Bytes of a chunk.
  public var chunk = 64 << 10
  /// Most chunks: a shard with 8,000 terminals needs some 2,000.
  public var chunks = 16 << 10
  /// Bytes of the intake.
  public var intake = 256 << 10
  /// Bytes of each half of the outbox: what all peers of one turn are told, nearly always.
  public var outbox = 256 << 10
  /// Chunks that the memory grows by.
  public var step = 16

  /// The server's.
  public init() {}

  /// Bytes of the header: one page.
  public static let header = 4096

  var directory: Int { Self.header }
  /// Where the intake begins.
  public var intakeStart: Int { directory + chunks * 8 }
  /// Where the half of the outbox begins that a commit's entries are in.
  func outboxStart(_ commit: UInt64) -> Int { intakeStart + intake + Int(commit & 1) * outbox }
  var heap: Int { (intakeStart + intake + 2 * outbox + 4095) / 4096 * 4096 }
  /// Bytes before the first chunk is used.
  public var least: Int { heap }
  /// Bytes of a ledger that cannot grow any more.
  public var most: Int { heap + chunks * chunk }

  func start(ofChunk index: Int) -> Int { heap + index * chunk }
}

/// Words of a ledger's first page.
public enum LedgerHeader {
  static let magic = 0
  /// Version of the frozen forms in the low 16 bits, and of the layout above.
  static let version = 8
  static let epoch = 16
  /// The shard's index, and how many there are above 32 bits.
  static let place = 24
  /// 1 once all ledgers of this epoch have all that they took over; the first shard's counts.
  static let whole = 32
  /// Number of the last commit.
  static let committed = 40
  /// The last token that was given to a connection.
  public static let lastToken = 48
  /// Number of the last name that was given to a terminal.
  public static let lastName = 56
  /// Name of what is worked at; 0 for nothing.
  public static let working = 80
  /// What kind of name that is; the owner's numbers.
  public static let workingKind = 88
  /// Bytes of this shard's layout: chunk, chunks, intake, half of the outbox.
  static let layout = 128

  /// `TSLEDGER` as a number.
  static let magicWord: UInt64 = 0x5453_4C45_4447_4552
  /// Version of what is where.
  static let layoutVersion: UInt64 = 2
}

/// Words of a block's head, from its start. A block of zeros is free.
enum BlockHead {
  /// Number of the commit that it belongs to; written last, and wiped first.
  static let commit = 0
  static let key = 8
  /// Kind in the low 8 bits, part in 24, number of parts in 24.
  static let kind = 16
  static let length = 24
  static let checksum = 32
  static let size = 40

  /// Sizes of blocks, head included: a deadline needs the smallest.
  static let sizes = [
    64, 96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1024, 1280, 1536, 2048, 2560, 3072, 4096,
    5120, 6144, 8192, 12_288, 16_384,
  ]
}

/// Words of an entry of the intake, or of the outbox.
enum Entry {
  static let token = 0
  /// Of the intake, number of the last commit before it: an entry of an older one was emptied. Of the outbox,
  /// number of the commit that it belongs to.
  static let commit = 8
  /// Of the intake, one more than the bytes that were read; 0 before that is known. Of the outbox, the bytes.
  static let length = 16
  /// Of the intake, most bytes that may be read.
  static let limit = 24
  /// Of the outbox, where the bytes begin in all that the connection was ever told.
  static let place = 24
  static let head = 32

  /// Bytes of an entry with so many of content.
  static func size(_ count: Int) -> Int { head + (count + 7) / 8 * 8 }
}

/// What names an object of a ledger.
public struct LedgerKey: Hashable, Sendable, BitwiseCopyable {
  /// What it is; the owner's numbers.
  public let kind: UInt8
  /// Which of its kind.
  public let id: UInt64

  /// A name.
  public init(kind: UInt8, id: UInt64) {
    self.kind = kind
    self.id = id
  }
}
