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
