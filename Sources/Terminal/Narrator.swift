public import DataStream
public import EBCDIC

/// Tells what records say, in the words of x3270's trace, and darkens them: what stands in fields that
/// are not shown, and whatever is typed there, is told and kept as asterisks.
///
/// It follows the screen as a terminal does, but for what is typed. Until it has seen the screen erased
/// it knows no field, and all text is dark.
public struct Narrator: Sendable {
  /// A record in words, and as bytes that may be shown: those of the record with dark ones replaced.
  public struct Told: Hashable, Sendable {
    /// One line.
    public let words: String
    /// As many bytes as the record has.
    public let record: [UInt8]
  }

  private var space: PresentationSpace
  private let page: CodePage
  /// Whether all fields of the screen are known.
  private var isKnown: Bool

  /// A screen that was not seen yet.
  public init(_ capabilities: TerminalCapabilities, page: CodePage) {
    space = PresentationSpace(capabilities)
    self.page = page
    isKnown = false
  }

  /// The screen is empty now: a host took or left the terminal.
  public mutating func reset() {
    space.bind(default: nil, alternate: nil)
    isKnown = true
  }

  // MARK: From the host

  /// Tells a host's record.
  public mutating func host(_ record: [UInt8]) -> Told {
    var line = NarratedLine(record, page)
    guard let first = record.first, let command = Command(byte: first) else {
      line.say("(no 3270 command)")
      line.darken(record.indices)
      return line.told
    }
    do throws(DataStreamError) {
      try tell(command, record.dropFirst(), in: &line)
    } catch {
      line.say("(\(error))")
      // Emulators differ in what they do after it.
      isKnown = false
    }
    return line.told
  }

  private mutating func tell(
    _ command: Command, _ rest: ArraySlice<UInt8>, in line: inout NarratedLine
  ) throws(DataStreamError) {
    switch command {
    case .write: try tell(write: rest, "Write", erase: nil, in: &line)
    case .eraseWrite: try tell(write: rest, "EraseWrite", erase: space.defaultSize, in: &line)
    case .eraseWriteAlternate:
      try tell(write: rest, "EraseWriteAlternate", erase: space.alternateSize, in: &line)
    case .eraseAllUnprotected: line.say("EraseAllUnprotected")
    case .readBuffer: line.say("ReadBuffer")
    case .readModified: line.say("ReadModified")
    case .readModifiedAll: line.say("ReadModifiedAll")
    case .noOperation: line.say("NoOperation")
    case .writeStructuredField:
      line.say("WriteStructuredField")
      try tell(fields: rest, in: &line)
    }
  }

  private mutating func tell(
    write record: ArraySlice<UInt8>, _ name: String, erase size: Geometry?,
    in line: inout NarratedLine
  ) throws(DataStreamError) {
    if let size {
      space.erase(size)
      isKnown = true
    }
    guard let control = record.first else {
      line.say(name)
      throw .truncated(offset: record.startIndex)
    }
    line.say(name + Self.words(WCC(rawValue: control)))
    var writer = ScreenWriter(
      record.dropFirst(), at: space.cursor, cells: space.size.cells,
      takesPairs: space.capabilities.isDoubleByte)
    let after = outcome(of: writer)
    let (isKnown, columns) = (isKnown, space.size.columns)
    var work = RecordWork()
    var told = line
    var done = record.startIndex + 1
    defer { line = told }
    do throws(DataStreamError) {
      try writer.run(&space.cells, cursor: &space.cursor, work: &work) {
        order, bytes, address, before in
        // The second byte of a repeated pair belongs to no order.
        told.darken(done..<bytes.lowerBound)
        done = bytes.upperBound
        Self.tell(order, bytes, columns: columns, in: &told) { offset in
          let position = (address + offset) % before.count
          return !isKnown || before.isHidden(position) || after.isHidden(position)
        }
      }
      told.darken(done..<record.endIndex)
    } catch {
      // What follows is not read, so that nobody knows what it is.
      told.darken(min(done + 3, record.endIndex)..<record.endIndex)
      throw error
    }
  }

  /// The screen after a write, in which a field may begin before text that is there already.
  private func outcome(of writer: ScreenWriter) -> Cells {
    var (writer, cells, cursor, work) = (writer, space.cells, space.cursor, RecordWork())
    // What is wrong is told when it is met.
    try? writer.run(&cells, cursor: &cursor, work: &work)
    return cells
  }

