public import DataStream
public import Names

/// The terminal that a host is to see in a session.
public struct HostTerminal: Hashable, Sendable {
  /// The user's terminal, from which the name towards the host may be made.
  public let name: LUName
  /// Its alternate size.
  public let alternate: Geometry
  /// Whether it understands the extended data stream.
  public let isExtended: Bool
  /// Type that the ACT entry orders; blank: by what the terminal is.
  public let deviceType: String

  public init(name: LUName, alternate: Geometry, isExtended: Bool, deviceType: String) {
    self.name = name
    self.alternate = alternate
    self.isExtended = isExtended
    self.deviceType = deviceType
  }
}
