public import Bytes
public import Names

/// What the server knows of a terminal when its negotiation is done.
public struct TerminalFacts: Hashable, Sendable {
  /// The name that the terminal was given, or asked for.
  public let name: LUName
  /// Whether it asked for that name, and so can have it again.
  public let isNamedByClient: Bool
  /// The name that the server gave, whatever the terminal asked for.
  public let givenName: LUName
  /// The name that masking rules see: the one that the terminal asked for, unless it is of the series
  /// that the server gives, which nobody may pick from.
  public let ruleName: LUName
  /// Where it connects from.
  public let address: String
  /// Terminal type as negotiated, such as `IBM-3278-4-E`.
  public let type: String
  /// The model as the menu shows it, as `3278-4`.
  let modelName: String
  /// Model 2 to 5 by its name; 2 for IBM-DYNAMIC.
  public let model: Int
  /// Whether it answers Read Partition (Query): `-E` types and IBM-DYNAMIC.
  public let isExtended: Bool
  /// Whether it speaks TN3270E.
  public let isTN3270E: Bool
  /// Whether the connection is inside TLS.
  public let isSecure: Bool
  /// The user whose name is the common name of the certificate that the terminal has shown, which is
  /// verified; whether there is such a user is not known.
  public let certified: UserID?
  /// Unique among all terminals of this server since its start.
  public let serial: UInt32

  /// What was negotiated.
  public init(
    name: LUName, givenName: LUName? = nil, ruleName: LUName? = nil, address: String, type: String,
    model: Int, isExtended: Bool, isTN3270E: Bool, isSecure: Bool, serial: UInt32,
    isNamedByClient: Bool = false, certified: UserID? = nil
  ) {
    self.name = name
    self.isNamedByClient = isNamedByClient
    self.givenName = givenName ?? name
    self.ruleName = ruleName ?? name
    self.address = address
    self.type = type
    modelName = Self.modelName(of: type)
    self.model = model
    self.isExtended = isExtended
    self.isTN3270E = isTN3270E
    self.isSecure = isSecure
    self.serial = serial
    self.certified = certified
  }

  /// What of a type is its model: the second part and the third.
  private static func modelName(of type: String) -> String {
    let parts = type.split(separator: "-")
    return parts.count >= 3 ? parts[1] + "-" + parts[2] : parts.last.map(String.init) ?? type
  }
}

extension TerminalFacts: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(name)
    freezer.put(givenName)
    freezer.put(ruleName)
    freezer.put(address)
    freezer.put(type)
    freezer.put(model)
    freezer.put(isExtended)
    freezer.put(isTN3270E)
    freezer.put(isSecure)
    freezer.put(serial)
    freezer.put(isNamedByClient)
    freezer.put(certified)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(
      name: try thawer.take(), givenName: try thawer.take(LUName.self),
      ruleName: try thawer.take(LUName.self), address: try thawer.take(),
      type: try thawer.take(), model: try thawer.take(), isExtended: try thawer.take(),
      isTN3270E: try thawer.take(), isSecure: try thawer.take(), serial: try thawer.take(),
      isNamedByClient: try thawer.take(), certified: try thawer.take())
    guard (2...5).contains(model) else { throw .invalid("model") }
  }
}
