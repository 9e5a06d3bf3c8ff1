import Names

/// Names of terminals: given in order, or as asked for; each to one terminal at a time.
struct TerminalNames {
  private var taken: Set<LUName> = []
  /// Number of the last one.
  private(set) var counter = 0

  /// Names given in order: `TN000001` and on.
  mutating func next() -> LUName {
    while true {
      counter = counter % 999_999 + 1
      let digits = String(counter)
      let text = "TN" + String(repeating: "0", count: 6 - digits.count) + digits
      if let name = LUName(text), taken.insert(name).inserted { return name }
    }
  }

  /// Names that a process before this one gave are not given soon again: what was left at a terminal of
  /// that name is not another one's.
  mutating func goOn(after number: Int) { counter = max(counter, min(number, 999_999)) }

  /// Whether a name is one of those given in order.
  static func isGiven(_ name: LUName) -> Bool {
    let text = name.description
    return text.count == 8 && text.hasPrefix("TN") && text.dropFirst(2).allSatisfy(\.isNumber)
  }

  /// Takes a name; false where another terminal has it.
  mutating func claim(_ name: LUName) -> Bool { taken.insert(name).inserted }

  mutating func release(_ name: LUName) { taken.remove(name) }
}
