public import Bytes

/// A 3270 display as it names itself: `IBM-3278-2-E`, `IBM-DYNAMIC` (RFC 1091, RFC 2355 7.1).
///
/// Names of printers, of 5250 displays and of terminals that are no 3270 are refused.
public struct TerminalType: Hashable, Sendable, CustomStringConvertible {
  /// The name in capitals, as it goes over the wire.
  public let text: String
  /// 2 to 5: the sizes 24x80, 32x80, 43x80 and 27x132; 2 for `IBM-DYNAMIC`.
  public let model: Int
  /// The `-E` suffix: extended data stream, so it answers a Query.
  public let isExtended: Bool
  /// Sizes are only in the Query Reply.
  public let isDynamic: Bool

  /// `IBM-DYNAMIC`.
  public static let dynamic = TerminalType(
    text: "IBM-DYNAMIC", model: 2, isExtended: true, isDynamic: true)

  /// The display types of the 3270 family that emulators use; the rest are printers or 5250s.
  private static let displays: Set<Substring> = [
    "3277", "3278", "3279", "3178", "3179", "3180", "3190", "3191", "3192", "3193", "3194", "3290",
  ]

  /// Folds to upper case; nil where the name is not that of a 3270 display.
  public init?(_ text: some StringProtocol) {
    let folded = text.uppercased()
    if folded == Self.dynamic.text {
      self = .dynamic
      return
    }
    let parts = folded.split(separator: "-", omittingEmptySubsequences: false)
    guard (2...4).contains(parts.count), parts[0] == "IBM", Self.displays.contains(parts[1]) else {
      return nil
    }
    var rest = parts[2...]
    let isExtended = rest.last == "E"
    if isExtended { rest.removeLast() }
    guard rest.count <= 1 else { return nil }
    let model: Int
    switch rest.first {
    case nil: model = 2
    case "1"?, "2"?: model = 2
    case "3"?: model = 3
    case "4"?: model = 4
    case "5"?: model = 5
    default: return nil
    }
    self.init(text: folded, model: model, isExtended: isExtended, isDynamic: false)
  }

  /// The name to give a host for a display of `model` 2 to 5.
  ///
  /// TN3270E names 3278 only (RFC 2355 7.1.1); classic hosts know 3279 for models 2 and 3 alone.
  public static func display(model: Int, isExtended: Bool, forTN3270E: Bool) -> TerminalType {
    precondition((2...5).contains(model), "a 3270 model is 2 to 5")
    let machine = forTN3270E || model > 3 ? 3278 : 3279
    return TerminalType(
      text: "IBM-\(machine)-\(model)\(isExtended ? "-E" : "")", model: model,
      isExtended: isExtended, isDynamic: false)
  }

  private init(text: String, model: Int, isExtended: Bool, isDynamic: Bool) {
    self.text = text
    self.model = model
    self.isExtended = isExtended
    self.isDynamic = isDynamic
  }

  /// The name.
  public var description: String { text }
}

extension TerminalType: Freezable {
  /// Appends the name.
  public func freeze(into freezer: inout Freezer) { freezer.put(text) }

  /// Reads the name of a 3270 display.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    guard let type = TerminalType(try thawer.take(String.self)) else {
      throw .invalid("terminal type")
    }
    self = type
  }
}
