import SAF

/// The operands of SETROPTS PASSWORD (z/OS Security Server RACF Command Language Reference).
enum PasswordOperands {
  private typealias Limits = PasswordOptions.Limits

  static func settings(
    _ operand: Operand, _ reader: inout OperandReader
  ) throws(RACFFault) -> [PasswordSetting] {
    var settings: [PasswordSetting] = []
    try reader.nested(operand, RACFVerb.passwords) { (inner) throws(RACFFault) in
      while let part = try inner.next() { settings.append(try setting(part, &inner)) }
    }
    guard !settings.isEmpty || reader.hasPassedOver else {
      throw RACFFault("IKJ56701I MISSING PASSWORD")
    }
    return settings
  }

  private static func setting(
    _ part: Operand, _ reader: inout OperandReader
  ) throws(RACFFault) -> PasswordSetting {
    switch part.name {
    case "INTERVAL": return .interval(try number(part, Limits.interval, of: "DAYS"))
    case "MINCHANGE": return .minimumChange(try number(part, Limits.minimumChange, of: "DAYS"))
    case "HISTORY": return .history(try number(part, Limits.history, of: "PASSWORDS"))
    case "NOHISTORY": return .history(0)
    case "REVOKE": return .revoke(try number(part, Limits.revoke, of: "ATTEMPTS"))
    case "NOREVOKE": return .revoke(nil)
    case "WARNING": return .warning(try number(part, Limits.warning, of: "DAYS"))
    case "NOWARNING": return .warning(nil)
    case "MIXEDCASE", "NOMIXEDCASE": return .mixedCase(part.name == "MIXEDCASE")
    case "SPECIALCHARS", "NOSPECIALCHARS":
      return .specialCharacters(part.name == "SPECIALCHARS")
    case "FIRSTEXPIRED", "NOFIRSTEXPIRED": return .firstExpired(part.name == "FIRSTEXPIRED")
    case "NORULES": return .noRules
    default:
      // RULE1 to NORULE8.
      let number = part.name.last?.wholeNumberValue ?? 1
      return .rule(number, part.name.hasPrefix("NO") ? nil : try rule(part, &reader))
    }
  }

  static func number(
    _ operand: Operand, _ range: ClosedRange<Int>, of unit: String
  ) throws(RACFFault) -> Int {
    try operand.single("\(range.lowerBound) TO \(range.upperBound) \(unit) ARE EXPECTED") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// `RULE1(LENGTH(6:8) ALPHA(1) NUMERIC(5,7:8))`.
  private static func rule(
    _ operand: Operand, _ reader: inout OperandReader
  ) throws(RACFFault) -> PasswordSyntax {
    var lengths: ClosedRange<Int>?
    var contents: [Int: PasswordSyntax.Content] = [:]
    try reader.nested(operand, RACFVerb.rule) { (inner) throws(RACFFault) in
      while let part = try inner.next() {
        guard part.name != "LENGTH" else {
          lengths = try part.single { places($0) }
          continue
        }
        let content = PasswordSyntax.Content.allCases.first { $0.keyword == part.name }
        let ranges: [ClosedRange<Int>] = try part.all { places($0) }
        for range in ranges {
          for place in range {
            guard contents[place] == nil else {
              throw RACFFault("IKJ56702I INVALID \(part.name): POSITION \(place) IS SAID TWICE")
            }
            contents[place] = content
          }
        }
      }
    }
    guard let lengths else { throw RACFFault("IKJ56701I MISSING LENGTH (IN \(operand.name))") }
    guard let rule = PasswordSyntax(lengths: lengths, contents: contents) else {
      throw RACFFault(
        "IKJ56702I INVALID \(operand.name): POSITIONS 1 TO \(lengths.upperBound) ARE EXPECTED")
    }
    return rule
  }

  /// `5`, or `6:8`; no place lies behind the longest password.
  private static func places(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
      1 <= first, first <= last, last <= PasswordRule.lengths.upperBound
    else { return nil }
    return first...last
  }
}
