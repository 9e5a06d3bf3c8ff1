import Crypto
import Names
import SAF
import Time

/// Reads commands; keywords may be cut short as long as they stay unique.
public enum RACFParser {
  /// `ADDUSER (AU)` and so on.
  public static var abbreviations: [String] {
    RACFVerb.allCases.map { verb in verb.rawValue + (verb.short.map { " (\($0))" } ?? "") }
  }

  /// The commands' names, whole.
  public static var verbs: [String] { RACFVerb.allCases.map(\.rawValue) }

  /// Whether a word is the verb of a RACF command, whole or abbreviated.
  public static func isVerb(_ word: String) -> Bool { RACFVerb(word.uppercased()) != nil }

  /// What HELP shows of a command; nothing where there is none of the name.
  public static func help(_ word: String) -> [String] {
    RACFVerb(word.uppercased()).map { ["\($0.rawValue) -"] + $0.table.help } ?? []
  }

  /// The command; throws what is wrong with it.
  public static func parse(_ statement: RACFStatement) throws(RACFFault) -> RACFCommand {
    try read(statement).get()
  }

  /// Reads a command, whether or not it can be understood.
  public static func read(_ statement: RACFStatement) -> CommandReading<RACFCommand> {
    CommandReading(
      statement, verb: { word in RACFVerb(word).map { ($0.rawValue, $0.table) } },
      unknown: { word in unknown(word) }
    ) { (name, reader) throws(RACFFault) in
      guard let verb = RACFVerb(name) else { throw RACFFault("IKJ56500I COMMAND NOT FOUND") }
      return try command(verb, &reader)
    }
  }

  /// A verb that is not known is named only where it is one of RACF's others.
  private static func unknown(_ word: WipedSlice) -> RACFFault {
    let name = word.count <= 8 ? CommandAtom.folded(word) : ""
    if RACFVerb.foreign.contains(name) {
      return RACFFault("IKJ56500I COMMAND \(name) NOT FOUND: there is none like it here")
    }
    let alike = RACFVerb.allCases.map(\.rawValue).filter {
      KeywordTable.isAlike(Array($0.utf8), word)
    }
    return RACFFault(
      "IKJ56500I COMMAND NOT FOUND"
        + (alike.isEmpty ? "" : ": DID YOU MEAN \(alike.joined(separator: " OR "))"))
  }

  private static func command(
    _ verb: RACFVerb, _ reader: inout OperandReader
  ) throws(RACFFault) -> RACFCommand {
    switch verb {
    case .addUser: return .addUser(try users(&reader), try userChange(&reader))
    case .alterUser: return .alterUser(try users(&reader), try userChange(&reader))
    case .listUser:
      return .listUser(
        reader.isEmpty ? [] : try users(&reader, allowsAll: true), try segments(&reader))
    case .deleteUser:
      let users = try users(&reader)
      return .deleteUser(try end(&reader, users))
    case .addGroup: return .addGroup(try groups(&reader), try groupChange(&reader))
    case .alterGroup: return .alterGroup(try groups(&reader), try groupChange(&reader))
    case .listGroup:
      return .listGroup(
        reader.isEmpty ? [] : try groups(&reader, allowsAll: true), try segments(&reader))
    case .deleteGroup:
      let groups = try groups(&reader)
      return .deleteGroup(try end(&reader, groups))
    case .connect: return try connect(&reader)
    case .remove: return try remove(&reader)
    case .password, .phrase: return .password(try passwordChange(&reader))
    case .define:
      let (type, names) = try ProfileOperands.names(&reader)
      return .define(type, names, try ProfileOperands.change(&reader, type, isNew: true))
    case .alter:
      let (type, names) = try ProfileOperands.names(&reader)
      return .alter(type, names, try ProfileOperands.change(&reader, type, isNew: false))
    case .list:
      let (type, names) = try ProfileOperands.names(&reader, allowsAll: true)
      return .list(type, names, try ProfileOperands.view(&reader))
    case .delete:
      let (type, names) = try ProfileOperands.names(&reader)
      return .delete(type, try end(&reader, names))
    case .permit: return try AccessOperands.permit(&reader)
    case .search: return .search(try AccessOperands.search(&reader))
    case .setOptions: return .setOptions(try AccessOperands.options(&reader))
    case .vary: return try vary(&reader)
    case .help: return .help(try help(&reader))
    }
  }

