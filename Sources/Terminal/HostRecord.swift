import DataStream

/// Commands and structured fields of hosts (GA23-0059 chapters 3 and 5).
extension PresentationSpace {
  /// Applies one outbound record, commands in SNA or local codes.
  public mutating func apply(_ record: [UInt8]) -> WriteOutcome {
    var outcome = WriteOutcome()
    do throws(DataStreamError) {
      guard let first = record.first else { throw .empty }
      guard let command = Command(byte: first) else { throw .unknownCommand(first) }
      try perform(command, record.dropFirst(), offset: 0, into: &outcome)
    } catch {
      outcome.error = error
    }
    if isTransferFrame { outcome.transfer = .frame }
    return outcome
  }

  /// Shows text of the host's system services (RFC 2355 10.5), and opens a field for the answer behind
  /// it; the keyboard is free.
  ///
  /// The text begins an empty screen, or stands behind the answer to the text before, which began at
  /// `input`. What is returned is where the new answer begins.
  public mutating func showSystemText(_ text: [UInt8], after input: Int? = nil) -> Int {
    if let input {
      // What stood open is text now.
      cells.set((input + size.cells - 1) % size.cells, .character(0x40), values: .default)
    } else {
      erase(size)
      cells.set(0, .attribute(.protected), values: .default)
      cursor = 1
    }
    cursor = SystemText.show(text, at: cursor, in: &cells)
    restoreKeyboard()
    return cursor
  }

  /// What was typed into the answer's field, from `start` to the cursor.
  public func systemInput(from start: Int) -> [UInt8] {
    guard start < cursor else { return [] }
    return (start..<cursor).map(cells.code).map { $0 == 0 ? 0x40 : $0 }
  }

  /// The content of the field that a position is in.
  ///
  /// A number that is no position means the whole screen where it has no field, and the first cell's
  /// field where it has.
  public func content(ofFieldAt position: Int) -> FieldContent {
    let cell = (0..<size.cells).contains(position) ? position : 0
    return FieldContent(cells, cursor: cursor, at: cell)
  }

  /// Puts a field's content back; nothing where the host has made another screen since.
  public mutating func restore(_ content: FieldContent) {
    if let position = content.restore(&cells) { cursor = position }
  }

  /// Whether the screen is a frame of IND$FILE through the screen (CUT): 24 by 80, an attribute that
  /// skips in the last position, and a frame's type in the first.
  private var isTransferFrame: Bool {
    guard size.cells == Geometry.model2.cells,
      kind(size.cells - 1) == .attribute(.autoskip),
      case .character(let type) = kind(0)
    else { return false }
    return (0xC1...0xC3).contains(type)
  }

  private mutating func perform(
    _ command: Command, _ rest: ArraySlice<UInt8>, offset: Int, into outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    switch command {
    case .write: try write(rest, erase: nil, into: &outcome)
    case .eraseWrite: try write(rest, erase: defaultSize, into: &outcome)
    case .eraseWriteAlternate: try write(rest, erase: alternateSize, into: &outcome)
    case .eraseAllUnprotected:
      try outcome.work.spend(size.cells, at: offset)
      cursor = cells.eraseAllUnprotected()
      restoreKeyboard()
      outcome.wroteScreen = true
      outcome.restored = true
    case .readBuffer, .readModified, .readModifiedAll:
      try answer(command, as: nil, at: offset, into: &outcome)
    case .writeStructuredField: try structuredFields(rest, &outcome)
    case .noOperation: break
    }
  }

  /// Does a write: `record` begins with the WCC.
  private mutating func write(
    _ record: ArraySlice<UInt8>, erase newSize: Geometry?, into outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    let start = record.startIndex
    outcome.wroteScreen = true
    if let newSize {
      try outcome.work.spendErase(newSize, at: start)
      erase(newSize)
      outcome.hasErased = true
    }
    guard let control = record.first else { throw .truncated(offset: start) }
    let wcc = WCC(rawValue: control)
    if newSize != nil, control & WCC.resetBit != 0 { replyMode = .field }
    // An erased screen has no field whose tag could be reset.
    if wcc.contains(.resetMDT), newSize == nil {
      try outcome.work.spend(size.cells, at: start)
      cells.resetModified()
    }
    defer {
      if wcc.contains(.alarm) { outcome.alarm = true }
      if wcc.contains(.restoreKeyboard) {
        restoreKeyboard()
        outcome.restored = true
      }
    }
    var writer = ScreenWriter(
      record.dropFirst(), at: cursor, cells: size.cells, takesPairs: capabilities.isDoubleByte)
    try writer.run(&cells, cursor: &cursor, work: &outcome.work)
  }

  private func answer(
    _ read: Command, as identifier: AID?, at offset: Int, into outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    try outcome.work.spend(size.cells, at: offset)
    outcome.replies.append(
      read == .readBuffer
        ? readBuffer(as: identifier)
        : readModified(all: read == .readModifiedAll, as: identifier))
  }

  private mutating func structuredFields(
    _ fields: ArraySlice<UInt8>, _ outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    var reader = StructuredFieldReader(fields)
    while let field = try reader.next() {
      let offset = reader.offset
      switch field {
      case .readPartition(.read(let command)):
        try answer(command, as: .readPartition, at: offset, into: &outcome)
      case .readPartition(.query): try answerQuery(nil, at: offset, into: &outcome)
      case .readPartition(.queryList(let codes)): try answerQuery(codes, at: offset, into: &outcome)
      case .eraseReset(let isAlternate):
        let newSize = isAlternate ? alternateSize : defaultSize
        try outcome.work.spendErase(newSize, at: offset)
        erase(newSize)
        (outcome.wroteScreen, outcome.hasErased) = (true, true)
      case .setReplyMode(let mode): replyMode = mode
      case .createPartition, .activatePartition: break
      case .outbound(let command, let range):
        try perform(command, fields[range].dropFirst(), offset: offset, into: &outcome)
      case .fileTransfer(let function): outcome.transfer = .structuredField(function: function)
      }
    }
  }

  /// Query, or Query List with codes: the replies that were asked for; Null where none applies
  /// (GA23-0059 5.3). The keyboard waits after it.
  private mutating func answerQuery(
    _ codes: [UInt8]?, at offset: Int, into outcome: inout WriteOutcome
  ) throws(DataStreamError) {
    try outcome.work.spend(RecordWork.query, at: offset)
    var record = capabilities.queryReplyForHost()
    if let codes {
      let wanted = QueryReply.split(record).filter { codes.contains($0[1]) }
      record = QueryReply.record(wanted.isEmpty ? [QueryReply.null] : wanted)
    }
    outcome.replies.append(record)
    lock = .waiting
  }
}
