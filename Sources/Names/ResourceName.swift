/// Classes of general resources that RACF keeps here.
public enum ResourceClass: String, CaseIterable, Hashable, Sendable {
  /// Keys of PassTickets, and who may make and check tickets (IRRPTAUTH).
  case tickets = "PTKTDATA"
  /// ICSF's callable services.
  case services = "CSFSERV"
  /// Labels of the CKDS.
  case keys = "CSFKEYS"
  /// Applications: who may enter them.
  case applications = "APPL"
}

/// Name of a profile that says who may use a resource: one resource, or by `*`, `**` and `%` many.
///
/// `%` stands for one character; `*` for the rest of a qualifier, alone for one qualifier, and at the
/// end of the name for all that follow; `**` for any number of qualifiers.
public struct ResourceName: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let description: String
  private let qualifiers: [[UInt8]]

  /// Longest name (CSFKEYS: 73, and the rest of RACF's classes 246).
  static let limit = 246

  /// Folds to upper case; nil where a qualifier is empty or another character stands in it.
  public init?(_ text: some StringProtocol) {
    let folded = text.uppercased()
    let parts = folded.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard folded.utf8.count <= Self.limit, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    for byte in folded.utf8 {
      switch byte {
      case 0x41...0x5A, 0x30...0x39, 0x24, 0x23, 0x40, 0x2E, 0x2A, 0x25: continue
      default: return nil
      }
    }
    description = folded
    qualifiers = parts.map { Array($0) }
  }

  public var isGeneric: Bool { description.utf8.contains { $0 == 0x2A || $0 == 0x25 } }

  /// The most exact of two profiles that cover a resource counts: more characters before the first
  /// generic one.
  public var exactness: Int {
    description.utf8.prefix { $0 != 0x2A && $0 != 0x25 }.count * 2 + (isGeneric ? 0 : 1)
  }

  /// Whether the profile speaks about a resource.
  public func covers(_ resource: String) -> Bool {
    let parts = resource.uppercased().utf8.split(separator: 0x2E).map { Array($0) }
    return Self.matches(qualifiers[...], parts[...])
  }

  private static func matches(_ pattern: ArraySlice<[UInt8]>, _ parts: ArraySlice<[UInt8]>) -> Bool
  {
    guard let first = pattern.first else { return parts.isEmpty }
    let rest = pattern.dropFirst()
    if first == [0x2A, 0x2A] || (first == [0x2A] && rest.isEmpty) {
      let least = first.count == 1 ? 1 : 0
      guard parts.count >= least else { return false }
      return (least...parts.count).contains { matches(rest, parts.dropFirst($0)) }
    }
    guard let part = parts.first, matches(first[...], part[...]) else { return false }
    return matches(rest, parts.dropFirst())
  }

  /// One qualifier.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ part: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return part.isEmpty }
    if first == 0x2A { return true }
    guard let byte = part.first, first == 0x25 || first == byte else { return false }
    return matches(pattern.dropFirst(), part.dropFirst())
  }

  public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
