public import Bytes
import DataStream

/// A screen at rest: some twenty bytes where it is blank, and about as many as the redraw else.
extension PresentationSpace: Freezable {
  public func freeze(into freezer: inout Freezer) {
    freezer.put(capabilities)
    freezer.put(defaultSize)
    freezer.put(alternateSize)
    freezer.put(form)
    freezer.put(cursor)
    freezer.put(aid)
    freezer.put(lock)
    freezer.put(bytes: RunLength.encode(codes))
    freezer.put(bytes: RunLength.encode(marks))
    Self.freeze(attributes, into: &freezer)
  }

  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(try thawer.take(TerminalCapabilities.self))
    defaultSize = try thawer.take()
    alternateSize = try thawer.take()
    let form = try thawer.take(Form.self)
    (size, replyMode) = (form.size, form.replyMode)
    cursor = try thawer.take()
    aid = try thawer.take()
    lock = try thawer.take()
    guard (0..<size.cells).contains(cursor) else { throw .invalid("cursor") }
    codes = try Self.plane(of: size.cells, &thawer)
    marks = try Self.plane(of: size.cells, &thawer)
    guard marks.allSatisfy(Self.isMark) else { throw .invalid("cell") }
    attributes = try Self.attributes(of: size.cells, &thawer)
  }

  /// Whether a byte of the marks' plane says what stands at a position.
  static func isMark(_ mark: UInt8) -> Bool {
    mark == 0 || mark == graphicMark || mark == fieldMark | FieldAttribute(rawValue: mark).rawValue
  }

  private static func plane(
    of count: Int, _ thawer: inout Thawer
  ) throws(ThawError) -> [UInt8] {
    guard let plane = RunLength.decode(try thawer.run(), count: count) else {
      throw .invalid("screen")
    }
    return plane
  }

  /// Runs of cells with the same attributes: how many, and which.
  static func freeze(_ attributes: [CellAttributes], into freezer: inout Freezer) {
    var start = 0
    while start < attributes.count {
      let values = attributes[start]
      let end = attributes[start...].firstIndex { $0 != values } ?? attributes.count
      freezer.put(number: UInt64(end - start))
      freezer.put(values)
      start = end
    }
    freezer.put(number: 0)
  }

  /// Attributes of all cells, or of none.
  static func attributes(
    of count: Int, _ thawer: inout Thawer
  ) throws(ThawError) -> [CellAttributes] {
    var attributes: [CellAttributes] = []
    while true {
      let length = try thawer.number()
      if length == 0 { break }
      guard length <= UInt64(count - attributes.count) else { throw .invalid("attribute") }
      let values = try thawer.take(CellAttributes.self)
      for _ in 0..<length { attributes.append(values) }
    }
    guard attributes.isEmpty || attributes.count == count else { throw .invalid("attribute") }
    return attributes
  }
}

extension PresentationSpace.Lock: Freezable {
  public func freeze(into freezer: inout Freezer) { freezer.put(self == .waiting) }

  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = try thawer.take(Bool.self) ? .waiting : .unlocked
  }
}

extension PresentationSpace.Form: Freezable {
  public func freeze(into freezer: inout Freezer) {
    freezer.put(size)
    freezer.put(replyMode)
  }

  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(size: try thawer.take(), replyMode: try thawer.take())
  }
}

extension FileTransferStep: Freezable {
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .frame: freezer.put(nil as UInt8?)
    case .structuredField(let function): freezer.put(Optional(function))
    }
  }

  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = try thawer.take(UInt8?.self).map { .structuredField(function: $0) } ?? .frame
  }
}
