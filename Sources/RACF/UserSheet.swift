public import Bytes
import Crypto
public import Names
public import SAF
public import Time

/// Users in rows under headings, as a spreadsheet has them: what each is to be.
///
/// The values are read as those of RACF's ALTUSER are, by the same reader. A cell that is blank says nothing.
public struct UserSheet: Sendable {
  /// What a row says of a user.
  public struct Row: Sendable {
    /// Line of the file where it begins, from 1.
    public let line: Int
    /// Whom it is about.
    public let user: UserID
    /// What it says, but for groups.
    public let change: UserChange
    /// Groups that the user is to be in.
    public let groups: [GroupName]
  }

  /// The rows, in the file's order.
  public private(set) var rows: [Row] = []
  /// What is wrong, a line each; where there is something, the rows are not to be used.
  public private(set) var faults: [String] = []

  /// A column, called as its operand.
  enum Column: String, CaseIterable {
    case user = "USER"
    case name = "NAME"
    case owner = "OWNER"
    case defaultGroup = "DFLTGRP"
    case groups = "GROUPS"
    case data = "DATA"
    case password = "PASSWORD"
    case phrase = "PHRASE"
    case expired = "EXPIRED"
    case revoked = "REVOKED"
    case special = "SPECIAL"

    /// The keywords of a column that says yes or no.
    var keywords: (yes: String, no: String)? {
      switch self {
      case .expired: ("EXPIRED", "NOEXPIRED")
      case .revoked: ("REVOKE", "RESUME")
      case .special: ("SPECIAL", "NOSPECIAL")
      default: nil
      }
    }

    var isSecret: Bool { self == .password || self == .phrase }
  }

  /// The headings, in the order in which they are told; any order and case is read.
  public static let headings = Column.allCases.map(\.rawValue)

  /// Reads a file. Its bytes stay the caller's, who wipes them.
  public init(_ bytes: [UInt8]) {
    do throws(CSVRecord.Fault) {
      let records = try CSVRecord.read(bytes)
      take(records)
    } catch {
      faults.append("line \(error.line): \(error.reason)")
    }
  }

  private mutating func take(_ records: [CSVRecord]) {
    guard let head = records.first else {
      faults.append("the file is empty; its first line has headings: \(Self.expected)")
      return
    }
    var columns: [Column] = []
    for (place, cell) in head.cells.enumerated() {
      guard let column = Column(rawValue: cell.text.uppercased()), !columns.contains(column) else {
        faults.append(
          "line \(head.line): cell \(place + 1) is no heading, or one that stands there twice; "
            + "headings are \(Self.expected)")
        return
      }
      columns.append(column)
    }
    guard columns.contains(.user) else {
      faults.append("line \(head.line): the heading USER is missing; headings are \(Self.expected)")
      return
    }
    var lines: [UserID: Int] = [:]
    for record in records.dropFirst() {
      do throws(RACFFault) {
        let row = try Self.row(record, columns)
        if let line = lines.updateValue(record.line, forKey: row.user) {
          throw RACFFault("\(row.user) stands in line \(line) already")
        }
        rows.append(row)
      } catch {
        faults.append("line \(record.line): \(error.description)")
      }
    }
  }

  private static let expected = headings.joined(separator: " ")

  private static func row(_ record: CSVRecord, _ columns: [Column]) throws(RACFFault) -> Row {
    guard record.cells.count == columns.count else {
      throw RACFFault("\(record.cells.count) cells; there are \(columns.count) headings")
    }
    var user: UserID?
    var groups: [GroupName] = []
    let statement = StatementText()
    for (column, cell) in zip(columns, record.cells) where !cell.isBlank {
      switch column {
      case .user: user = UserID(cell.text.uppercased())
      case .groups:
        // What stands there may be a password, in a row that lacks a comma: it is not told.
        for word in cell.text.uppercased().split(separator: " ") {
          guard let group = GroupName(String(word)) else {
            throw RACFFault("GROUPS: names of groups, with a blank between, are expected")
          }
          groups.append(group)
        }
      case .owner, .defaultGroup:
        // A word that could end the operand is none.
        guard let name = PackedName(cell.text.uppercased()) else {
          throw RACFFault("\(column.rawValue): 1 to 8 of A-Z 0-9 $ # @ are expected")
        }
        statement.add("\(column.rawValue)(\(name.text))")
      default:
        guard let keywords = column.keywords else {
          statement.add(column.rawValue, quoting: cell)
          continue
        }
        switch cell.text.uppercased() {
        case "YES", "Y": statement.add(keywords.yes)
        case "NO", "N": statement.add(keywords.no)
        default: throw RACFFault("\(column.rawValue): YES or NO is expected")
        }
      }
    }
    guard let user else { throw RACFFault("USER: a user id has 1 to 8 of A-Z 0-9 $ # @") }
    return Row(
      line: record.line, user: user, change: try statement.change(of: user), groups: groups)
  }

  /// Operands of an ALTUSER, in memory that is wiped.
  private final class StatementText {
    private var bytes: [UInt8]
    private var breaksLine = false

    init() {
      // Where the bytes had to move, a copy of a password would stay behind.
      bytes = []
      bytes.reserveCapacity(RACFStatement.limit + 1024)
    }

    deinit { Wipe.bytes(&bytes) }

    func add(_ word: String) {
      bytes.append(0x20)
      bytes += word.utf8
    }

    func add(_ keyword: String, quoting cell: CSVRecord.Cell) {
      add("\(keyword)('")
      cell.forEach { byte in
        guard bytes.count < RACFStatement.limit else { return }
        if byte < 0x20 { breaksLine = true }
        if byte == 0x27 { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes += "')".utf8
    }

    /// What the operands come to.
    func change(of user: UserID) throws(RACFFault) -> UserChange {
      guard !breaksLine else { throw RACFFault("a line end or a control character is in a cell") }
      guard !bytes.isEmpty else { return UserChange() }
      var deck = Array("ALTUSER \(user)".utf8)
      deck.reserveCapacity(deck.count + bytes.count)
      deck += bytes
      defer { Wipe.bytes(&deck) }
      let statements = RACFStatement.statements(deck)
      guard statements.count == 1,
        case .alterUser(_, let change) = try RACFParser.parse(statements[0])
      else { throw RACFFault("the row is not understood") }
      return change
    }
  }

  // MARK: Users as they are

  /// Users in the form that this type reads, without secrets, which nobody can tell.
  ///
  /// - `mask`: which ones; nil for all.
  /// - `time`: the moment for which it is told: REVOKE(date), RESUME(date) and INACTIVE count.
  public static func table(
    _ state: SecurityState, mask: NameMask?, at time: WallTime
  ) -> TextTable {
    var state = state
    for change in state.due(at: time) { state.apply(change, at: time) }
    var table = TextTable(Column.allCases.filter { !$0.isSecret }.map(\.rawValue))
    for (user, record) in state.users.sorted(by: { $0.key < $1.key })
    where mask?.matches(user.description) ?? true {
      let others = record.connections.keys.filter { $0 != record.defaultGroup }.sorted()
      table.append([
        "\(user)", record.name, record.owner, record.defaultGroup?.description ?? "",
        others.map(\.description).joined(separator: " "), record.installationData,
        word(record.isExpired), word(record.isRevoked),
        word(record.isAdministrator),
      ])
    }
    return table
  }

  private static func word(_ isSo: Bool) -> String { isSo ? "YES" : "NO" }
}

extension UserRecord {
  /// Whether a new password or phrase is wanted at the next sign-on.
  var isExpired: Bool { isPasswordExpired || isPhraseExpired }
}
