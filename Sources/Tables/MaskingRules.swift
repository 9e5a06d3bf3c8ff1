public import Names
import Syntax

/// A set of masking rules: which name a user's terminal has towards hosts (TPX, Masking Rules).
///
/// One file of ACT/Masks; each line is a rule, `physical: virtual`, and the first that fits counts.
/// `#` stands for a digit, `-` for any character, and `*` at the end for the rest. On the right, each
/// sign takes what the next of the same signs on the left stands for.
public struct MaskingRules: Hashable, Sendable {
  private struct Rule: Hashable, Sendable {
    let physical: [Character]
    let virtual: [Character]
  }

  private var rules: [Rule] = []

  /// Most rules of a set: all are looked at for each session that starts.
  static let limit = 1000
  static let expected =
    "1 to 8 characters A-Z 0-9 $ @, # for a digit, - for any, * at the end for the rest"

  /// The name of a terminal by these rules; nil where none fits.
  public func name(for terminal: LUName) -> LUName? {
    let own = Array(terminal.description)
    for rule in rules {
      guard var taken = Self.match(own, rule.physical) else { continue }
      var text = ""
      for sign in rule.virtual {
        if let part = taken[sign]?.first {
          text += part
          taken[sign]?.removeFirst()
        } else if !Self.signs.contains(sign) {
          text.append(sign)
        }
      }
      if let name = LUName(text) { return name }
    }
    return nil
  }

  /// What people are told of a rule.
  static func card(_ physical: String) -> FieldCard {
    FieldCard(
      label: physical, title: physical, expected: expected, defaultText: "",
      meaning: """
        The name towards hosts of a terminal whose own name is like this; the first rule that fits \
        counts. On the right, each sign takes what the next of the same signs on the left stands for
        """, source: Field<SystemOptions>.Origin.documented.words, allowsBlank: false,
      spellings: [physical])
  }

  /// Whether a text may stand on the left of a rule.
  public static func isRule(_ text: String) -> Bool { side(text) != nil }

  /// Its rules, for a list.
  var summary: String {
    rules.map { String($0.physical) + " " + String($0.virtual) }.joined(separator: ", ")
  }

  /// Either side of a rule (ECMA-262).
  static let pattern = "^([A-Za-z0-9$#@-]{1,8}|[A-Za-z0-9$#@-]{0,7}[*])$"

  private static let signs: [Character] = ["#", "-", "*"]

  /// What each sign of a pattern stands for in a name, in order; nil where the name does not fit.
  private static func match(
    _ name: [Character], _ pattern: [Character]
  ) -> [Character: [String]]? {
    var taken: [Character: [String]] = [:]
    for (index, sign) in pattern.enumerated() {
      if sign == "*" {
        taken[sign] = [String(name.dropFirst(index))]
        return taken
      }
      guard index < name.count else { return nil }
      switch sign {
      case "-": break
      case "#": if !("0"..."9").contains(name[index]) { return nil }
      default:
        if sign != name[index] { return nil }
        continue
      }
      taken[sign, default: []].append(String(name[index]))
    }
    return name.count == pattern.count ? taken : nil
  }

  /// A side of a rule; nil where it has another sign.
  private static func side(_ text: String) -> [Character]? {
    let signs = Array(text.uppercased())
    guard (1...8).contains(signs.count), !signs.dropLast().contains("*") else { return nil }
    let plain = signs.map { Self.signs.contains($0) ? "A" : $0 }
    return LUName(String(plain)) == nil ? nil : signs
  }

  /// The sign of which the right side has more than the left; nil where there is none.
  private static func surplus(_ physical: [Character], _ virtual: [Character]) -> Character? {
    signs.first { sign in
      virtual.count { $0 == sign } > physical.count { $0 == sign }
    }
  }

  /// Reads a file's lines.
  static func read(
    _ members: TableLoader.Members, _ file: SourceText
  ) -> (rules: MaskingRules, faults: [Diagnostic]) {
    var set = MaskingRules()
    var faults: [Diagnostic] = []
    for member in members.prefix(limit) {
      guard let physical = side(member.key) else {
        faults.append(
          Diagnostic(
            file.path, at: member.keySpan,
            says: "\"\(Diagnostic.quoted(member.key))\" is no rule for a terminal's name",
            note: "expected \(expected)"))
        continue
      }
      guard case .scalar(let text, _) = member.value, let virtual = side(text) else {
        faults.append(
          Diagnostic(
            file.path, at: member.value.span,
            says: "\"\(Diagnostic.quoted(member.key))\" makes no name",
            note: "expected \(expected)"))
        continue
      }
      if let sign = surplus(physical, virtual) {
        faults.append(
          Diagnostic(
            file.path, at: member.value.span,
            says: "`\(text)` has more \(sign) than `\(member.key)`",
            note: "each sign on the right takes what one on the left stands for"))
      }
      set.rules.append(Rule(physical: physical, virtual: virtual))
    }
    if members.count > limit {
      faults.append(
        Diagnostic(
          file.path, at: members[limit].keySpan, says: "a set has at most \(limit) rules",
          note: "make two sets of it"))
    }
    return (set, faults)
  }
}
