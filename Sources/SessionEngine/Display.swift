import Bytes
import DataStream
import EBCDIC
import Panels
import Terminal

/// The terminal's end of the data stream: what it can, and which answers it still owes.
struct Display: Sendable {
  /// Sizes, colours and the like, by its Query Reply or else by its model.
  private(set) var capabilities: TerminalCapabilities
  /// Its code page, for panels and for commands that are typed in sessions.
  private(set) var codePage: CodePage
  /// Answers that are still to come and that nobody waits for.
  var late = LateReplies() { didSet { isChanged = true } }
  /// It may be other than when it was frozen last.
  var isChanged = true

  init(_ capabilities: TerminalCapabilities) {
    self.capabilities = capabilities
    codePage = capabilities.characterSet.flatMap { CodePage.page(ofCharacterSet: $0) } ?? .bracket
  }

  var canvas: Panel.Canvas { Panel.Canvas(capabilities, page: codePage) }

  /// Whether a session's screen can be shown: its size in force is one of the terminal's.
  func fits(_ space: PresentationSpace) -> Bool {
    space.size == capabilities.defaultSize || space.size == capabilities.alternateSize
  }

  /// Whether a record is an answer to Read Buffer, of a screen in one of the terminal's sizes.
  func isWhole(_ record: [UInt8]) -> Bool {
    let cells = PresentationSpace.cells(ofReadBuffer: record)
    return cells == capabilities.defaultSize.cells || cells == capabilities.alternateSize.cells
  }

  /// Whether a record is a key of the user's, and no answer of the terminal.
  static func isKey(_ record: [UInt8]) -> Bool {
    guard let first = record.first else { return false }
    return first != AID.structuredField.byte && first != AID.none.byte
      && first != AID.readPartition.byte
  }
}

extension Display: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(capabilities)
    freezer.put(late)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(try thawer.take(TerminalCapabilities.self))
    late = try thawer.take()
  }
}
