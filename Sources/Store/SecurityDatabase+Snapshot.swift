import Crypto
public import Diagnosis
import Keystore
import Names
import PassTicket
import Platform
import SAF
import Synchronization
import Time

/// What may be told about the database, and copies of it.
extension SecurityDatabase {
  /// Everything but secrets.
  public func snapshot() throws(StoreError) -> SecuritySnapshot {
    var snapshot = SecuritySnapshot()
    let (profiles, inForce, tokens) = try inside.withLock {
      (inside) throws(StoreError)
        -> ([PTKTDATAProfile], [PTKTDATAName: PTKTDATAProfile], [KeyToken]) in
      for (user, known) in inside.users {
        snapshot.groups[user] = known.group
        if known.standing != .good { snapshot.standings[user] = known.standing }
      }
      snapshot.slots = inside.slots
      snapshot.isClassActive = inside.active.contains(.tickets)
      for token in inside.tokens.values {
        snapshot.refusals[token.label] = inside.refusal(token.kind, token.label)
      }
      snapshot.timeMark = inside.timeMark
      return (try inside.readProfiles(), inside.profiles, Array(inside.tokens.values))
    }
    snapshot.taken = Clock.wall().seconds
    let deactivated = inside.withLock { $0.deactivated }
    snapshot.clock = Clock.synchronisation().map {
      SecuritySnapshot.ClockHealth(
        isSynchronised: $0.isSynchronised, errorMilliseconds: $0.errorMicroseconds / 1000)
    }
    snapshot.isICSFStarted = inside.withLock { !$0.isICSFStopped }
    snapshot.cards = cards.map {
      SecuritySnapshot.Card(
        name: $0.name, isOnline: $0.isOnline, isDeactivated: deactivated.contains($0.name),
        patterns: $0.patterns, health: $0.health)
    }
    for token in tokens {
      snapshot.keys[token.label] = SecuritySnapshot.Key(
        label: token.label, kind: token.kind, pattern: token.pattern, check: check(token))
    }
    // A profile that was deleted and still counts is told as changed.
    let all = profiles + inForce.values.filter { old in !profiles.contains { $0.name == old.name } }
    for profile in all {
      if var old = inForce[profile.name], old != profile {
        if case .masked = old.legacy { old.legacy = .masked(wrapped: []) }
        snapshot.former[old.name] = old
      }
      var shown = profile
      var check: [UInt8]?
      if case .masked(let wrapped) = profile.legacy {
        check = maskedCheck(wrapped)
        shown.legacy = .masked(wrapped: [])
      }
      snapshot.profiles[profile.name] = SecuritySnapshot.Profile(
        profile: shown, check: check, isInForce: inForce[profile.name] == profile)
    }
    return snapshot
  }

  /// Bytes of a check value: enough to tell keys apart, too few to find one.
  private static let checkLength = 3

  func check(_ token: KeyToken) -> [UInt8]? {
    try? withCard(for: token) { (card) throws(ServiceFailure) in
      switch token.kind {
      case .des:
        try card.withDES(token) { (encipher) throws(ServiceFailure) in
          Self.head(try encipher(0))
        }
      case .hmac:
        try card.withHMAC(token) { (authenticate) throws(ServiceFailure) in
          Array(try authenticate([]).prefix(Self.checkLength))
        }
      }
    }
  }

  func maskedCheck(_ wrapped: [UInt8]) -> [UInt8]? {
    guard let key = try? KeyWrap.unwrap(wrapped, under: localKey), let des = try? DES(key: key)
    else { return nil }
    return (try? des.encipher(0)).map(Self.head)
  }

  private static func head(_ block: UInt64) -> [UInt8] {
    (0..<checkLength).map { UInt8(truncatingIfNeeded: block >> (56 - 8 * $0)) }
  }

  /// Copies the database into a directory, while it is in use. The keys stay where they are: nothing
  /// in the copy can be opened without them.
  public func backup(to directory: String) throws(StoreError) {
    do {
      try Files.makeDirectory(directory)
    } catch {
      throw StoreError(path: directory, reason: error.reason)
    }
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run("VACUUM INTO ?1", .text(directory + "/security.db"))
    }
  }

  /// Forgets the CKDS: what a recovery site has where it was not copied. For rehearsals.
  public func emptyCKDS() throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.sqlite.execute("DELETE FROM ckds")
      try inside.loadTokens()
    }
  }
}