  /// Nothing more may follow.
  private static func end<Value>(
    _ reader: inout OperandReader, _ value: Value
  ) throws(RACFFault) -> Value {
    while try reader.next() != nil {}
    return value
  }

  // MARK: Users

  static func users(
    _ reader: inout OperandReader, allowsAll: Bool = false
  ) throws(RACFFault) -> [UserID] {
    let names = try reader.names("USERID") { word in
      word == "*" && allowsAll ? AnyName<UserID>.all : UserID(word).map { .one($0) }
    }
    return names.compactMap(\.name)
  }

  static func groups(
    _ reader: inout OperandReader, allowsAll: Bool = false
  ) throws(RACFFault) -> [GroupName] {
    let names = try reader.names("GROUP") { word in
      word == "*" && allowsAll ? AnyName<GroupName>.all : GroupName(word).map { .one($0) }
    }
    return names.compactMap(\.name)
  }

  /// A name, or `*`.
  private enum AnyName<Name: CustomStringConvertible>: CustomStringConvertible {
    case one(Name)
    case all

    var name: Name? { if case .one(let name) = self { name } else { nil } }
    var description: String { name?.description ?? "*" }
  }

  private static func userChange(
    _ reader: inout OperandReader
  ) throws(RACFFault) -> UserChange {
    var change = UserChange()
    while let operand = try reader.next() {
      switch operand.name {
      case "NAME": change.name = try operand.text(limit: 20)
      case "PASSWORD": change.password = try operand.secret(1...100)
      case "PHRASE": change.phrase = try operand.secret(PasswordRule.phraseLengths)
      case "NOPASSWORD": change.removesPassword = true
      case "NOPHRASE": change.removesPhrase = true
      case "DFLTGRP": change.defaultGroup = try operand.single { GroupName($0) }
      case "OWNER": change.owner = try owner(operand)
      case "DATA": change.installationData = try operand.text(limit: 255)
      case "NODATA": change.installationData = ""
      case "EXPIRED": change.isExpired = true
      case "NOEXPIRED": change.isExpired = false
      case "AUTHORITY": change.authority = try operand.single { GroupAuthority(rawValue: $0) }
      case "REVOKE":
        if let day = try day(operand) {
          change.revokeDate = .set(day)
        } else {
          change.isRevoked = true
        }
      case "RESUME":
        if let day = try day(operand) {
          change.resumeDate = .set(day)
        } else {
          change.isRevoked = false
        }
      case "MFA":
        if let factor = try FactorOperands.change(operand, &reader) { change.factor = factor }
      case "NOMFA": change.factor = .removed
      case "NOREVOKE": change.revokeDate = .removed
      case "NORESUME": change.resumeDate = .removed
      // SPECIAL, NOSPECIAL and the rest of the attributes.
      case let name where name.hasPrefix("NO"):
        change.attributes[String(name.dropFirst(2))] = false
      case let name: change.attributes[name] = true
      }
    }
    return change
  }

  static func owner(_ operand: Operand) throws(RACFFault) -> String {
    try operand.single { PackedName($0)?.text }
  }

  /// The day of `REVOKE(mm/dd/yy)`, in days since 1970; nil where none is said.
  private static func day(_ operand: Operand) throws(RACFFault) -> Int64? {
    guard operand.value != nil else { return nil }
    return try operand.single("MM/DD/YY IS EXPECTED") { text in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 3, parts.allSatisfy({ (1...2).contains($0.count) }),
        let month = Int(parts[0]), let day = Int(parts[1]), let year = Int(parts[2]),
        parts[2].count == 2
      else { return nil }
      // 71 to 99 are of the last century (RACF Command Language Reference).
      return CivilDate.days(year: year > 70 ? 1900 + year : 2000 + year, month: month, day: day)
    }
  }

  private static func segments(
    _ reader: inout OperandReader
  ) throws(RACFFault) -> SegmentView {
    var view = SegmentView()
    while let operand = try reader.next() {
      if operand.name == "NORACF" {
        view.onlySegments = true
      } else {
        view.segments.append(operand.name)
      }
    }
    return view
  }

  // MARK: Groups

