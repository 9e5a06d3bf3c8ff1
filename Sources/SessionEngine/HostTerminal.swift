public import Bytes
public import DataStream
public import Names
import Tables

/// The terminal that a host is to see in a session.
public struct HostTerminal: Hashable, Sendable {
  /// LU names to ask for, in order.
  public let names: [LUName]
  /// Its alternate size.
  public let alternate: Geometry
  /// Whether it understands the extended data stream.
  public let isExtended: Bool
  /// Type that the ACT entry orders; blank: by what the terminal is.
  public let deviceType: String

  /// A terminal as a host is to see it.
  public init(names: [LUName], alternate: Geometry, isExtended: Bool, deviceType: String) {
    self.names = names
    self.alternate = alternate
    self.isExtended = isExtended
    self.deviceType = deviceType
  }
}

extension ACTEntry {
  /// What a session's host hears about the terminal.
  func told(_ terminal: TerminalCapabilities) -> TerminalCapabilities {
    var model = isModelSensitive ? nil : 2
    var extended = isExtended
    // IBM-3278-4-E: the model stands third, and -E at the end.
    let parts = deviceType.split(separator: "-")
    if parts.count >= 3, let number = Int(parts[2]), (2...5).contains(number) {
      model = number
      extended = extended && parts.last == "E"
    }
    return terminal.limited(alternate: model.map { Geometry.model($0) }, extended: extended)
  }
}

extension HostTerminal: Freezable {
  /// Appends names, size, abilities and type.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(names)
    freezer.put(alternate)
    freezer.put(isExtended)
    freezer.put(deviceType)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    names = try thawer.take()
    alternate = try thawer.take()
    isExtended = try thawer.take()
    deviceType = try thawer.take()
  }
}
