import Names
import SAF

/// The operands of PERMIT, SEARCH and SETROPTS.
enum AccessOperands {
  static func permit(_ reader: inout OperandReader) throws(RACFFault) -> RACFCommand {
    let names = try reader.names("PROFILE NAME") { ResourceName($0) }
    guard let name = names.first, names.count == 1 else {
      throw RACFFault("IKJ56702I INVALID PROFILE NAME")
    }
    var type: ResourceClass?
    var modelClass: ResourceClass?
    var model: ClassOperand.Model?
    var change = PermitChange()
    var deletes = false
    var access: AccessLevel?
    while let operand = try reader.next() {
      switch operand.name {
      case "CLASS":
        let atom = try ClassOperand.only(operand)
        // DATASET is what RACF takes where no class is said.
        type = atom.string == "DATASET" ? nil : try ClassOperand.one(atom)
      case "ID": change.ids = try operand.all { $0 == "*" ? $0 : PackedName($0)?.text }
      case "ACCESS": access = try operand.single { AccessLevel(rawValue: $0) }
      case "DELETE": deletes = true
      case "RESET":
        // RESET(WHEN) is about the conditional list alone.
        let what =
          operand.value == nil
          ? "ALL" : try operand.single { ["ALL", "STANDARD", "WHEN"].contains($0) ? $0 : nil }
        if what == "WHEN" { reader.pass(over: "RESET(WHEN)") } else { change.resets = true }
      case "FROM": model = try operand.single { ClassOperand.Model($0) }
      case "FCLASS": modelClass = try ClassOperand.one(try ClassOperand.only(operand))
      default: change.isConditional = true
      }
    }
    guard change.resets || !change.ids.isEmpty || model != nil || reader.hasPassedOver else {
      throw RACFFault("IKJ56701I MISSING ID")
    }
    // RACF's default without ACCESS is READ.
    change.access = deletes ? nil : access ?? .read
    guard let type else { return .permit(.dataSet(name.description), change) }
    if let model { change.model = (modelClass ?? type, model.name) }
    guard case .resource(let profile)? = RACFProfileName(name.description, in: type) else {
      throw RACFFault(
        "IKJ56702I INVALID PROFILE NAME"
          + (type == .tickets ? ": IRRPTAUTH.APPL.USER IS EXPECTED" : ""))
    }
    return .permit(.resource(type, profile), change)
  }

  static func search(_ reader: inout OperandReader) throws(RACFFault) -> SearchFilter {
    var filter = SearchFilter()
    while let operand = try reader.next() {
      switch operand.name {
      case "CLASS":
        let atom = try ClassOperand.only(operand)
        switch atom.text.count <= 8 ? atom.string : "" {
        case "USER": filter.kind = .users
        case "GROUP": filter.kind = .groups
        case let name
        where RACFClassNames.all.contains(name) && ResourceClass(rawValue: name) == nil:
          filter.kind = .other
        default: filter.kind = .profiles(try ClassOperand.one(atom))
        }
      case "MASK":
        filter.mask = try operand.all { text in
          ResourceName(text)?.description
        }
        guard filter.mask.count <= 2 else { throw RACFFault("IKJ56702I INVALID MASK") }
      case "FILTER": filter.filter = try operand.single { ResourceName($0) }
      case "GENERIC": filter.generic = true
      case "NOGENERIC": filter.generic = false
      // NOMASK and ALL: everything; USER: as if that user asked, who here may see all.
      default: break
      }
    }
    return filter
  }

  static func options(_ reader: inout OperandReader) throws(RACFFault) -> ClassOptions {
    var options = ClassOptions()
    while let operand = try reader.next() {
      switch operand.name {
      case "CLASSACT": options.activates.formUnion(try ClassOperand.all(operand, &reader))
      case "NOCLASSACT": options.deactivates.formUnion(try ClassOperand.all(operand, &reader))
      case "RACLIST": options.refreshes.formUnion(try ClassOperand.all(operand, &reader))
      case "LIST": options.lists = true
      case "PASSWORD": options.passwords += try PasswordOperands.settings(operand, &reader)
      case "INACTIVE":
        options.passwords.append(
          .inactive(
            try PasswordOperands.number(operand, PasswordOptions.Limits.inactive, of: "DAYS")))
      case "NOINACTIVE": options.passwords.append(.inactive(nil))
      // REFRESH: a class is read anew with and without it.
      default: break
      }
    }
    return options
  }
}
