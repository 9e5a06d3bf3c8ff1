import Bytes
import Crypto
import Names
import PassTicket

/// Reads commands; keywords may be cut short as long as they stay unique.
public enum RACFParser {
  /// Verbs and their abbreviations (z/OS Security Server RACF Command Language Reference).
  private static let verbs: [(name: String, short: String)] = [
    ("ADDUSER", "AU"), ("ALTUSER", "ALU"), ("LISTUSER", "LU"), ("DELUSER", "DU"),
    ("ADDGROUP", "AG"), ("CONNECT", "CO"), ("RDEFINE", "RDEF"), ("RALTER", "RALT"),
    ("RLIST", "RL"), ("RDELETE", "RDEL"), ("PERMIT", "PE"), ("SETROPTS", "SETR"),
  ]

  /// `ADDUSER (AU)` and so on.
  public static var abbreviations: [String] { verbs.map { "\($0.name) (\($0.short))" } }

  static func isVerb(_ word: String) -> Bool {
    verbs.contains { $0.name == word || $0.short == word }
  }

  public static func parse(_ statement: RACFStatement) throws(RACFFault) -> RACFCommand {
    let (word, operands) = try RACFOperand.command(statement.bytes[...])
    guard let verb = verbs.first(where: { $0.name == word || $0.short == word })?.name else {
      throw RACFFault("IKJ56500I COMMAND \(word) NOT FOUND")
    }
    var reader = Reader(operands)
    switch verb {
    case "ADDUSER": return .addUser(try reader.users(), try userChange(&reader))
    case "ALTUSER": return .alterUser(try reader.users(), try userChange(&reader))
    case "LISTUSER": return .listUser(operands.isEmpty ? [] : try reader.users(allowsAll: true))
    case "DELUSER": return .deleteUser(try reader.users())
    case "ADDGROUP": return try addGroup(&reader)
    case "CONNECT": return try connect(&reader)
    case "RDEFINE":
      let (type, names) = try profiles(&reader)
      return .define(type, names, try profileChange(&reader, type))
    case "RALTER":
      let (type, names) = try profiles(&reader)
      return .alter(type, names, try profileChange(&reader, type))
    case "RLIST":
      let (type, names) = try profiles(&reader, allowsAll: true)
      return .list(type, names, try profileView(&reader))
    case "RDELETE":
      let (type, names) = try profiles(&reader)
      return .delete(type, names)
    case "PERMIT": return try permit(&reader)
    default: return .setOptions(try classOptions(&reader))
    }
  }

  /// Operands that are left to read.
  struct Reader {
    private var rest: ArraySlice<RACFOperand>

    init(_ operands: [RACFOperand]) { rest = operands[...] }

    mutating func next() -> RACFOperand? { rest.popFirst() }

    /// The positional operand: one name, or several in parentheses.
    mutating func names(_ what: String) throws(RACFFault) -> [String] {
      guard let first = rest.popFirst() else { throw RACFFault("IKJ56701I MISSING \(what)") }
      if first.word.isEmpty { return first.words }
      guard first.value == nil else { throw RACFFault("IKJ56701I MISSING \(what)") }
      return [first.word]
    }

    mutating func users(allowsAll: Bool = false) throws(RACFFault) -> [UserID] {
      let words = try names("USERID")
      if allowsAll, words == ["*"] { return [] }
      return try RACFParser.all(words, "USERID") { UserID($0) }
    }
  }

  /// Reads every word, or says which is wrong.
  static func all<Value>(
    _ words: [String], _ what: String, _ read: (String) -> Value?
  ) throws(RACFFault) -> [Value] {
    var values: [Value] = []
    for word in words {
      guard let value = read(word) else { throw RACFFault("IKJ56702I INVALID \(what), \(word)") }
      values.append(value)
    }
    guard !values.isEmpty else { throw RACFFault("IKJ56701I MISSING \(what)") }
    return values
  }

