import Crypto
import Diagnosis
import Keystore
import Names
import RACF
import SAF
import Store
import Testing

/// Keys that come, go, and are never mixed.
@Suite struct KeyEntryTests {
  @Test func `a key that is entered shows its check value, and a weak one a warning`() throws {
    try withDatabase { database, _ in
      let lines = try database.run(
        """
        RDEFINE PTKTDATA A SSIGNON(KEYMASKED(E001193519561977))
        RDEFINE PTKTDATA B SSIGNON(KEYENCRYPTED(E001193519561977))
        RDEFINE PTKTDATA C SSIGNON(KEYMASKED(0000000000000000))
        """)
      #expect(lines.contains("A: key check value A13386 (DES of zeros)"))
      #expect(lines.contains("B: key check value A13386 (DES of zeros)"))
      #expect(lines.contains("C: warning: the key is a weak key of DES; take another"))
    }
  }

  @Test func `keys that RACF put into the CKDS go when nothing names them any more`() throws {
    try withDatabase { database, _ in
      let system = try #require(PackedName("PRODSYS"))
      func keys() -> [String] { database.snapshot().keys.keys.map(\.text) }
      try database.run(
        "RDEFINE PTKTDATA APPL SSIGNON(KEYENCRYPTED(*))\nSETR RACLIST(PTKTDATA) REFRESH",
        system: system)
      let first = try #require(keys().first)
      #expect(first.hasPrefix("IRR.SSIGNON.PRODSYS.01152027.080000."))
      try database.run("RALTER PTKTDATA APPL SSIGNON(KEYENCRYPTED(*))")
      #expect(keys().count == 2, "the former key is in force until the refresh")
      try database.run("RALTER PTKTDATA APPL SSIGNON(KEYENCRYPTED(*))")
      #expect(keys().count == 2, "the key in between never was in force")
      try database.run("SETR RACLIST(PTKTDATA) REFRESH")
      #expect(keys().count == 1)
      try database.run("RDELETE PTKTDATA APPL\nSETR RACLIST(PTKTDATA) REFRESH")
      #expect(keys().isEmpty)
      // A key that somebody put there himself stays.
      let label = try #require(KeyLabel("OWN.KEY"))
      try database.store(try Random.secret(count: 8), label: label, kind: .des)
      try database.run(
        "RDEFINE PTKTDATA APPL SSIGNON(KEYLABEL(OWN.KEY))\nRDELETE PTKTDATA APPL\nSETR RACLIST(PTKTDATA)"
      )
      #expect(database.hasKey(label))
    }
  }

  @Test func `a card with another master key does not write into the CKDS`() throws {
    let first = SoftwareCard(
      desKey: try Random.secret(count: 32), aesKey: try Random.secret(count: 32), isOnline: true)
    try withDatabase(cards: { [first, $0] }) { database, _ in
      let (old, new) = (try #require(KeyLabel("OLD.KEY")), try #require(KeyLabel("NEW.KEY")))
      let key = try Random.secret(count: 8)
      try database.store(key, label: old, kind: .des)
      first.set(isOnline: false)
      #expect(throws: StoreError.self) { try database.store(key, label: new, kind: .des) }
      #expect(!database.hasKey(new))
      // There is no key of the other type yet, and no key is mixed with one that it replaces.
      try database.store(try Random.secret(count: 64), label: new, kind: .hmac)
      try database.store(key, label: old, kind: .des)
      first.set(isOnline: true)
      #expect(throws: StoreError.self) {
        try database.delete(new)
        database.softwareCard.set(isOnline: false)
        try database.store(key, label: new, kind: .des)
      }
    }
  }

  @Test func `rules of enhanced tickets wait for their label`() throws {
    try withDatabase { database, _ in
      try database.run(
        "RDEFINE PTKTDATA A SSIGNON(KEYMASKED(E001193519561977) TIMEOUT(30) REPLAY(YES))")
      let waiting = try database.run("RLIST PTKTDATA A NORACF SSIGNON")
      #expect(
        waiting.suffix(2) == [
          "Enhanced PassTicket: Timeout = 00000030", "Enhanced PassTicket: Replay allowed = YES",
        ])
      try database.run("RALTER PTKTDATA A SSIGNON(EPTKEYLABEL(HMAC.KEY))")
      let profile = database.snapshot().profiles.values.first?.profile
      #expect(profile?.enhanced?.timeout == 30 && profile?.enhanced?.allowsReplay == true)
      try database.run("RALTER PTKTDATA A SSIGNON(NOEPTKEYLABEL)")
      #expect(
        try database.run("RLIST PTKTDATA A NORACF SSIGNON").last
          == "Legacy   PassTicket: KEYMASKED DATA NOT DISPLAYABLE")
    }
  }
}
