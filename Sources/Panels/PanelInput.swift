public import Crypto
public import DataStream
import EBCDIC

/// What a user typed into a panel: only its own input fields, cut to their lengths.
///
/// A client may send anything anywhere; what no input field of the panel holds is counted and
/// left out.
public struct PanelInput: Sendable {
  /// The key.
  public let aid: AID
  /// Line of the list with the cursor, from 0.
  public private(set) var cursorRow: Int?
  /// What was typed before lines of the list, from the top.
  public private(set) var marks: [Mark] = []
  /// Fields that are none of the panel's.
  public private(set) var foreignFields = 0
  private var texts: [(place: Int, text: String)] = []
  private var rowTexts: [(row: Int, place: Int, text: String)] = []
  private var secrets: [(place: Int, secret: SharedSecret)] = []

  init(_ record: InboundRecord, _ layout: Layout, page: CodePage) {
    aid = record.aid
    if let cursor = record.cursor {
      let row = cursor / layout.geometry.columns - layout.listTop
      if layout.list.indices.contains(row) { cursorRow = row }
    }
    for field in record.fields {
      guard let slot = layout.input(at: field.position) else {
        foreignFields += 1
        continue
      }
      take(field.data.prefix(slot.length), slot, page: page)
    }
    marks.sort { $0.row < $1.row }
  }

  private mutating func take(
    _ data: ArraySlice<UInt8>, _ slot: Layout.Slot, page: CodePage
  ) {
    if slot.style.attribute.isNondisplay {
      secrets.removeAll { $0.place == slot.place }
      secrets.append((slot.place, SharedSecret(Self.secret(data, page))))
      return
    }
    let codes = Self.trimmed(data)
    let text = codes.isEmpty ? "" : page.decode(codes)
    if let row = slot.row {
      rowTexts.removeAll { $0.row == row && $0.place == slot.place }
      rowTexts.append((row, slot.place, slot.style.capitals ? text.uppercased() : text))
      // The mark's field may show an underscore or a dash, which is no mark. The last of a field counts.
      marks.removeAll { $0.row == row }
      guard !text.isEmpty, text != "_", text != "-" else { return }
      marks.append(Mark(row: row, text: text.uppercased()))
    } else {
      texts.removeAll { $0.place == slot.place }
      guard !text.isEmpty else { return }
      texts.append((slot.place, slot.style.capitals ? text.uppercased() : text))
    }
  }

  /// The code points without those at both ends that are shown as blanks.
  private static func trimmed(_ data: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ code: UInt8) -> Bool { code <= CodePage.blank || code == 0xFF }
    var rest = data
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    while let first = rest.first, isBlank(first) { rest.removeFirst() }
    return rest
  }

  /// The characters of a hidden field as UTF-8, as passwords that come in a deck are, without blanks
  /// and nulls at their end.
  private static func secret(_ data: ArraySlice<UInt8>, _ page: CodePage) -> Secret {
    var end = data.endIndex
    while end > data.startIndex, data[end - 1] <= CodePage.blank { end -= 1 }
    let cut = data[..<end]
    let count = cut.reduce(0) { $0 + page.decode($1).utf8.count }
    var (place, offset) = (cut.startIndex, 0)
    // The bytes are asked for in their order.
    return Secret(count: count) { _ in
      let bytes = page.decode(cut[place]).utf8
      let byte = bytes[offset]
      offset += 1
      if offset == bytes.count { (place, offset) = (place + 1, 0) }
      return byte
    }
  }

  /// What was typed before a line of the list.
  public struct Mark: Hashable, Sendable {
    /// The line, from 0.
    public let row: Int
    /// In capitals.
    public let text: String
  }

  /// What was typed into a field, without blanks around it.
  public func text(_ slot: PanelSlot) -> String {
    texts.first { $0.place == slot.place }?.text ?? ""
  }

  /// What was typed into a field of a line of the list, from 0, without blanks around it; nil where the
  /// field was left as it was.
  public func text(_ slot: PanelSlot, row: Int) -> String? {
    rowTexts.first { $0.row == row && $0.place == slot.place }?.text
  }

  /// What was typed into a hidden field, without blanks at its end.
  public func secret(_ slot: PanelSlot) -> SharedSecret? {
    secrets.first { $0.place == slot.place }?.secret
  }
}

extension Panel {
  /// Reads what a terminal sent while it showed this panel.
  public func read(
    _ record: [UInt8], on canvas: Canvas
  ) throws(DataStreamError) -> PanelInput {
    let inbound = try InboundRecord(record, in: canvas.geometry)
    return PanelInput(inbound, layout(canvas), page: canvas.page)
  }
}
