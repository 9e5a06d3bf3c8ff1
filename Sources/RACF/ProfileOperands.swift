import Names
import PassTicket
import SAF

/// The operands of RDEFINE, RALTER, RDELETE and RLIST.
enum ProfileOperands {
  static func names(
    _ reader: inout OperandReader, allowsAll: Bool = false
  ) throws(RACFFault) -> (ResourceClass, [RACFProfileName]) {
    let atoms = try reader.positional("CLASS NAME", isFollowed: true)
    guard let word = atoms.first, atoms.count == 1 else {
      throw RACFFault("IKJ56701I MISSING CLASS NAME")
    }
    let type = try ClassOperand.one(word)
    reader.show(type.rawValue)
    let names = try reader.names("PROFILE NAME") { text in
      allowsAll && text == "*" ? RACFProfileName.all : RACFProfileName(text, in: type)
    }
    return (type, names)
  }

  static func view(_ reader: inout OperandReader) throws(RACFFault) -> ProfileView {
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

  static func change(
    _ reader: inout OperandReader, _ type: ResourceClass, isNew: Bool
  ) throws(RACFFault) -> ProfileChange {
    var change = ProfileChange()
    var model: ClassOperand.Model?
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
      case "OWNER": change.owner = try RACFParser.owner(operand)
      case "FROM": model = try operand.single { ClassOperand.Model($0) }
      case "FCLASS": modelClass = try ClassOperand.one(try ClassOperand.only(operand))
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
        case "KEYMASKED": .masked(try HexOperand.key(operand))
        case "KEYENCRYPTED": .encrypted(try HexOperand.key(operand))
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
}
