import CSQLite
import SAF
import Time

/// One connection to a SQLite file; its statements are prepared once.
final class SQLite {
  private let handle: OpaquePointer
  private let path: String
  private var statements: [String: OpaquePointer] = [:]
  /// How many transactions are open, one in the other.
  private var depth = 0
  /// Is told when the file fails, and with nil when it works again.
  private let health: @Sendable (StoreError?) -> Void
  private var fault: StoreError?

  /// What a statement's parameter or column holds.
  enum Value: Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var blob: [UInt8]? { if case .blob(let value) = self { value } else { nil } }
  }

  init(
    path: String, health: @escaping @Sendable (StoreError?) -> Void = { _ in }
  ) throws(StoreError) {
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      sqlite3_close_v2(handle)
      throw StoreError(path: path, reason: String(cString: sqlite3_errstr(code)))
    }
    self.handle = handle
    self.path = path
    self.health = health
    // A server that is just stopping, or a command, lets go of the file in this time.
    sqlite3_busy_timeout(handle, Self.patience)
  }

  /// Milliseconds that are waited for a file that another process has locked.
  private static let patience: Int32 = 2000

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  /// What went wrong last. A fault of the disk is told once, until the file can be written again.
  private func error() -> StoreError {
    let code = sqlite3_errcode(handle) & 0xFF
    let error = StoreError(
      path: path, reason: String(cString: sqlite3_errmsg(handle)),
      isLocked: code == SQLITE_BUSY || code == SQLITE_LOCKED)
    if Self.diskFaults.contains(code), fault != error {
      fault = error
      health(error)
    }
    return error
  }

  private static let diskFaults: Set<Int32> = [
    SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_NOTADB,
  ]

  /// A change is on the disk.
  private func written() {
    guard fault != nil else { return }
    fault = nil
    health(nil)
  }

  /// Runs statements that have no parameters.
  func execute(_ sql: String) throws(StoreError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw error() }
  }

  /// Runs `body` as one change of the file: all of it counts, or nothing. A transaction inside another
  /// counts with the outer one.
  func transaction<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try begin()
    let result: Result
    do throws(StoreError) {
      result = try body()
    } catch {
      rollBack()
      throw error
    }
    try commit()
    return result
  }

  /// Begins a transaction, inside another where one is open.
  func begin() throws(StoreError) {
    try execute(depth == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT inner_\(depth)")
    depth += 1
  }

  /// Ends the transaction that began last; what it changed counts.
  func commit() throws(StoreError) {
    precondition(depth > 0, "no transaction has begun")
    do throws(StoreError) {
      try execute(depth == 1 ? "COMMIT" : "RELEASE inner_\(depth - 1)")
    } catch {
      rollBack()
      throw error
    }
    depth -= 1
    if depth == 0 { written() }
  }

  /// Ends the transaction that began last; nothing of it counts.
  func rollBack() {
    precondition(depth > 0, "no transaction has begun")
    depth -= 1
    // SQLite has rolled back by itself where the disk failed; then there is nothing left to do.
    if depth == 0 {
      try? execute("ROLLBACK")
    } else {
      try? execute("ROLLBACK TO inner_\(depth); RELEASE inner_\(depth)")
    }
  }

  /// Runs a statement; its rows, and how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ values: Value...) throws(StoreError) -> (rows: [[Value]], changes: Int)
  {
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() { bind(value, statement, at: Int32(index + 1)) }
    var rows: [[Value]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_DONE:
        if depth == 0, sqlite3_stmt_readonly(statement) == 0 { written() }
        return (rows, Int(sqlite3_changes(handle)))
      case SQLITE_ROW:
        rows.append((0..<sqlite3_column_count(statement)).map { column(statement, $0) })
      default: throw error()
      }
    }
  }

  private func prepared(_ sql: String) throws(StoreError) -> OpaquePointer {
    if let known = statements[sql] { return known }
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw error()
    }
    statements[sql] = statement
    return statement
  }

  /// SQLITE_TRANSIENT: SQLite copies what it is given.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private func bind(_ value: Value, _ statement: OpaquePointer, at index: Int32) {
    switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .text(let text): sqlite3_bind_text(statement, index, text, -1, Self.transient)
    case .blob(let bytes):
      _ = bytes.withUnsafeBytes {
        sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), Self.transient)
      }
    }
  }

  private func column(_ statement: OpaquePointer, _ index: Int32) -> Value {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
    case SQLITE_TEXT:
      guard let text = sqlite3_column_text(statement, index) else { return .null }
      return .text(String(cString: text))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, index))
      guard count > 0, let bytes = sqlite3_column_blob(statement, index) else { return .blob([]) }
      return .blob(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
    default: return .null
    }
  }
}

extension SQLite.Value {
  /// A text, or nothing.
  static func optional(_ text: String?) -> SQLite.Value {
    text.map { .text($0) } ?? .null
  }

  /// A number, or nothing.
  static func optional(_ number: Int64?) -> SQLite.Value {
    number.map { .integer($0) } ?? .null
  }

  /// A time as seconds since 1970, or nothing.
  static func time(_ time: WallTime?) -> SQLite.Value { optional(time?.seconds) }

  /// Seconds since 1970 as a time.
  var time: WallTime? { integer.map { WallTime(seconds: $0) } }
}
