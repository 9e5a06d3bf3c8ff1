public import Bytes
import DataStream

extension PresentationSpace.Lock: Freezable {
  /// Appends whether the keyboard waits.
  public func freeze(into freezer: inout Freezer) { freezer.put(self == .waiting) }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = try thawer.take(Bool.self) ? .waiting : .unlocked
  }
}

extension PresentationSpace.Form: Freezable {
  /// Appends the form.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(size)
    freezer.put(replyMode)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(size: try thawer.take(), replyMode: try thawer.take())
  }
}

extension FileTransferStep: Freezable {
  /// Appends the step.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .frame: freezer.put(nil as UInt8?)
    case .structuredField(let function): freezer.put(Optional(function))
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self = try thawer.take(UInt8?.self).map { .structuredField(function: $0) } ?? .frame
  }
}

extension CellAttributes {
  /// Appends attributes of cells in runs of equal ones: how many, and which; 0 ends them.
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

  /// Reads attributes of at most `count` cells.
  static func thaw(_ count: Int, _ thawer: inout Thawer) throws(ThawError) -> [CellAttributes] {
    var attributes: [CellAttributes] = []
    while true {
      let length = try thawer.number()
      if length == 0 { return attributes }
      guard length <= UInt64(count - attributes.count) else { throw .invalid("attribute") }
      let values = try thawer.take(CellAttributes.self)
      for _ in 0..<length { attributes.append(values) }
    }
  }
}
