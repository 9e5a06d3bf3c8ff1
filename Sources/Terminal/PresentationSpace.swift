public import Bytes
public import DataStream

/// The screen of one session as its host has made it, with all that a redraw or a host's read needs.
public struct PresentationSpace: Sendable {
  /// What a position holds.
  public enum Kind: Hashable, Sendable {
    /// A character of the code page, or a stored control code.
    case character(UInt8)
    /// A character of the alternate set.
    case graphic(UInt8)
    /// A field begins.
    case attribute(FieldAttribute)
  }

  /// Whether the user may type.
  public enum Lock: Hashable, Sendable {
    /// The keyboard is free.
    case unlocked
    /// A key was sent; the host has not restored the keyboard yet.
    case waiting
  }

  /// The size of Erase/Write.
  public private(set) var defaultSize: Geometry
  /// The size of Erase/Write Alternate.
  public private(set) var alternateSize: Geometry
  /// Where the cursor is: a position in the size in force.
  public internal(set) var cursor = 0
  /// The key that was pressed last; none once the host has restored the keyboard.
  public internal(set) var aid = AID.none
  /// Whether the user may type.
  public internal(set) var lock = Lock.unlocked
  /// The form of the terminal's answers.
  public internal(set) var replyMode = ReplyMode.field
  /// The terminal's abilities, from which hosts' queries are answered.
  public let capabilities: TerminalCapabilities
  /// What the screen holds.
  var cells: Cells

  /// An empty screen of the terminal's default size, keyboard unlocked.
  public init(_ capabilities: TerminalCapabilities) {
    self.capabilities = capabilities
    defaultSize = capabilities.defaultSize
    alternateSize = capabilities.alternateSize
    cells = Cells(capabilities.defaultSize)
  }

  /// A screen that was thawed; nil where its parts do not fit each other.
  init?(
    _ capabilities: TerminalCapabilities, sizes: (default: Geometry, alternate: Geometry),
    cells: Cells, cursor: Int
  ) {
    guard (0..<cells.count).contains(cursor) else { return nil }
    self.capabilities = capabilities
    (defaultSize, alternateSize) = sizes
    self.cells = cells
    self.cursor = cursor
  }

  /// What a field holds, to be put back.
  public typealias FieldContent = Terminal.FieldContent
  /// What comparing a terminal's Read Buffer with the model found.
  public typealias Drift = Terminal.Drift

  // MARK: What is seen

  /// The size in force.
  public var size: Geometry { cells.size }

  /// What stands at a position.
  public func kind(_ position: Int) -> Kind { cells.kind(position) }

  /// Extended attributes of a position.
  public func attributes(_ position: Int) -> CellAttributes { cells.attributes(position) }

  /// Whether the screen has a field.
  public var isFormatted: Bool { cells.isFormatted }

  /// Position of the attribute of the field that a position belongs to; nil on an unformatted screen.
  public func field(at position: Int) -> Int? { cells.field(at: position) }

  /// Whether what is typed at a position is refused: a protected field, or an attribute itself.
  public func isProtected(_ position: Int) -> Bool { cells.isProtected(position) }

  /// Whether two screens look the same and behave the same under a user's keys.
  public func showsSame(as other: PresentationSpace) -> Bool {
    cursor == other.cursor && lock == other.lock && cells.showsSame(as: other.cells)
  }

  /// What a terminal has to be told besides the cells.
  public var form: Form { Form(size: size, replyMode: replyMode) }

  /// What a terminal has to be told besides the cells: the size in force and the reply mode.
  public struct Form: Hashable, Sendable {
    /// The size in force.
    public let size: Geometry
    /// The form of the terminal's answers.
    public let replyMode: ReplyMode
  }

  // MARK: What happens to it

  /// Empties the screen in a size; the cursor goes to 0.
  mutating func erase(_ newSize: Geometry) {
    cells.erase(newSize)
    cursor = 0
  }

  /// A BIND gave other sizes, or gave the terminal's back; the screen is empty after it.
  public mutating func bind(default newDefault: Geometry?, alternate newAlternate: Geometry?) {
    defaultSize = newDefault ?? capabilities.defaultSize
    alternateSize = newAlternate ?? capabilities.alternateSize
    replyMode = .field
    erase(defaultSize)
    restoreKeyboard()
  }

  /// The keyboard is free, and no key was pressed.
  mutating func restoreKeyboard() {
    aid = .none
    lock = .unlocked
  }

  /// Keeps the lock and the AID that the host knows, after keys that never reached it.
  public mutating func restore(aid: AID, lock: Lock) {
    self.aid = aid
    self.lock = lock
  }

  /// Wipes all that was on the screen, with what a user may have typed into hidden fields.
  public mutating func wipe() { erase(size) }

  // MARK: What the terminal answers

  /// Read Buffer: every cell, in the form of the reply mode.
  ///
  /// It begins with `identifier`, or with the AID in force (GA23-0059 chapter 3).
  public func readBuffer(as identifier: AID? = nil) -> [UInt8] {
    ScreenReader(self, as: identifier ?? aid).buffer()
  }

  /// Read Modified, or Read Modified All, which is never short.
  ///
  /// It begins with `identifier`, or with the AID in force (GA23-0059 chapter 3).
  public func readModified(all: Bool, as identifier: AID? = nil) -> [UInt8] {
    let reader = ScreenReader(self, as: identifier ?? aid)
    return all ? reader.modifiedAll() : reader.modified()
  }

