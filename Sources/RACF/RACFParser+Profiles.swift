import Bytes
import Crypto
import Names
import PassTicket

/// Commands about profiles of resources.
extension RACFParser {
  static func profiles(
    _ reader: inout OperandReader, allowsAll: Bool = false
  ) throws(RACFFault) -> (ResourceClass, [RACFProfileName]) {
    let atoms = try reader.positional("CLASS NAME", isFollowed: true)
    guard let word = atoms.first, atoms.count == 1 else {
      throw RACFFault("IKJ56701I MISSING CLASS NAME")
    }
    let type = try resourceClass(word)
    reader.show(type.rawValue)
    let names = try reader.names("PROFILE NAME") { text in
      allowsAll && text == "*" ? RACFProfileName.all : RACFProfileName(text, in: type)
    }
    return (type, names)
  }

  /// A class that has profiles here.
  static func resourceClass(_ atom: CommandAtom) throws(RACFFault) -> ResourceClass {
    let name = atom.text.count <= 8 ? atom.string : ""
    if let type = ResourceClass(rawValue: name) { return type }
    let known = ResourceClass.allCases.map(\.rawValue).joined(separator: ", ")
    throw RACFFault(
      "IKJ56702I INVALID CLASS NAME"
        + (RACFClassNames.all.contains(name) ? ", \(name)" : "") + ": \(known) ARE KNOWN HERE")
  }