  /// The keyword that a word is, or is the beginning of.
  static func keyword(_ word: String, _ keywords: [String]) throws(RACFFault) -> String {
    if keywords.contains(word) { return word }
    let near = keywords.filter { $0.hasPrefix(word) }
    guard let only = near.first, near.count == 1 else {
      throw RACFFault(
        near.isEmpty
          ? "IKJ56712I INVALID KEYWORD, \(word)"
          : "IKJ56713I AMBIGUOUS KEYWORD, \(word): \(near.joined(separator: " OR "))")
    }
    return only
  }

  static func value<Value>(
    _ operand: RACFOperand, _ what: String, _ read: (String) -> Value?
  ) throws(RACFFault) -> Value {
    guard let text = operand.text else { throw RACFFault("IKJ56701I MISSING \(what)") }
    guard let value = read(text) else { throw RACFFault("IKJ56702I INVALID \(what), \(text)") }
    return value
  }

  // MARK: Users and groups

  private static func userChange(_ reader: inout Reader) throws(RACFFault) -> UserChange {
    var change = UserChange()
    while let operand = reader.next() {
      switch try keyword(
        operand.word,
        [
          "NAME", "PASSWORD", "PHRASE", "DFLTGRP", "OWNER", "RESUME", "REVOKE", "NOPASSWORD",
          "NOEXPIRED", "DATA", "NODATA",
        ])
      {
      case "NAME":
        change.name = try value(operand, "NAME") { (1...20).contains($0.count) ? $0 : nil }
      case "PASSWORD", "PHRASE": change.password = try secret(operand)
      case "DFLTGRP":
        change.defaultGroup = try value(operand, "GROUP") { GroupName($0) }
      case "OWNER": change.owner = try value(operand, "OWNER") { PackedName($0)?.text }
      case "RESUME": change.isRevoked = false
      case "REVOKE": change.isRevoked = true
      case "NOPASSWORD": change.removesPassword = true
      case "DATA": change.installationData = try data(operand)
      case "NODATA": change.installationData = ""
      // NOEXPIRED: no password expires here.
      default: break
      }
    }
    return change
  }

  /// DATA's text: up to 255 characters.
  private static func data(_ operand: RACFOperand) throws(RACFFault) -> String {
    try value(operand, "DATA") { $0.count <= 255 ? $0 : nil }
  }

  /// A password, from its own bytes.
  private static func secret(_ operand: RACFOperand) throws(RACFFault) -> SharedSecret {
    guard var bytes = operand.value else { throw RACFFault("IKJ56701I MISSING PASSWORD") }
    while bytes.first == 0x20 { bytes.removeFirst() }
    while bytes.last == 0x20 { bytes.removeLast() }
    if bytes.count >= 2, bytes.first == 0x27, bytes.last == 0x27 {
      bytes = bytes.dropFirst().dropLast()
    }
    guard (8...100).contains(bytes.count) else {
      throw RACFFault("IKJ56702I INVALID PASSWORD: 8 TO 100 CHARACTERS ARE EXPECTED")
    }
    return SharedSecret(Secret(copying: bytes))
  }

  private static func addGroup(_ reader: inout Reader) throws(RACFFault) -> RACFCommand {
    let groups = try all(try reader.names("GROUP"), "GROUP") { GroupName($0) }
    var superior: GroupName?
    while let operand = reader.next() {
      switch try keyword(operand.word, ["SUPGROUP", "OWNER"]) {
      case "SUPGROUP": superior = try value(operand, "GROUP") { GroupName($0) }
      default: break
      }
    }
    return .addGroup(groups, superior: superior)
  }

  private static func connect(_ reader: inout Reader) throws(RACFFault) -> RACFCommand {
    let users = try reader.users()
    var group: GroupName?
    var change = ConnectChange()
    while let operand = reader.next() {
      switch try keyword(operand.word, ["GROUP", "OWNER", "AUTHORITY"]) {
      case "GROUP": group = try value(operand, "GROUP") { GroupName($0) }
      case "OWNER": change.owner = try value(operand, "OWNER") { PackedName($0)?.text }
      default:
        change.authority = try value(operand, "AUTHORITY") { GroupAuthority(rawValue: $0) }
      }
    }
    // Without GROUP it is the group of who issues commands.
    guard let group = group ?? GroupName("SYS1") else {
      throw RACFFault("IKJ56701I MISSING GROUP")
    }
    return .connect(users, group, change)
  }