  // MARK: What the user does

  /// The user pressed a key: its fields, the cursor and the AID are the model's now.
  ///
  /// Nulls between typed characters are not in such a record; a Read Buffer puts that right.
  public mutating func merge(_ record: InboundRecord) {
    guard record.aid != .structuredField else { return }
    restore(aid: record.aid, lock: .waiting)
    if record.aid == .clear { return erase(size) }
    guard let position = record.cursor else { return }
    cursor = position
    var merge = FieldMerge(cells)
    for field in record.fields { merge.take(field, &cells) }
  }

  /// Takes over a terminal's answer to Read Buffer; nil where it is of another size than the model.
  ///
  /// With `keepsModified`, modified tags stay on that the terminal was not told of.
  public mutating func merge(readBuffer record: [UInt8], keepsModified: Bool = false) -> Drift? {
    guard Self.cells(ofReadBuffer: record) == size.cells else { return nil }
    let newCursor = BufferAddress.decode(record[1], record[2])
    guard newCursor < size.cells else { return nil }
    cursor = newCursor
    return BufferMerge(record, keepsModified: keepsModified).run(&cells)
  }

  /// Cells that a Read Buffer reply holds; nil where it ends inside an order, and so is none.
  public static func cells(ofReadBuffer record: [UInt8]) -> Int? {
    BufferMerge(record, keepsModified: false).count
  }

  /// Whether a terminal's Read Buffer shows a screen that it has cleared by itself: without any field
  /// where the model has some, or empty where the model is not.
  public func isCleared(readBuffer record: [UInt8]) -> Bool {
    if isFormatted { return !BufferMerge(record, keepsModified: false).hasField }
    return record.dropFirst(3).allSatisfy { $0 == 0 } && !cells.isBlank
  }

  /// The inbound record of texts typed from the cursor on, each in the next field, and a key.
  ///
  /// The model's own fields stay as they are, so that what is secret never stands in them; the
  /// keyboard waits for the host. Nil where there is no place to type.
  public mutating func typing(_ texts: [[UInt8]], then key: AID) -> [UInt8]? {
    guard lock == .unlocked, let record = Typing(cells, cursor).record(texts, key) else {
      return nil
    }
    restore(aid: key, lock: .waiting)
    return record
  }

  /// Types characters of the host's code page at the cursor, which goes behind them.
  ///
  /// - Returns: false where the keyboard waits or the field has not that much room; nothing is typed then.
  public mutating func type(_ codes: [UInt8]) -> Bool {
    guard lock == .unlocked, codes.count <= room else { return false }
    guard !codes.isEmpty else { return true }
    if let field = cells.field(at: cursor) { cells.setModified(field, true) }
    for code in codes {
      cells.type(cursor, .character(code))
      cursor = cells.next(cursor)
    }
    return true
  }

  /// Characters that can be typed from the cursor on.
  private var room: Int {
    guard cells.isFormatted else { return cells.count - cursor }
    return cells.isProtected(cursor) ? 0 : cells.room(at: cursor)
  }

  /// Whether a position is in a field that is not shown.
  public func isHidden(_ position: Int) -> Bool { cells.isHidden(position) }

  /// The screen with the fields dark to which some positions belong, and all of it where it has no field:
  /// what is shown of it is dark, and so is what is typed there then.
  public func hiding(_ positions: [Int]) -> PresentationSpace {
    var copy = self
    for position in positions where (0..<cells.count).contains(position) {
      let field = cells.field(at: position)
      var attribute = FieldAttribute.nondisplay
      if let field { attribute.formUnion(cells.fieldAttribute(field)) }
      copy.cells.set(field ?? 0, .attribute(attribute), values: .default)
    }
    copy.cells.darken()
    return copy
  }

  /// Puts the cursor at a place, counted from 0; one that the screen has not leaves it where it is.
  public mutating func moveCursor(to place: Int) {
    if (0..<cells.count).contains(place) { cursor = place }
  }

  /// Clears the screen, as the key CLEAR does before its host hears of it.
  public mutating func pressClear() {
    erase(size)
    restore(aid: .clear, lock: .waiting)
  }
}

/// A screen at rest: some twenty bytes where it is blank, else its planes as they are, since a copy
/// costs less than looking for what is alike.
extension PresentationSpace: Freezable {
  /// Appends the screen, with what its host may know of the terminal.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(capabilities)
    freezer.put(defaultSize)
    freezer.put(alternateSize)
    freezer.put(form)
    freezer.put(cursor)
    freezer.put(aid)
    freezer.put(lock)
    cells.freeze(into: &freezer)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    let capabilities = try thawer.take(TerminalCapabilities.self)
    let sizes = (default: try thawer.take(Geometry.self), alternate: try thawer.take(Geometry.self))
    let form = try thawer.take(Form.self)
    let cursor = try thawer.take(Int.self)
    let aid = try thawer.take(AID.self)
    let lock = try thawer.take(Lock.self)
    let cells = try Cells(thawing: &thawer, form.size)
    guard
      var space = PresentationSpace(capabilities, sizes: sizes, cells: cells, cursor: cursor)
    else { throw .invalid("screen") }
    space.replyMode = form.replyMode
    space.restore(aid: aid, lock: lock)
    self = space
  }
}