  /// Classes of an operand; those of IBM's that have no profiles here are passed over.
  private static func classes(
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
        found.insert(try resourceClass(atom))
      }
    }
    return found
  }

  static func profileView(_ reader: inout OperandReader) throws(RACFFault) -> ProfileView {
    var view = ProfileView()
    while let operand = try reader.next() {
      switch operand.name {
      case "SSIGNON": view.signOn = true
      case "NORACF": view.onlySegments = true
      case "ALL":
        view.signOn = true
        view.accessList = true
      case "AUTHUSER": view.accessList = true
      case "GENERIC": view.generic = true
      case "NOGENERIC": view.generic = false
      default: view.hidesAccess = true
      }
    }
    return view
  }

  // MARK: RDEFINE and RALTER

  static func profileChange(
    _ reader: inout OperandReader, _ type: ResourceClass, isNew: Bool
  ) throws(RACFFault) -> ProfileChange {
    var change = ProfileChange()
    var model: ModelProfile?
    var modelClass = type
    while let operand = try reader.next() {
      switch operand.name {
      case "SSIGNON", "NOSSIGNON":
        // Only PTKTDATA has the segment.
        guard type == .tickets else {
          throw RACFFault("IKJ56712I INVALID KEYWORD, \(operand.name): CLASS PTKTDATA ONLY")
        }
        if operand.name == "SSIGNON" {
          try reader.nested(operand, RACFVerb.signOn) { (inner) throws(RACFFault) in
            while let part = try inner.next() { try signOn(part, &change) }
          }
        } else {
          change.legacy = ProfileChange.LegacyKey.none
          change.removesEnhanced = true
        }
      case "APPLDATA": change.applicationData = try operand.text(limit: 255)
      case "NOAPPLDATA": change.applicationData = ""
      case "DATA": change.installationData = try operand.text(limit: 255)
      case "NODATA": change.installationData = ""
      case "UACC":
        change.universalAccess = try operand.single { AccessLevel(rawValue: $0)?.rawValue }
      case "OWNER": change.owner = try owner(operand)
      case "FROM": model = try operand.single { ModelProfile($0) }
      case "FCLASS": modelClass = try resourceClass(try only(operand))
      case "AUDIT": change.listed[.audit] = .set(try audit(operand, &reader))
      case "LEVEL":
        change.listed[.level] = .set(
          try operand.single("0 TO 99 IS EXPECTED") { text in
            Int(text).flatMap { (0...99).contains($0) ? String($0) : nil }
          })
      case "NOTIFY":
        // Without a value it is who issues commands.
        change.listed[.notify] = .set(
          operand.value == nil ? "IBMUSER" : try operand.single { UserID($0)?.description })
      case "NONOTIFY": change.listed[.notify] = .removed
      case "WARNING": change.listed[.warning] = .set("YES")
      case "NOWARNING": change.listed[.warning] = .removed
      case "SECLABEL":
        change.listed[.securityLabel] = .set(try operand.single { PackedName($0)?.text })
      default: change.listed[.securityLabel] = .removed
      }
    }
    if let model {
      guard isNew else { throw RACFFault("IKJ56712I INVALID KEYWORD, FROM: RDEFINE ONLY") }
      change.model = (modelClass, model.name)
    }
    return change
  }

  /// A profile that another is made like; a profile of keys is none, since keys are not copied.
  private struct ModelProfile: OperandValue {
    let name: ResourceName

    init?(_ text: String) {
      guard let name = ResourceName(text) else { return nil }
      self.name = name
    }
  }

  private static func only(_ operand: Operand) throws(RACFFault) -> CommandAtom {
    let atoms = try operand.atoms()
    guard let first = atoms.first, atoms.count == 1 else {
      throw RACFFault("IKJ56702I INVALID \(operand.name)")
    }
    return first
  }

  /// `AUDIT(FAILURES(READ) SUCCESS(UPDATE))` as RLIST shows it.
  private static func audit(
    _ operand: Operand, _ reader: inout OperandReader
  ) throws(RACFFault) -> String {
    var parts: [String] = []
    try reader.nested(operand, RACFVerb.audit) { (inner) throws(RACFFault) in
      while let part = try inner.next() {
        guard part.name != "NONE" else {
          parts.append("NONE")
          continue
        }
        let level =
          part.value == nil
          ? AccessLevel.read
          : try part.single { text in
            AccessLevel(rawValue: text).flatMap { $0 >= .read ? $0 : nil }
          }
        parts.append("\(part.name)(\(level.rawValue))")
      }
    }
    guard !parts.isEmpty else { throw RACFFault("IKJ56701I MISSING AUDIT") }
    return parts.joined(separator: ",")
  }

  private static func signOn(
    _ operand: Operand, _ change: inout ProfileChange
  ) throws(RACFFault) {
    switch operand.name {
    case "KEYMASKED", "KEYENCRYPTED", "ENCRYPTKEY", "KEYLABEL", "NOLEGACYKEY":
      guard change.legacy == nil else {
        throw RACFFault(
          "IKJ56712I INVALID KEYWORD, \(operand.name): ONE LEGACY KEY OPERAND IS ALLOWED")
      }
      change.legacy =
        switch operand.name {
        case "KEYMASKED": .masked(try key(operand))
        case "KEYENCRYPTED": .encrypted(try key(operand))
        case "ENCRYPTKEY": .encrypt
        case "KEYLABEL": .label(try operand.single { KeyLabel($0) })
        default: ProfileChange.LegacyKey.none
        }
    case "EPTKEYLABEL": change.enhancedLabel = try operand.single { KeyLabel($0) }
    case "NOEPTKEYLABEL": change.removesEnhanced = true
    case "TYPE": change.form = try operand.single { EnhancedPassTicket.Form(rawValue: $0) }
    case "TIMEOUT":
      change.timeout = try operand.single("1 TO 600 SECONDS ARE EXPECTED") { text in
        Int64(text).flatMap { (1...600).contains($0) ? $0 : nil }
      }
    default: change.allowsReplay = try operand.single { ["YES": true, "NO": false][$0] }
    }
  }

  /// 16 hexadecimal digits, straight into a secret; a star, which is ours, makes a key at random.
  private static func key(_ operand: Operand) throws(RACFFault) -> SharedSecret {
    let fault = RACFFault("IKJ56702I INVALID KEY: 16 HEXADECIMAL DIGITS ARE EXPECTED")
    guard let value = operand.value?.trimmed else { throw fault }
    if value.elementsEqual([0x2A]) { return try random(8) }
    guard value.count == 16, let key = secret(value) else { throw fault }
    return key
  }

  /// What hexadecimal digits spell; nil where one is none.
  static func secret(_ digits: WipedSlice) -> SharedSecret? {
    guard digits.count.isMultiple(of: 2), digits.allSatisfy({ Hex.value($0) != nil }) else {
      return nil
    }
    let first = digits.startIndex
    return SharedSecret(
      Secret(
        count: digits.count / 2,
        byte: {
          (Hex.value(digits[first + 2 * $0]) ?? 0) << 4
            | (Hex.value(digits[first + 2 * $0 + 1]) ?? 0)
        }))
  }

  static func random(_ count: Int) throws(RACFFault) -> SharedSecret {
    do {
      return SharedSecret(try Random.secret(count: count))
    } catch {
      throw RACFFault("no random key: \(error)")
    }
  }

  // MARK: Access, search and options

  static func permit(_ reader: inout OperandReader) throws(RACFFault) -> RACFCommand {
    let names = try reader.names("PROFILE NAME") { ResourceName($0) }
    guard let name = names.first, names.count == 1 else {
      throw RACFFault("IKJ56702I INVALID PROFILE NAME")
    }
    var type: ResourceClass?
    var modelClass: ResourceClass?
    var model: ModelProfile?
    var change = PermitChange()
    var deletes = false
    var access: AccessLevel?
    while let operand = try reader.next() {
      switch operand.name {
      case "CLASS":
        let atom = try only(operand)
        // DATASET is what RACF takes where no class is said.
        type = atom.string == "DATASET" ? nil : try resourceClass(atom)
      case "ID": change.ids = try operand.all { $0 == "*" ? $0 : PackedName($0)?.text }
      case "ACCESS": access = try operand.single { AccessLevel(rawValue: $0) }
      case "DELETE": deletes = true
      case "RESET":
        // RESET(WHEN) is about the conditional list alone.
        let what =
          operand.value == nil
          ? "ALL" : try operand.single { ["ALL", "STANDARD", "WHEN"].contains($0) ? $0 : nil }
        if what == "WHEN" { reader.pass(over: "RESET(WHEN)") } else { change.resets = true }
      case "FROM": model = try operand.single { ModelProfile($0) }
      case "FCLASS": modelClass = try resourceClass(try only(operand))
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

  static func searchFilter(_ reader: inout OperandReader) throws(RACFFault) -> SearchFilter {
    var filter = SearchFilter()
    while let operand = try reader.next() {
      switch operand.name {
      case "CLASS":
        let atom = try only(operand)
        switch atom.text.count <= 8 ? atom.string : "" {
        case "USER": filter.kind = .users
        case "GROUP": filter.kind = .groups
        case let name
        where RACFClassNames.all.contains(name) && ResourceClass(rawValue: name) == nil:
          filter.kind = .other
        default: filter.kind = .profiles(try resourceClass(atom))
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

  static func classOptions(_ reader: inout OperandReader) throws(RACFFault) -> ClassOptions {
    var options = ClassOptions()
    while let operand = try reader.next() {
      switch operand.name {
      case "CLASSACT": options.activates.formUnion(try classes(operand, &reader))
      case "NOCLASSACT": options.deactivates.formUnion(try classes(operand, &reader))
      case "RACLIST": options.refreshes.formUnion(try classes(operand, &reader))
      case "LIST": options.lists = true
      // REFRESH: a class is read anew with and without it.
      default: break
      }
    }
    return options
  }
}
