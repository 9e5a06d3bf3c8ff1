import Names

/// Names of terminals: given in order, or as asked for; each to one terminal at a time.
struct TerminalNames {
  private var taken: Set<LUName> = []
  private var counter = 0

  /// Names given in order: `TN000001` and on.
  mutating func next() -> LUName {
    while true {
      counter = counter % 999_999 + 1
      let digits = String(counter)
      let text = "TN" + String(repeating: "0", count: 6 - digits.count) + digits
      if let name = LUName(text), taken.insert(name).inserted { return name }
    }
  }

  /// Whether a name is one of those given in order.
  static func isGiven(_ name: LUName) -> Bool {
    let text = name.description
    return text.count == 8 && text.hasPrefix("TN") && text.dropFirst(2).allSatisfy(\.isNumber)
  }

  /// Takes a name; false where another terminal has it.
  mutating func claim(_ name: LUName) -> Bool { taken.insert(name).inserted }

  mutating func release(_ name: LUName) { taken.remove(name) }
}
