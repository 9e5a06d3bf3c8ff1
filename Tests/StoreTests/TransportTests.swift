import Crypto
import Keystore
import Names
import SAF
import Store
import Testing

/// Keys that go to another system, and its master keys.
@Suite struct TransportTests {
  private func passphrase(_ text: String = "a long passphrase") -> Secret {
    Secret(copying: Array(text.utf8))
  }

  private func fill(_ database: SecurityDatabase) throws -> [KeyLabel] {
    let labels = [try #require(KeyLabel("A.DES")), try #require(KeyLabel("B.HMAC"))]
    try database.store(try Random.secret(count: 8), label: labels[0], kind: .des)
    try database.store(try Random.secret(count: 64), label: labels[1], kind: .hmac)
    return labels
  }

  @Test func `a key that was exported is the same on the other system`() throws {
    try withDatabase { here, _ in
      let labels = try fill(here)
      let lines = try here.keyData.exported([], passphrase: passphrase())
      try withDatabase { there, _ in
        let told = try there.keyData.imported(
          lines, passphrase: passphrase(), replaces: false, at: time)
        #expect(told.count == 2 && told[0].hasPrefix("A.DES DATA check value "))
        for label in labels {
          #expect(here.checkValue(of: label) == there.checkValue(of: label))
          #expect(there.checkValue(of: label) != nil)
        }
        // Twice: only where it is said, and then all of them or none.
        #expect(throws: StoreError.self) {
          try there.keyData.imported(lines, passphrase: passphrase(), replaces: false, at: time)
        }
        #expect(
          try there.keyData.imported(lines, passphrase: passphrase(), replaces: true, at: time)
            == told)
        #expect(throws: StoreError.self) {
          try there.keyData.imported(
            lines, passphrase: passphrase("another one"), replaces: true, at: time)
        }
      }
      #expect(throws: StoreError.self) {
        try here.keyData.exported([try #require(KeyLabel("NONE"))], passphrase: passphrase())
      }
      here.softwareCard.set(isOnline: false)
      #expect(throws: StoreError.self) { try here.keyData.exported([], passphrase: passphrase()) }
    }
  }

  @Test func `a copy of the CKDS wants its master keys, and parts load them`() throws {
    let masters: [MasterKey: SharedSecret] = [
      .des: SharedSecret(try Random.secret(count: 32)),
      .aes: SharedSecret(try Random.secret(count: 32)),
    ]
    try withDatabase { here, _ in
      let patterns = try here.loadMasterKeys(masters, by: .server)
      #expect(here.softwareCard.patterns?.des == patterns[.des])
      let labels = try fill(here)
      let copy = try here.keyData.copied([])
      // With keys in the CKDS no other master key is loaded.
      #expect(throws: StoreError.self) {
        try here.loadMasterKeys([.des: SharedSecret(try Random.secret(count: 32))], by: .server)
      }
      #expect(here.cardState == "online" && here.checkValue(of: labels[0]) != nil)
      try withDatabase { there, directory in
        #expect(throws: StoreError.self) {
          try there.keyData.imported(copy, passphrase: passphrase(""), replaces: false, at: time)
        }
        #expect(!there.hasKey(labels[0]))
        _ = try there.loadMasterKeys(masters, by: .server)
        let told = try there.keyData.imported(
          copy, passphrase: passphrase(""), replaces: false, at: time)
        #expect(told.count == 2)
        for label in labels { #expect(here.checkValue(of: label) == there.checkValue(of: label)) }
      }
    }
  }

  @Test func `master keys that were loaded are there after a restart`() throws {
    let master: [MasterKey: SharedSecret] = [.des: SharedSecret(try Random.secret(count: 32))]
    try withDatabase { database, directory in
      let pattern = try database.loadMasterKeys(master, by: .server)[.des]
      let aes = database.softwareCard.patterns?.aes
      try Backup.open(directory) { again in
        #expect(again.softwareCard.patterns?.des == pattern)
        #expect(again.softwareCard.patterns?.aes == aes)
      }
    }
  }

  @Test func `a card with the wrong master key is told as such`() throws {
    let first = SoftwareCard(
      desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32), isOnline: true)
    try withDatabase(cards: { [first, $0] }) { database, _ in
      #expect(database.cardState == "online")
      _ = try fill(database)
      first.set(isOnline: false)
      #expect(database.cardState == "with the wrong DES-MK and AES-MK")
      #expect(database.missingMasterKeys == [.des, .aes])
      database.softwareCard.set(isOnline: false)
      #expect(database.cardState == "offline")
    }
  }
}

/// The keys of a directory with a copy of its database, which the first process has open.
private enum Backup {
  static func open(_ directory: String, _ body: (SecurityDatabase) throws -> Void) throws {
    // Another directory with the same keys.
    let copy = directory + "/again"
    try body(try SecurityDatabase.open(directory: copy, keys: directory))
  }
}