  /// Tells an order of a write; `isDark` says which of its characters are.
  private static func tell(
    _ order: Order, _ bytes: Range<Int>, columns: Int, in line: inout NarratedLine,
    isDark: (Int) -> Bool
  ) {
    func place(_ position: Int) -> String { Self.place(position, columns: columns) }
    switch order {
    case .text(let range):
      line.text(range) { isDark($0 - range.lowerBound) }
    case .control(let code): line.say("X'\(NarratedLine.hex(code))'")
    case .graphicEscape:
      line.say("GraphicEscape")
      line.graphic(bytes.upperBound - 1, isDark: isDark(0))
    case .setBufferAddress(let target): line.say("SetBufferAddress\(place(target))")
    case .startField(let attribute): line.say("StartField\(Self.words(attribute))")
    case .startFieldExtended(let pairs):
      line.say("StartFieldExtended\(line.words(pairs: pairs))")
    case .modifyField(let pairs): line.say("ModifyField\(line.words(pairs: pairs))")
    case .setAttribute(let type, let value):
      line.say("SetAttribute(\(AttributeWords.words(type, value)))")
    case .insertCursor: line.say("InsertCursor")
    case .programTab: line.say("ProgramTab")
    case .repeatToAddress(let stop, _):
      line.say("RepeatToAddress\(place(stop))")
      // The character, or the two of a pair, stand behind the order and its address.
      let first = line.isGraphicEscape(at: bytes.lowerBound + 3) ? 4 : 3
      line.text((bytes.lowerBound + first)..<bytes.upperBound) { _ in isDark(0) }
    case .eraseUnprotected(let stop): line.say("EraseUnprotectedToAddress\(place(stop))")
    }
  }

  private mutating func tell(
    fields: ArraySlice<UInt8>, in line: inout NarratedLine
  ) throws(DataStreamError) {
    var reader = StructuredFieldReader(fields)
    while true {
      let start = reader.position
      let field: StructuredField?
      do throws(DataStreamError) {
        field = try reader.next()
      } catch {
        line.darken(min(start + 3, fields.endIndex)..<fields.endIndex)
        throw error
      }
      guard let field else { return }
      switch field {
      case .readPartition(.query): line.say("ReadPartition(Query)")
      case .readPartition(.queryList(let codes)):
        let list = codes?.map { "X'\(NarratedLine.hex($0))'" }.joined(separator: ",") ?? "all"
        line.say("ReadPartition(QueryList,\(list))")
      case .readPartition(.read(let command)): line.say("ReadPartition(\(command.title))")
      case .eraseReset(let isAlternate):
        line.say("EraseReset(\(isAlternate ? "alternate" : "default"))")
        space.erase(isAlternate ? space.alternateSize : space.defaultSize)
        isKnown = true
      case .setReplyMode(let mode): line.say("SetReplyMode(\(AttributeWords.words(mode)))")
      case .createPartition: line.say("CreatePartition(0)")
      case .activatePartition: line.say("ActivatePartition(0)")
      case .outbound(let command, let range):
        line.say("Outbound3270DS")
        try tell(command, fields[range].dropFirst(), in: &line)
      case .fileTransfer(let function):
        line.say("FileTransfer(X'\(NarratedLine.hex(function))')")
        // The data of files is nobody's.
        line.darken(min(start + 5, reader.position)..<reader.position)
      }
    }
  }

  // MARK: From the terminal

  /// Tells a terminal's record.
  ///
  /// With `isTyped` false the record was not typed by the user: all its text is dark.
  public mutating func terminal(_ record: [UInt8], isTyped: Bool = true) -> Told {
    var line = NarratedLine(record, page)
    guard let first = record.first else { return line.told }
    let aid = AID(byte: first)
    if aid == .structuredField {
      tell(replies: record, in: &line)
    } else if record.count < 3 {
      line.say("\(aid)")
    } else {
      tell(input: record, aid, isTyped: isTyped, in: &line)
    }
    // The terminal has cleared its screen by itself.
    if aid == .clear {
      space.erase(space.size)
      isKnown = true
    }
    return line.told
  }

