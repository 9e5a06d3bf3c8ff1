import Crypto
import Diagnosis
import Foundation
import Keystore
import Names
import SAF
import Synchronization
import Testing

@testable import Store

private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }

@Suite struct SchemaTests {
  @Test func `no key is made beside an old database`() throws {
    try withDatabase { database, directory in
      try database.backup(to: directory + "/copy")
      #expect {
        _ = try SecurityDatabase.open(directory: directory + "/copy")
      } throws: {
        "\($0)".contains("des-mk.key: No such file")
      }
      _ = try SecurityDatabase.open(directory: directory + "/copy", keys: directory)
    }
  }

  @Test func `a database of the first version is brought up to date`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try SecurityDatabase.prepare(directory: directory)
    do {
      let old = try SQLite(path: directory + "/security.db")
      for name in ["card", "local"] {
        try Data(repeating: 7, count: 32).write(to: URL(filePath: "\(directory)/\(name).key"))
      }
      try old.execute(Schema.first)
      try old.execute("INSERT INTO facts VALUES ('class inactive', 1); PRAGMA user_version = 1;")
    }
    let database = try SecurityDatabase.open(directory: directory)
    #expect(!database.snapshot().isClassActive)
    // The one master key of then stands for both of now.
    let patterns = try #require(database.softwareCard.patterns)
    #expect(patterns.des == patterns.aes)
    try database.run("SETROPTS CLASSACT(PTKTDATA)\nADDUSER BOB")
    #expect(database.snapshot().isClassActive)
    #expect(try database.run("LISTUSER BOB").count > 1)
  }

  @Test func `users of the fourth version keep their passwords, and the first has SPECIAL`() throws
  {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try SecurityDatabase.prepare(directory: directory)
    do {
      let old = try SQLite(path: directory + "/security.db")
      for name in ["des-mk", "aes-mk", "local"] {
        try Data(repeating: 7, count: 32).write(to: URL(filePath: "\(directory)/\(name).key"))
      }
      try old.execute(Schema.first + Schema.groups + Schema.resources + Schema.dates)
      for (user, name) in [("BOB", ""), ("ADMIN", "FIRST USER"), ("SUE", "")] {
        try old.run(
          "INSERT INTO users (id, name, hash) VALUES (?1, ?2, ?3)", .text(user), .text(name),
          .text(try PasswordHash.make(secret("A long password of \(user)"))))
      }
      try old.execute("PRAGMA user_version = 4;")
    }
    let database = try SecurityDatabase.open(directory: directory)
    for name in ["BOB", "ADMIN", "SUE"] {
      let user = try #require(UserID(name))
      #expect(
        database.signOn(
          user, password: secret("A long password of \(name)"), newPassword: nil
        ).isAccepted)
    }
    #expect(try database.run("LU ADMIN").contains(" ATTRIBUTES=SPECIAL"))
    #expect(try database.run("LU BOB").contains(" ATTRIBUTES=NONE"))
    #expect(try database.beginning() == .nothing)
    // What it gave to tickets is not known: nothing of before now is given.
    let bob = try #require(UserID("BOB"))
    let name = try #require(TicketName("X"))
    var slots = database.ledger.slots
    #expect(slots.next(bob, name, now: 1_700_000_000, reach: .legacy) != .second(1_700_000_000))
  }

  @Test func `a database of a later version is refused`() throws {
    try withDatabase { database, directory in
      try database.backup(to: directory + "/copy")
      do {
        let file = try SQLite(path: directory + "/copy/security.db")
        try file.execute("PRAGMA user_version = 99")
      }
      #expect {
        _ = try SecurityDatabase.open(directory: directory + "/copy", keys: directory)
      } throws: {
        "\($0)".contains("version 99")
      }
    }
  }
}

@Suite struct StateTests {
  private struct Killed: Error {}

