public import Bytes

/// Variables that scripts share beyond one run.
public enum SharedScope: UInt8, Hashable, Sendable, CaseIterable {
  /// All scripts of the user, as long as a session is active.
  case user
  /// All scripts of all users.
  case global
}

/// Variables with their values.
public struct ScriptVariables: Hashable, Sendable {
  private var values: [String: String] = [:]

  /// No variables.
  public init() {}

  /// A variable's value; nil where nobody defined it.
  public subscript(name: String) -> String? { values[name] }

  /// Makes a variable, which is empty; one that is there keeps its value.
  /// - Throws: where there are too many.
  public mutating func define(_ name: String) throws(RunFault) {
    guard values[name] == nil else { return }
    guard values.count < ScriptLimits.variables else { throw .tooMany }
    values[name] = ""
  }

  /// Takes over what others have, as far as there is room; one that is here already stays as it is.
  public mutating func add(_ others: ScriptVariables) {
    guard !others.values.isEmpty else { return }
    for (name, value) in others.values.sorted(by: { $0.key < $1.key })
    where values[name] == nil && values.count < ScriptLimits.variables {
      values[name] = value
    }
  }

  /// Gives a variable a value.
  /// - Throws: where nobody defined it, or the value is too long.
  public mutating func set(_ name: String, to value: String) throws(RunFault) {
    guard values[name] != nil else { throw .undefined(name) }
    guard value.unicodeScalars.count <= ScriptLimits.valueLength else { throw .tooLong }
    values[name] = value
  }

  /// Takes a variable away.
  /// - Throws: where nobody defined it.
  public mutating func delete(_ name: String) throws(RunFault) {
    guard values.removeValue(forKey: name) != nil else { throw .undefined(name) }
  }
}

extension ScriptVariables: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) { freezer.put(values) }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    values = try thawer.take()
    let areInOrder = values.allSatisfy { name, value in
      (1...ScriptLimits.nameLength).contains(name.utf8.count)
        && value.unicodeScalars.count <= ScriptLimits.valueLength
    }
    guard values.count <= ScriptLimits.variables, areInOrder else { throw .invalid("variables") }
  }
}
