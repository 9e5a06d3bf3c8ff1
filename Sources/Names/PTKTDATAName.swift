/// Name of a PTKTDATA key profile: an application, alone or qualified by group, user or both.
///
/// `TSO1234`, `TSO1234.IBMUSER`, `TSO1234.SYS1`, `TSO1234.SYS1.IBMUSER`; any other structure is no key
/// profile (z/OS Security Server RACF Security Administrator's Guide, Determining PTKTDATA
/// profile names).
public struct PTKTDATAName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The application that tickets are made for.
  public let application: TicketName
  /// What stands behind the application's name: none, one or two names.
  public let qualifiers: [PackedName]

  /// Folds to upper case; nil where the text is none of the structures.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), let application = TicketName(parts[0]) else {
      return nil
    }
    let qualifiers = parts.dropFirst().compactMap { PackedName($0) }
    guard qualifiers.count == parts.count - 1 else { return nil }
    self.application = application
    self.qualifiers = qualifiers
  }

  /// The profile of the application for everybody.
  public init(_ application: TicketName) {
    self.application = application
    qualifiers = []
  }

  private init(_ application: TicketName, _ qualifiers: PackedName...) {
    self.application = application
    self.qualifiers = qualifiers
  }

  /// Whether a group or a user stands behind the application.
  public var isQualified: Bool { !qualifiers.isEmpty }

  /// Qualified names of a user's key, in RACF's order of search.
  public static func search(
    _ application: TicketName, group: GroupName?, user: UserID
  ) -> [PTKTDATAName] {
    guard let group else { return [PTKTDATAName(application, user.packed)] }
    return [
      PTKTDATAName(application, group.packed, user.packed),
      PTKTDATAName(application, user.packed), PTKTDATAName(application, group.packed),
    ]
  }

  /// The name as RACF writes it, with dots between its parts.
  public var description: String {
    ([application.description] + qualifiers.map(\.text)).joined(separator: ".")
  }

  /// The order of their texts.
  public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