  @Test func `a beginning that fails leaves nothing behind, and the next is whole`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let user = try #require(UserID("ADMIN"))
    func begin(_ database: SecurityDatabase, fails: Bool) throws {
      #expect(try database.beginning() == .newSite)
      try database.install {
        try database.defineKeys()
        try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED\nADDGROUP OPS")
        try database.define(user, name: "FIRST USER", password: secret("CORRECT1"))
        if fails { throw Killed() }
      }
    }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      #expect(throws: Killed.self) { try begin(database, fails: true) }
    }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      #expect(try database.run("LU *").count == 0)
      try begin(database, fails: false)
      #expect(try database.beginning() == .nothing)
    }
    do {
      let database = try SecurityDatabase.open(directory: directory)
      #expect(try database.beginning() == .nothing)
      #expect(
        database.signOn(user, password: secret("CORRECT1"), newPassword: nil).isAccepted)
      database.file.content.withLock { _ = try? $0.sqlite.run("DELETE FROM users") }
    }
    // Whoever deletes all users with statements of SQL's gets the first user back, and no decks.
    let database = try SecurityDatabase.open(directory: directory)
    #expect(try database.beginning() == .noUser)
  }

  @Test func `a command of RACF's counts whole or not at all`() throws {
    try withDatabase { database, _ in
      // The disk fails in the midst of it.
      try database.file.content.withLock { content in
        try content.sqlite.execute(
          "CREATE TRIGGER full BEFORE INSERT ON connects BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
      }
      let lines = try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED OWNER(SYS1)")
      #expect(lines.contains { $0.contains("full") })
      #expect(try database.run("LU BOB") == ["ICH30001I UNABLE TO LOCATE USER ENTRY BOB"])
      #expect(database.manager.state.users.isEmpty)
    }
  }

  @Test func `keys without their database are not taken for a new site`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    do { _ = try SecurityDatabase.open(directory: directory) }
    let files = FileManager.default
    for name in ["security.db", "security.db-wal", "security.db-shm"] {
      try? files.removeItem(atPath: "\(directory)/\(name)")
    }
    #expect {
      _ = try SecurityDatabase.open(directory: directory)
    } throws: {
      "\($0)".contains("the security database is gone") && "\($0)".contains("move the files *.key")
    }
    for name in ["des-mk.key", "aes-mk.key", "local.key"] {
      try files.removeItem(atPath: "\(directory)/\(name)")
    }
    _ = try SecurityDatabase.open(directory: directory)
  }

  @Test func `a start that was killed between keys and database begins again`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try SecurityDatabase.prepare(directory: directory)
    let state = StateFiles(directory: directory, keys: directory)
    #expect(try state.begin())
    _ = try state.key("des-mk.key", isMade: true)
    do { _ = try SecurityDatabase.open(directory: directory) }
    #expect(!FileManager.default.fileExists(atPath: directory + "/new-site"))
    let database = try SecurityDatabase.open(directory: directory)
    #expect(try database.beginning() == .newSite)
  }

  @Test func `after a checkpoint the one file holds everything`() throws {
    try withDatabase { database, directory in
      try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED")
      database.checkpoint()
      let files = FileManager.default
      try files.createDirectory(atPath: directory + "/copy", withIntermediateDirectories: true)
      try files.copyItem(
        atPath: directory + "/security.db", toPath: directory + "/copy/security.db")
      let copy = try SecurityDatabase.open(directory: directory + "/copy", keys: directory)
      #expect(
        copy.signOn(
          try #require(UserID("BOB")), password: secret("Secret12"), newPassword: nil
        ).isAccepted)
    }
  }

  @Test func `a full disk is told once, with its file, and that it is over`() throws {
    let directory = NSTemporaryDirectory() + "turnstile-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let told = Mutex<[String]>([])
    let database = try SecurityDatabase.open(
      directory: directory,
      health: { fault in told.withLock { $0.append(fault?.description ?? "works") } })
    try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED")
    let bob = try #require(UserID("BOB"))
    // SQLite finds no room for another page.
    func limit(_ pages: Int) throws {
      try database.file.content.withLock { content in
        _ = try content.sqlite.run("PRAGMA max_page_count = \(pages)")
      }
    }
    try limit(1)
    for number in 0..<30 {
      try database.run("ADDUSER U\(number) DATA('\(String(repeating: "x", count: 250))')")
    }
    let words = told.withLock { $0 }
    #expect(words == ["\(directory)/security.db: database or disk is full"])
    try limit(1_000_000)
    #expect(database.signOn(bob, password: secret("Secret12"), newPassword: nil).isAccepted)
    #expect(told.withLock { $0 } == words + ["works"])
  }

  @Test func `the last user with SPECIAL who can sign on stays`() throws {
    try withDatabase { database, _ in
      let admin = try #require(UserID("ADMIN"))
      try database.define(admin, name: "FIRST USER", password: secret("CORRECT1"))
      try database.run("ADDUSER BOB PASSWORD(Secret12) NOEXPIRED")
      for deck in ["DELUSER ADMIN", "ALTUSER ADMIN REVOKE", "ALTUSER ADMIN NOPASSWORD"] {
        #expect(
          try database.run(deck).contains { $0.contains("NOBODY ELSE WITH SPECIAL CAN SIGN ON") })
      }
      #expect(
        database.signOn(admin, password: secret("CORRECT1"), newPassword: nil).isAccepted)
      try database.define(
        try #require(UserID("SECOND")), name: "ANOTHER", password: secret("CORRECT2"))
      #expect(try database.run("DELUSER ADMIN") == [])
    }
  }
}
