import Bytes
import DataStream
import EBCDIC
import Replay
import TN3270

/// Traces of tests, written record by record.
struct TraceText {
  private(set) var text = "Terminal TN000001, IBM-3278-2-E, 24 rows x 80 cols\n"

  init() { line(isFromHost: true, [0xFF, 0xFB, 0x19]) }

  var file: TraceFile {
    get throws { try TraceFile(text) }
  }

  mutating func line(isFromHost: Bool, _ bytes: [UInt8]) {
    text += "\(isFromHost ? "<" : ">") 0x0 \(Hex.encode(bytes).lowercased())\n"
  }

  /// A host's screen in the words of `HostScreen`.
  mutating func host(_ screen: String, isErased: Bool = true, restores: Bool = true) {
    let record = HostScreen.record(screen, isErased: isErased, restores: restores)
    line(isFromHost: true, RecordedConversation.framed(header: [], record))
  }

  /// A record of a session behind the terminal, in words and in bytes.
  mutating func session(_ name: String, isFromHost: Bool, _ record: [UInt8]) {
    let head = "\(name) \(isFromHost ? "<" : ">") "
    text += head + "EraseWrite(restore)\n" + head + Hex.encode(record).lowercased() + "\n"
  }

  /// A key with texts, each with the place where its field begins; -1 on a screen without fields.
  mutating func key(_ key: AID, cursor: Int, _ texts: (Int, String)...) {
    let record = Self.record(key, cursor, texts)
    line(isFromHost: false, RecordedConversation.framed(header: [], record))
  }

  static func record(_ key: AID, _ cursor: Int, _ texts: [(Int, String)]) -> [UInt8] {
    var record = [key.byte]
    guard !key.isShortRead else { return record }
    BufferAddress.append(cursor, in: .model2, to: &record)
    for (place, text) in texts {
      if place >= 0 {
        record.append(OrderCode.setBufferAddress)
        BufferAddress.append(place, in: .model2, to: &record)
      }
      record += CodePage.bracket.encode(text)
    }
    return record
  }
}

/// Screens of tests as records: `{n}` is an input field of n characters, `{n!}` one that shows nothing, and
/// the cursor is in the first; a line is a row.
enum HostScreen {
  static func record(
    _ screen: String, isErased: Bool = true, restores: Bool = true
  ) -> [UInt8] {
    let page = CodePage.bracket
    var record: [UInt8] = [
      (isErased ? Command.eraseWrite : .write).rawValue, restores ? 0xC3 : 0x40,
    ]
    var hasCursor = false
    for (row, line) in screen.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty {
      var column = 0
      func address() {
        record.append(OrderCode.setBufferAddress)
        BufferAddress.append(row * 80 + column, in: .model2, to: &record)
      }
      var rest = line[...]
      while !rest.isEmpty {
        address()
        if rest.first == "{", let end = rest.firstIndex(of: "}") {
          let inner = rest[rest.index(after: rest.startIndex)..<end]
          let isHidden = inner.hasSuffix("!")
          let count = Int(inner.filter(\.isNumber)) ?? 8
          record += [OrderCode.startField, isHidden ? 0x4C : 0x40]
          if !hasCursor { record.append(OrderCode.insertCursor) }
          hasCursor = true
          column += count + 1
          address()
          record += [OrderCode.startField, 0xF0]
          column += 1
          rest = rest[rest.index(after: end)...]
        } else {
          let text = rest.prefix { $0 != "{" }
          if column == 0 {
            record += [OrderCode.startField, 0xF0]
            column = 1
          }
          record += page.encode(String(text))
          column += text.count
          rest = rest[text.endIndex...]
        }
      }
    }
    return record
  }
}