  // MARK: Profiles

  private static func profiles(
    _ reader: inout Reader, allowsAll: Bool = false
  ) throws(RACFFault) -> (ResourceClass, [RACFProfileName]) {
    let type = try resourceClass(try reader.names("CLASS NAME").joined())
    let words = try reader.names("PROFILE NAME")
    if allowsAll, words == ["*"] { return (type, [.all]) }
    return (type, try all(words, "PROFILE NAME") { RACFProfileName($0, in: type) })
  }

  private static func resourceClass(_ name: String) throws(RACFFault) -> ResourceClass {
    guard let type = ResourceClass(rawValue: name) else {
      let known = ResourceClass.allCases.map(\.rawValue).joined(separator: ", ")
      throw RACFFault("IKJ56702I INVALID CLASS NAME, \(name): \(known) ARE KNOWN HERE")
    }
    return type
  }

  private static func profileView(_ reader: inout Reader) throws(RACFFault) -> ProfileView {
    var view = ProfileView()
    while let operand = reader.next() {
      switch try keyword(operand.word, ["SSIGNON", "NORACF", "ALL", "AUTHUSER", "HISTORY"]) {
      case "SSIGNON": view.signOn = true
      case "NORACF": view.onlySegments = true
      case "ALL":
        view.signOn = true
        view.accessList = true
      case "AUTHUSER": view.accessList = true
      default: break
      }
    }
    return view
  }

  private static func profileChange(
    _ reader: inout Reader, _ type: ResourceClass
  ) throws(RACFFault) -> ProfileChange {
    var change = ProfileChange()
    // Only PTKTDATA has the segment.
    let keywords =
      (type == .tickets ? ["SSIGNON", "NOSSIGNON"] : [])
      + ["APPLDATA", "NOAPPLDATA", "DATA", "NODATA", "UACC", "OWNER"]
    while let operand = reader.next() {
      switch try keyword(operand.word, keywords) {
      case "SSIGNON":
        guard let inner = operand.value else {
          throw RACFFault("IKJ56701I MISSING SSIGNON OPERAND")
        }
        for part in try RACFOperand.list(inner) { try signOn(part, &change) }
      case "APPLDATA":
        change.applicationData = try value(operand, "APPLDATA") { $0.count <= 255 ? $0 : nil }
      case "NOSSIGNON":
        change.legacy = ProfileChange.LegacyKey.none
        change.removesEnhanced = true
      case "NOAPPLDATA": change.applicationData = ""
      case "DATA": change.installationData = try data(operand)
      case "NODATA": change.installationData = ""
      case "UACC":
        change.universalAccess = try value(operand, "UACC") { AccessLevel(rawValue: $0)?.rawValue }
      default: change.owner = try value(operand, "OWNER") { PackedName($0)?.text }
      }
    }
    return change
  }

  private static let signOnKeywords = [
    "KEYMASKED", "KEYENCRYPTED", "ENCRYPTKEY", "KEYLABEL", "NOLEGACYKEY", "EPTKEYLABEL",
    "NOEPTKEYLABEL", "TYPE", "TIMEOUT", "REPLAY",
  ]

