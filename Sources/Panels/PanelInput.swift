public import Crypto
public import DataStream
import EBCDIC

/// What a user typed into a panel: only its own input fields, cut to their lengths.
///
/// A client may send anything anywhere; what no input field of the panel holds is counted and
/// left out.
public struct PanelInput: Sendable {
  public let aid: AID
  /// Line of the list with the cursor, from 0.
  public private(set) var cursorRow: Int?
  /// First line of the list with something typed before it, from 0.
  public private(set) var markedRow: Int?
  /// Fields that are none of the panel's.
  public private(set) var foreignFields = 0
  private var texts: [String: String] = [:]
  private var secrets: [String: SharedSecret] = [:]

  init(_ record: InboundRecord, _ layout: Layout, _ canvas: Panel.Canvas) {
    aid = record.aid
    if let cursor = record.cursor {
      let row = cursor / layout.geometry.columns - layout.listTop
      if (0..<layout.listRows).contains(row) { cursorRow = row }
    }
    for field in record.fields {
      guard let slot = layout.inputs[field.position] else {
        foreignFields += 1
        continue
      }
      take(field.data.prefix(slot.length), slot, canvas)
    }
  }

  private mutating func take(
    _ data: ArraySlice<UInt8>, _ slot: Layout.Slot, _ canvas: Panel.Canvas
  ) {
    if slot.style.attribute.isNondisplay {
      var end = data.endIndex
      while end > data.startIndex, data[end - 1] <= CodePage.blank { end -= 1 }
      let cut = data[..<end]
      let page = canvas.page
      let secret = Secret(count: cut.count) { index in
        UInt8(truncatingIfNeeded: page.decode(cut[cut.startIndex + index]).value)
      }
      secrets[slot.name] = SharedSecret(secret)
      return
    }
    var text = Substring(canvas.page.decode(data))
    while text.last == " " { text.removeLast() }
    while text.first == " " { text.removeFirst() }
    if let row = slot.row {
      // The mark's field shows an underscore or a dash, which is no mark.
      if !text.isEmpty, text != "_", text != "-" { markedRow = min(row, markedRow ?? row) }
    } else {
      texts[slot.name] = slot.style.capitals ? text.uppercased() : String(text)
    }
  }

  /// What was typed into a field, without blanks around it.
  public func text(_ name: String) -> String { texts[name] ?? "" }

  /// What was typed into a hidden field, without blanks at its end.
  public func secret(_ name: String) -> SharedSecret? { secrets[name] }
}

extension Panel {
  /// Reads what a terminal sent while it showed this panel.
  public func read(
    _ record: [UInt8], on canvas: Canvas
  ) throws(DataStreamError) -> PanelInput {
    let inbound = try InboundRecord(record, in: canvas.geometry)
    return PanelInput(inbound, layout(canvas), canvas)
  }
}
