public import Bytes
public import Syntax
public import Tables

/// A part of the tables, as far as one may look at it or change it by itself.
public enum AdminArea: String, CaseIterable, Sendable, Freezable {
  case profiles = "PROFILES"
  case users = "USERS"
  case system = "SYSTEM"
  case applications = "ACT"
  case masks = "MASKS"
  case updateClasses = "UPDATE"
  case commandClasses = "COMMAND"
  case operatorClasses = "OPERATOR"

  /// What its files describe.
  public var kind: SiteFile {
    switch self {
    case .profiles: .profile
    case .users: .user
    case .system: .system
    case .applications: .application
    case .masks: .masks
    case .updateClasses: .updateClass
    case .commandClasses: .commandClass
    case .operatorClasses: .operatorClass
    }
  }

  /// The path of its file of a name.
  public func path(of name: String) -> String {
    guard self != .system else { return SiteFile.systemPath }
    let folder = SiteFile.folders.first { $0.kind == kind }?.path ?? "ACT"
    return "\(folder)/\(name).yaml"
  }
}

/// What an administrator's session wants of the site's files, by the authority of who is signed on; and what
/// users want of their own.
public enum AdminRequest: Hashable, Sendable {
  /// Which areas may the user look at?
  case areas
  /// Which files has an area?
  case list(AdminArea)
  case open(AdminArea, path: String)
  case save(AdminArea, AdminSave)
  case delete(AdminArea, path: String)
  /// What says the own file of who is signed on?
  case openOwn
  case saveOwn(AdminSave)

  /// Its area; nil where it is of none.
  public var area: AdminArea? {
    switch self {
    case .areas, .openOwn, .saveOwn: nil
    case .list(let area), .open(let area, _), .save(let area, _), .delete(let area, _): area
    }
  }

  /// The file's path; nil where it is of none.
  public var path: String? {
    switch self {
    case .areas, .list, .openOwn: nil
    case .open(_, let path), .delete(_, let path): path
    case .save(_, let save), .saveOwn(let save): save.path
    }
  }

  /// Whether it changes something.
  public var isChange: Bool {
    switch self {
    case .areas, .list, .open, .openOwn: false
    case .save, .delete, .saveOwn: true
    }
  }
}

/// A file as it is to be, and as it was when it was read.
public struct AdminSave: Hashable, Sendable {
  /// From the site's directory.
  public let path: String
  /// The bytes that it had; nil where there was no file.
  public let was: [UInt8]?
  /// The bytes that it gets.
  public let becomes: [UInt8]

  /// A file's former and new bytes.
  public init(path: String, was: [UInt8]?, becomes: [UInt8]) {
    self.path = path
    self.was = was
    self.becomes = becomes
  }
}

/// What came of an administrator's request.
public enum AdminAnswer: Sendable {
  case areas([AdminArea])
  case list([AdminLine])
  case file(AdminFile)
  /// It was done; what is to be said besides, or nothing.
  case done(remark: String)
  /// The file has other bytes than were read, or is gone, or came: nothing was done.
  case changed([UInt8]?)
  /// The site would not be taken so: nothing was done.
  case wrong([Diagnostic])
  /// Nothing was done; why.
  case failed(String)
}

/// A file in a list.
public struct AdminLine: Hashable, Sendable {
  /// Its name without folder and ending.
  public let name: String
  /// From the site's directory.
  public let path: String
  /// What the tables in force say of it.
  public let remark: String
  /// The name in capitals, made once: a list of very many files is looked through at each command.
  public let capitals: String
  /// Name and remark in capitals, for who looks for a text.
  public let searched: String

  /// A file and what is said of it.
  public init(name: String, path: String, remark: String) {
    self.name = name
    self.path = path
    self.remark = remark
    capitals = name.uppercased()
    searched = "\(name) \(remark)".uppercased()
  }
}

/// A file that was opened.
public struct AdminFile: Sendable {
  /// From the site's directory.
  public let path: String
  /// What it has; nil where there is none.
  public let bytes: [UInt8]?
  /// The tables in force.
  public let tables: SiteTables
  /// What the security manager says of the user whose file it is.
  public let rights: Rights

  /// A file, and what its values are looked at with.
  public init(path: String, bytes: [UInt8]?, tables: SiteTables, rights: Rights) {
    self.path = path
    self.bytes = bytes
    self.tables = tables
    self.rights = rights
  }
}