  private static func signOn(
    _ operand: RACFOperand, _ change: inout ProfileChange
  ) throws(RACFFault) {
    let word = try keyword(operand.word, signOnKeywords)
    switch word {
    case "KEYMASKED", "KEYENCRYPTED", "ENCRYPTKEY", "KEYLABEL", "NOLEGACYKEY":
      guard change.legacy == nil else {
        throw RACFFault("IKJ56712I INVALID KEYWORD, \(word): ONE LEGACY KEY OPERAND IS ALLOWED")
      }
      change.legacy =
        switch word {
        case "KEYMASKED": .masked(try key(operand))
        case "KEYENCRYPTED": .encrypted(try key(operand))
        case "ENCRYPTKEY": .encrypt
        case "KEYLABEL": .label(try value(operand, "KEYLABEL") { KeyLabel($0) })
        default: ProfileChange.LegacyKey.none
        }
    case "EPTKEYLABEL":
      change.enhancedLabel = try value(operand, "EPTKEYLABEL") { KeyLabel($0) }
    case "NOEPTKEYLABEL": change.removesEnhanced = true
    case "TYPE": change.form = try value(operand, "TYPE") { EnhancedPassTicket.Form(rawValue: $0) }
    case "TIMEOUT":
      change.timeout = try value(operand, "TIMEOUT") { text in
        Int64(text).flatMap { (1...600).contains($0) ? $0 : nil }
      }
    default:
      change.allowsReplay = try value(operand, "REPLAY") { ["YES": true, "NO": false][$0] }
    }
  }

  /// 16 hexadecimal digits, straight into a secret; a star, which is ours, makes a key at random.
  private static func key(_ operand: RACFOperand) throws(RACFFault) -> SharedSecret {
    if operand.value?.elementsEqual([0x2A]) == true { return try random(8) }
    guard let value = operand.value, value.count == 16, let key = secret(value) else {
      throw RACFFault("IKJ56702I INVALID KEY: 16 HEXADECIMAL DIGITS ARE EXPECTED")
    }
    guard !WeakKey.contains(key.secret) else {
      throw RACFFault("IKJ56702I INVALID KEY: IT IS A WEAK KEY OF DES")
    }
    return key
  }

  /// What hexadecimal digits spell; nil where one is none.
  static func secret(_ digits: ArraySlice<UInt8>) -> SharedSecret? {
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

  // MARK: Access and options

  private static func permit(_ reader: inout Reader) throws(RACFFault) -> RACFCommand {
    let name = try reader.names("PROFILE NAME").joined()
    var type = ResourceClass.tickets
    var change = PermitChange()
    var deletes = false
    var access: AccessLevel?
    while let operand = reader.next() {
      switch try keyword(operand.word, ["CLASS", "ID", "ACCESS", "DELETE", "RESET"]) {
      case "CLASS":
        type = try resourceClass(operand.text ?? "")
      case "ID":
        change.ids = try all(operand.words, "ID") { $0 == "*" ? $0 : PackedName($0)?.text }
      case "ACCESS": access = try value(operand, "ACCESS") { AccessLevel(rawValue: $0) }
      case "DELETE": deletes = true
      default: change.resets = true
      }
    }
    guard change.resets || !change.ids.isEmpty else { throw RACFFault("IKJ56701I MISSING ID") }
    // RACF's default without ACCESS is READ.
    change.access = deletes ? nil : access ?? .read
    guard case .resource(let profile)? = RACFProfileName(name, in: type) else {
      throw RACFFault(
        "IKJ56702I INVALID PROFILE NAME, \(name)"
          + (type == .tickets ? ": IRRPTAUTH.APPL.USER IS EXPECTED" : ""))
    }
    return .permit(type, profile, change)
  }

  private static func classOptions(_ reader: inout Reader) throws(RACFFault) -> ClassOptions {
    var options = ClassOptions()
    while let operand = reader.next() {
      let word = try keyword(
        operand.word,
        ["CLASSACT", "NOCLASSACT", "RACLIST", "NORACLIST", "GENERIC", "REFRESH", "LIST"])
      var classes: Set<ResourceClass> = []
      if word != "REFRESH", word != "LIST" {
        for name in operand.words { classes.insert(try resourceClass(name)) }
        if classes.isEmpty { throw RACFFault("IKJ56701I MISSING CLASS NAME") }
      }
      switch word {
      case "CLASSACT": options.activates.formUnion(classes)
      case "NOCLASSACT": options.deactivates.formUnion(classes)
      case "RACLIST": options.refreshes.formUnion(classes)
      case "LIST": options.lists = true
      default: break
      }
    }
    return options
  }
}