  private func tell(
    input record: [UInt8], _ aid: AID, isTyped: Bool, in line: inout NarratedLine
  ) {
    let cursor = BufferAddress.decode(record[1], record[2])
    line.say("\(aid)\(cursor < space.size.cells ? place(cursor) : "(?)")")
    let isBuffer = PresentationSpace.cells(ofReadBuffer: record) == space.size.cells
    var reader = OrderReader(
      record[3...], isBuffer ? .readBuffer : .readModified, cells: space.size.cells)
    // Where the data goes; nil where the terminal did not say.
    var position: Int? = isBuffer || !space.isFormatted ? 0 : nil
    // The last field goes on in the first cells of a buffer.
    var isHidden = isBuffer && BufferMerge(record, keepsModified: false).endsHidden
    var start = reader.position
    while let order = try? reader.next() {
      let address = position
      func isDark(_ offset: Int) -> Bool {
        guard isTyped, isKnown, !isHidden, let address else { return true }
        return space.cells.isHidden((address + offset) % space.size.cells)
      }
      switch order {
      case .setBufferAddress(let target):
        line.say("SetBufferAddress\(place(target))")
        position = target
      case .text(let range):
        line.text(range) { isDark($0 - range.lowerBound) }
        position = address.map { $0 + range.count }
      case .graphicEscape:
        line.say("GraphicEscape")
        line.graphic(reader.position - 1, isDark: isDark(0))
        position = address.map { $0 + 1 }
      case .startField(let attribute):
        line.say("StartField\(Self.words(attribute))")
        isHidden = attribute.isNondisplay
        position = address.map { $0 + 1 }
      case .startFieldExtended(let pairs):
        line.say("StartFieldExtended\(line.words(pairs: pairs))")
        isHidden = reader.pairs(pairs).fieldAttribute?.isNondisplay ?? false
        position = address.map { $0 + 1 }
      case .setAttribute(let type, let value):
        line.say("SetAttribute(\(AttributeWords.words(type, value)))")
      case .control, .modifyField, .insertCursor, .programTab, .repeatToAddress,
        .eraseUnprotected:
        break
      }
      start = reader.position
    }
    if start < record.endIndex {
      line.say("(the record ends inside an order)")
      line.darken(start..<record.endIndex)
    }
  }

  /// Structured fields of a terminal: replies to queries are told, all else is dark.
  private mutating func tell(replies record: [UInt8], in line: inout NarratedLine) {
    line.say("StructuredField")
    var index = 1
    while index + 3 <= record.count {
      let length = Int(record[index]) << 8 | Int(record[index + 1])
      guard length >= 3, index + length <= record.count else { break }
      let field = record[(index + 2)..<(index + length)]
      if field.first == StructuredFieldCode.queryReply, field.count >= 2 {
        line.say("QueryReply(\(AttributeWords.words(reply: field[field.startIndex + 1])))")
      } else {
        line.say("X'\(NarratedLine.hex(field[field.startIndex]))'(\(length) bytes)")
        line.darken(min(index + 4, index + length)..<(index + length))
      }
      index += length
    }
    line.darken(index..<record.count)
    if let told = TerminalCapabilities(queryReply: record, model: 2) {
      space = PresentationSpace(told)
      isKnown = false
    }
  }

  // MARK: Text without orders

  /// Tells text of a host's system services (SSCP-LU data); what a terminal answers there may be a
  /// password, and is dark.
  public mutating func systemText(_ text: [UInt8], isFromHost: Bool) -> Told {
    var line = NarratedLine(text, page)
    line.say("SSCP-LU")
    line.text(text.indices) { _ in !isFromHost }
    if isFromHost { reset() }
    return line.told
  }

  // MARK: Words

  private func place(_ position: Int) -> String {
    Self.place(position, columns: space.size.columns)
  }

  private static func place(_ position: Int, columns: Int) -> String {
    "(\(position / columns + 1),\(position % columns + 1))"
  }

  private static func words(_ wcc: WCC) -> String {
    var words: [String] = []
    if wcc.contains(.restoreKeyboard) { words.append("restore") }
    if wcc.contains(.resetMDT) { words.append("resetMDT") }
    if wcc.contains(.alarm) { words.append("alarm") }
    return words.isEmpty ? "" : "(\(words.joined(separator: ",")))"
  }

  static func words(_ attribute: FieldAttribute) -> String {
    "(\(AttributeWords.words(attribute)))"
  }
}
