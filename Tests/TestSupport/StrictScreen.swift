/// A formatted screen that a strict host shows, and what a terminal may say about it.
public struct StrictScreen: Sendable {
  /// An attribute and the text behind it.
  public struct Field: Sendable {
    /// Where the attribute stands, from 0.
    let position: Int
    /// Six bits: X'20' protected, X'01' modified.
    let attribute: UInt8
    let text: [UInt8]
  }

  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Fields in the order in which they were added.
  public private(set) var fields: [Field] = []
  var cells: Int { rows * columns }
  /// Where the first field for input begins.
  var home: Int { fields.first { $0.attribute & 0x20 == 0 }.map { $0.position + 1 } ?? 0 }

  /// A screen without a field.
  public init(rows: Int = 24, columns: Int = 80) {
    self.rows = rows
    self.columns = columns
  }

  /// Adds a field, behind those that are there; rows and columns count from 0.
  public func field(
    _ row: Int, _ column: Int, _ text: String, protected: Bool = true, modified: Bool = false
  ) -> StrictScreen {
    var longer = self
    longer.fields.append(
      Field(
        position: row * columns + column,
        attribute: (protected ? 0x20 : 0x00) | (modified ? 0x01 : 0x00),
        text: EBCDICText.encode(text)))
    return longer
  }

  /// A title, one field for input, and a last protected field.
  public static func simple(_ title: String, rows: Int = 24, columns: Int = 80) -> StrictScreen {
    StrictScreen(rows: rows, columns: columns).field(0, 0, title).field(2, 5, "INPUT")
      .field(2, 11, "", protected: false).field(2, 40, "END")
  }

  /// Orders that draw it, with the cursor in the first field for input.
  var orders: [UInt8] {
    var out: [UInt8] = []
    for field in fields {
      out += [0x11] + StrictAddress.encode(field.position, cells)
      out += [0x1D, StrictAddress.code[Int(field.attribute)]] + field.text
    }
    return out + [0x11] + StrictAddress.encode(home, cells) + [0x13]
  }

  /// Cells from a field's first to the next attribute.
  private func length(of index: Int) -> Int {
    let next = fields[(index + 1) % fields.count].position
    return (next - fields[index].position - 1 + cells) % cells
  }

  // MARK: What a terminal sends

  /// What is wrong with the modified fields of a record, from the byte behind the cursor on.
  func faults(inFields data: ArraySlice<UInt8>) -> [String] {
    guard !fields.isEmpty else { return data.contains(0x11) ? ["SBA on a plain screen"] : [] }
    var faults: [String] = []
    var rest = data
    var last = -1
    while let order = rest.first {
      guard order == 0x11, rest.count >= 3 else { return faults + ["no SBA where a field begins"] }
      let (address, fault) = StrictAddress.decode(rest.dropFirst().prefix(2), cells)
      if let fault { return faults + [fault] }
      rest = rest.dropFirst(3)
      let text = rest.prefix { $0 != 0x11 }
      rest = rest.dropFirst(text.count)
      guard let index = fields.firstIndex(where: { $0.position + 1 == address }) else {
        faults.append("no field begins at \(address)")
        continue
      }
      if address <= last { faults.append("field \(address) comes after \(last)") }
      last = address
      if fields[index].attribute & 0x21 == 0x20 {
        faults.append("protected field \(address) is said to be modified")
      }
      if text.contains(where: { $0 < 0x40 }) { faults.append("field \(address) holds a null") }
      if text.count > length(of: index) { faults.append("field \(address) is too long") }
    }
    return faults
  }

  /// What is wrong with the cells of a Read Buffer's answer, from the byte behind the cursor on.
  func faults(inBuffer data: ArraySlice<UInt8>) -> [String] {
    var codes: [UInt8?] = []
    var rest = data
    while let byte = rest.first {
      switch byte {
      case 0x1D:
        codes.append(nil)
        rest = rest.dropFirst(2)
      case 0x29:
        codes.append(nil)
        rest = rest.dropFirst(2 + 2 * Int(rest.dropFirst().first ?? 0))
      case 0x08:
        codes.append(rest.dropFirst().first)
        rest = rest.dropFirst(2)
      default:
        codes.append(byte)
        rest = rest.dropFirst()
      }
    }
    guard codes.count == cells else { return ["a buffer of \(codes.count) cells, not \(cells)"] }
    let marks = codes.indices.filter { codes[$0] == nil }
    guard marks == fields.map(\.position) else { return ["attributes stand at \(marks)"] }
    return fields.filter { $0.attribute & 0x20 != 0 }.compactMap { field in
      let shown = codes[(field.position + 1)...].prefix(field.text.count).map { $0 ?? 0 }
      return shown == field.text ? nil : "the text at \(field.position) was changed"
    }
  }
}

/// Buffer addresses of 12 or 14 bits (GA23-0059 chapter 3).
enum StrictAddress {
  /// The graphic code of six bits.
  static let code: [UInt8] = (0..<64).map { (bits: UInt8) in
    bits & 0x0F > 9 || [0x00, 0x10, 0x20, 0x21].contains(bits) ? 0x40 | bits : 0xC0 | bits
  }

  static func encode(_ address: Int, _ cells: Int) -> [UInt8] {
    cells <= 4095
      ? [code[address >> 6], code[address & 0x3F]]
      : [UInt8(address >> 8), UInt8(address & 0xFF)]
  }

  /// The address, or what is wrong with it on a screen of so many cells.
  static func decode(_ bytes: ArraySlice<UInt8>, _ cells: Int) -> (Int, fault: String?) {
    guard let first = bytes.first, let second = bytes.last, bytes.count == 2 else {
      return (0, "half an address")
    }
    if cells > 4095, first & 0xC0 == 0 {
      let address = Int(first) << 8 | Int(second)
      return (address, address < cells ? nil : "address \(address) of \(cells)")
    }
    guard let high = code.firstIndex(of: first), let low = code.firstIndex(of: second) else {
      return (0, "an address that is not in the code of six bits")
    }
    let address = high << 6 | low
    return (address, address < cells ? nil : "address \(address) of \(cells)")
  }
}

/// Letters, digits and blanks in EBCDIC, the same in every Latin code page.
enum EBCDICText {
  static func encode(_ text: String) -> [UInt8] {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "I"): byte - 0x41 + 0xC1
      case UInt8(ascii: "J")...UInt8(ascii: "R"): byte - 0x4A + 0xD1
      case UInt8(ascii: "S")...UInt8(ascii: "Z"): byte - 0x53 + 0xE2
      case UInt8(ascii: "a")...UInt8(ascii: "i"): byte - 0x61 + 0x81
      case UInt8(ascii: "j")...UInt8(ascii: "r"): byte - 0x6A + 0x91
      case UInt8(ascii: "s")...UInt8(ascii: "z"): byte - 0x73 + 0xA2
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30 + 0xF0
      case UInt8(ascii: "."): 0x4B
      case UInt8(ascii: "-"): 0x60
      default: 0x40
      }
    }
  }
}
