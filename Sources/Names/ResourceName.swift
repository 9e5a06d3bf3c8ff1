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
  /// Operators' commands: who may give them at a terminal.
  case operatorCommands = "OPERCMDS"
}

/// Name of a profile that says who may use a resource: one resource, or by `*`, `**` and `%` many.
///
/// `%` stands for one character; `*` for any characters of a qualifier, alone for one qualifier, and at
/// the end of the name for all that follow; `**` for any number of qualifiers.
public struct ResourceName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name as it was defined.
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

  /// Whether it has a `%` or a `*`, and so stands for several names.
  public var isGeneric: Bool { description.utf8.contains { $0 == Self.star || $0 == Self.percent } }

  /// Whether this profile counts before another one that covers the same resource: RACF takes the most
  /// specific (CICS TS, Defining generic profiles for resources).
  ///
  /// The names are compared from left to right; where they first differ a character that stands for
  /// itself comes before `%`, `%` before `*`, `*` before `**`, and a name that goes on before one that
  /// ends. Of two names that differ in nothing of that, the lower one counts, so that there is an order.
  public func isMoreSpecific(than other: ResourceName) -> Bool {
    let (mine, theirs) = (ranks, other.ranks)
    for (left, right) in zip(mine, theirs) where left != right { return left < right }
    if mine.count != theirs.count { return mine.count > theirs.count }
    return self < other
  }

  /// For each sign of the name how much it leaves open.
  private var ranks: [UInt8] {
    var ranks: [UInt8] = []
    for (index, qualifier) in qualifiers.enumerated() {
      if index > 0 { ranks.append(0) }
      if qualifier == Self.anyQualifiers {
        ranks.append(3)
      } else {
        ranks += qualifier.map { $0 == Self.star ? 2 : $0 == Self.percent ? 1 : 0 }
      }
    }
    return ranks
  }

  private static let star: UInt8 = 0x2A
  private static let percent: UInt8 = 0x25
  private static let anyQualifiers: [UInt8] = [star, star]

  /// Whether the profile speaks about a resource.
  public func covers(_ resource: String) -> Bool {
    let parts = resource.uppercased().utf8.split(separator: 0x2E).map { Array($0) }
    return Self.matches(qualifiers[...], parts[...])
  }

  /// An asterisk that ends the name reaches to the end of the resource's name, over qualifiers too (RACF
  /// Command Language Reference, Profile names for general resources).
  private static func matches(_ pattern: ArraySlice<[UInt8]>, _ parts: ArraySlice<[UInt8]>) -> Bool
  {
    guard let first = pattern.first else { return parts.isEmpty }
    let rest = pattern.dropFirst()
    if first == anyQualifiers {
      return (0...parts.count).contains { matches(rest, parts.dropFirst($0)) }
    }
    guard let part = parts.first, matches(first[...], part[...]) else { return false }
    if rest.isEmpty, first.last == star { return true }
    return matches(rest, parts.dropFirst())
  }

  /// One qualifier.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ part: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return part.isEmpty }
    let rest = pattern.dropFirst()
    if first == star {
      return (0...part.count).contains { matches(rest, part.dropFirst($0)) }
    }
    guard let byte = part.first, first == percent || first == byte else { return false }
    return matches(rest, part.dropFirst())
  }

  /// The order of their texts.
  public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