  private static func groupChange(
    _ reader: inout OperandReader
  ) throws(RACFFault) -> GroupChange {
    var change = GroupChange()
    while let operand = try reader.next() {
      switch operand.name {
      case "SUPGROUP": change.superior = try operand.single { GroupName($0) }
      case "OWNER": change.owner = try owner(operand)
      case "DATA": change.installationData = try operand.text(limit: 255)
      default: change.installationData = ""
      }
    }
    return change
  }

  /// Where no GROUP is said it is the group of who issues commands.
  private static let ownGroup = GroupName("SYS1")

  private static func connect(_ reader: inout OperandReader) throws(RACFFault) -> RACFCommand {
    let users = try users(&reader)
    var group = ownGroup
    var change = ConnectChange()
    while let operand = try reader.next() {
      switch operand.name {
      case "GROUP": group = try operand.single { GroupName($0) }
      case "OWNER": change.owner = try owner(operand)
      case "AUTHORITY": change.authority = try operand.single { GroupAuthority(rawValue: $0) }
      case "REVOKE", "RESUME":
        if try day(operand) == nil {
          change.isRevoked = operand.name == "REVOKE"
        } else {
          reader.pass(over: "\(operand.name)(DATE)")
        }
      default: reader.pass(over: operand.name)
      }
    }
    guard let group else { throw RACFFault("IKJ56701I MISSING GROUP") }
    return .connect(users, group, change)
  }

  private static func remove(_ reader: inout OperandReader) throws(RACFFault) -> RACFCommand {
    let users = try users(&reader)
    var group = ownGroup
    var newOwner: String?
    while let operand = try reader.next() {
      if operand.name == "GROUP" {
        group = try operand.single { GroupName($0) }
      } else {
        newOwner = try owner(operand)
      }
    }
    guard let group else { throw RACFFault("IKJ56701I MISSING GROUP") }
    return .remove(users, group, owner: newOwner)
  }

  // MARK: Passwords

  private static func passwordChange(
    _ reader: inout OperandReader
  ) throws(RACFFault) -> PasswordChange {
    var change = PasswordChange()
    while let operand = try reader.next() {
      switch operand.name {
      case "USER": change.user = try operand.single { UserID($0) }
      case "PASSWORD": change.password = try pair(operand, 1...100)
      case "PHRASE": change.phrase = try pair(operand, PasswordRule.phraseLengths)
      case "INTERVAL":
        change.interval = .set(
          try PasswordOperands.number(operand, PasswordOptions.Limits.interval, of: "DAYS"))
      default: change.interval = .removed
      }
    }
    return change
  }

  /// `PASSWORD(current new)`.
  private static func pair(
    _ operand: Operand, _ lengths: ClosedRange<Int>
  ) throws(RACFFault) -> (current: SharedSecret, new: SharedSecret) {
    let atoms = try operand.atoms()
    guard atoms.count == 2,
      atoms.allSatisfy({ $0.text.count <= 2 * lengths.upperBound && !$0.text.isEmpty })
    else {
      throw RACFFault("IKJ56702I INVALID \(operand.name): THE CURRENT AND THE NEW ARE EXPECTED")
    }
    let secrets = atoms.map(\.secret)
    guard lengths.contains(secrets[1].secret.count) else {
      throw RACFFault(
        "IKJ56702I INVALID \(operand.name): "
          + "\(lengths.lowerBound) TO \(lengths.upperBound) CHARACTERS ARE EXPECTED")
    }
    return (secrets[0], secrets[1])
  }

  // MARK: Others

  private static func vary(_ reader: inout OperandReader) throws(RACFFault) -> RACFCommand {
    while let operand = try reader.next() {
      guard operand.name == "LIST" else {
        throw RACFFault("RVARY \(operand.name): there is one database here; RVARY LIST shows it")
      }
    }
    return .listDatabases
  }

  private static func help(_ reader: inout OperandReader) throws(RACFFault) -> [String] {
    guard !reader.isEmpty else {
      return ["COMMANDS -"] + abbreviations.map { "  \($0)" }
    }
    let verbs = try reader.names("COMMAND") { RACFVerb($0)?.rawValue }
    while try reader.next() != nil {}
    return verbs.flatMap { help($0) }
  }
}
