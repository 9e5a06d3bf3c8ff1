import Names
import SAF

/// Classes, and the profiles that operands name in them.
enum ClassOperand {
  /// A class that has profiles here.
  static func one(_ atom: CommandAtom) throws(RACFFault) -> ResourceClass {
    let name = atom.text.count <= 8 ? atom.string : ""
    if let type = ResourceClass(rawValue: name) { return type }
    let known = ResourceClass.allCases.map(\.rawValue).joined(separator: ", ")
    throw RACFFault(
      "IKJ56702I INVALID CLASS NAME"
        + (RACFClassNames.all.contains(name) ? ", \(name)" : "") + ": \(known) ARE KNOWN HERE")
  }

  /// Classes of an operand; those of IBM's that have no profiles here are passed over.
  static func all(
    _ operand: Operand, _ reader: inout OperandReader
  ) throws(RACFFault) -> Set<ResourceClass> {
    var found: Set<ResourceClass> = []
    let atoms = try operand.atoms()
    guard !atoms.isEmpty else { throw RACFFault("IKJ56701I MISSING CLASS NAME") }
    for atom in atoms {
      let name = atom.text.count <= 8 ? atom.string : ""
      if name == "*" {
        found.formUnion(ResourceClass.allCases)
      } else if RACFClassNames.all.contains(name), ResourceClass(rawValue: name) == nil {
        reader.pass(over: "\(operand.name)(\(name))")
      } else {
        found.insert(try one(atom))
      }
    }
    return found
  }

  /// A profile that another is made like; a profile of keys is none, since keys are not copied.
  struct Model: OperandValue {
    let name: ResourceName

    init?(_ text: String) {
      guard let name = ResourceName(text) else { return nil }
      self.name = name
    }
  }

  static func only(_ operand: Operand) throws(RACFFault) -> CommandAtom {
    let atoms = try operand.atoms()
    guard let first = atoms.first, atoms.count == 1 else {
      throw RACFFault("IKJ56702I INVALID \(operand.name)")
    }
    return first
  }
}
