import Crypto
import Foundation
import Names
import SAF
import Synchronization
import Testing
import Time

@testable import Store

/// The audit in a database: written with the change, kept over a restart, limited, and in nobody's way.
@Suite struct AuditTests {
  private let author = AuditAuthor("uid 1000", from: "control socket")

  private func kinds(_ database: SecurityDatabase, _ query: AuditQuery = AuditQuery()) throws
    -> [String]
  {
    try database.audit(query).map { "\($0.kind.rawValue) \($0.object)" }
  }

  @Test
  func `a deck's changes are told, over a restart, and are asked by user, object, kind and time`()
    throws
  {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let heard = Mutex<[AuditEntry]>([])
    do {
      let database = try SecurityDatabase.open(
        directory: directory, audited: { entries in heard.withLock { $0 += entries } })
      try database.run("ADDUSER BOB PASSWORD(FIRSTPW1)\nALTUSER BOB NAME('BOB')\nADDGROUP OPS")
      try database.run("ALTUSER BOB NAME('BOB')")
    }
    let database = try SecurityDatabase.open(directory: directory)
    let all = ["ADDUSER BOB", "PASSWORD BOB", "ALTUSER BOB", "ADDGROUP OPS"]
    #expect(try kinds(database) == all)
    #expect(heard.withLock { $0.map { "\($0.kind.rawValue) \($0.object)" } } == all)
    var query = AuditQuery()
    query.user = "bob"
    query.last = 2
    #expect(try kinds(database, query) == ["PASSWORD BOB", "ALTUSER BOB"])
    query = AuditQuery()
    query.object = "op"
    #expect(try kinds(database, query) == ["ADDGROUP OPS"])
    query = AuditQuery()
    query.kind = .password
    #expect(try kinds(database, query) == ["PASSWORD BOB"])
    query = AuditQuery()
    query.since = time.seconds + 1
    #expect(try kinds(database, query) == [])
    query.since = nil
    query.until = time.seconds + 1
    #expect(try kinds(database, query) == all)
  }

  @Test(arguments: [AuditKind.signOn, .words])
  func `no entry is ever changed, and refusals and words push no change out`(_ kind: AuditKind)
    throws
  {
    try withDatabase { database, _ in
      try database.run("ADDGROUP OPS")
      let refusals = (0..<AuditLimits.refusals + 100).map { number in
        AuditEntry(kind, of: "BOB", detail: "\(number)", by: author, at: time)
      }
      database.manager.store.note(refusals)
      var query = AuditQuery()
      query.last = AuditLimits.changes
      let kept = try database.audit(query)
      // Beyond the limit are at most those since one looked last.
      let most = kind.quota.limit + Int(AuditLimits.pruning)
      #expect((kind.quota.limit + 1...most).contains(kept.count) && kept[0].object == "OPS")
      #expect(kept.last?.detail == "\(AuditLimits.refusals + 99)")
      #expect(throws: StoreError.self) {
        try database.file.content.withLock { content in
          _ = try content.sqlite.run("UPDATE audit SET name = 'x'")
        }
      }
    }
  }

  @Test func `what is older than the days goes, whatever the clock did`() throws {
    try withDatabase { (database, _) throws in
      func note(_ name: String, _ days: Int64) {
        database.manager.store.note([
          AuditEntry(
            .file, of: name, detail: "", by: author,
            at: WallTime(seconds: time.seconds + days * 86_400))
        ])
      }
      note("OLD", 0)
      note("AHEAD", 5)
      note("BACK", 1)
      #expect(try kinds(database) == ["FILE OLD", "FILE AHEAD", "FILE BACK"])
      note("NEW", AuditLimits.days + 3)
      // One looks now and then.
      for number in 0..<AuditLimits.pruning { note("N\(number)", AuditLimits.days + 3) }
      #expect(try kinds(database).prefix(2) == ["FILE AHEAD", "FILE NEW"])
    }
  }

  @Test func `where the file cannot be written nobody is kept from anything`() throws {
    try withDatabase { database, _ in
      try database.file.content.withLock { content in
        _ = try content.sqlite.run("PRAGMA query_only = 1")
      }
      database.manager.store.note([
        AuditEntry(.signOn, of: "BOB", detail: "", by: author, at: time)
      ])
      try database.file.content.withLock { content in
        _ = try content.sqlite.run("PRAGMA query_only = 0")
      }
      #expect(try database.audit(AuditQuery()).isEmpty)
      try database.run("ADDGROUP OPS")
      #expect(try database.audit(AuditQuery()).count == 1)
    }
  }
}
