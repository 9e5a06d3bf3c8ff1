import Crypto
import Keystore
import Names
import Synchronization
import Testing
import Time

@testable import SAF

/// A card that keeps keys itself: what is in it is what nobody let go.
private final class KeepingCard: CryptoCard {
  let name = "KEEPING"
  let isOnline = true
  let patterns: MasterKeyPatterns? = MasterKeyPatterns(des: [9], aes: [9])
  let health = CardHealth(level: "1", requests: 0, fault: "")
  private let keys = Mutex<(next: UInt8, kept: Set<[UInt8]>)>((1, []))

  var kept: Set<[UInt8]> { keys.withLock { $0.kept } }

  func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(ServiceFailure) -> KeyToken {
    let number = keys.withLock { keys in
      defer { keys.next += 1 }
      keys.kept.insert([keys.next])
      return keys.next
    }
    return KeyToken(label: label, kind: kind, wrapped: [number], pattern: [9])
  }

  func forget(_ token: KeyToken) { keys.withLock { _ = $0.kept.remove(token.wrapped) } }

  func withDES<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping DESUse<Result>
  ) throws(ServiceFailure) -> Result { throw .notAvailable }

  func withHMAC<Result: Sendable>(
    _ token: KeyToken, _ body: @escaping HMACUse<Result>
  ) throws(ServiceFailure) -> Result { throw .notAvailable }
}

/// Changes over a store that others change too, and keys that cards keep.
@Suite struct SecurityManagerTests {
  private let card = KeepingCard()
  private let store: MemoryStore
  private let manager: SecurityManager

  init() throws {
    let fixture = try Fixture([
      .user(try Fixture.user("BOB")), .user(try Fixture.user("ADMIN", special: true)),
    ])
    store = MemoryStore(fixture.state)
    manager = try SecurityManager(
      store,
      keys: KeyService(cards: [card], localKey: SharedSecret(try Random.secret(count: 32))))
  }

  @Test func `changes are worked out again where somebody else was faster, and none is lost`()
    throws
  {
    let bob = try #require(UserID("BOB"))
    var tries = 0
    try manager.change(at: noon) { state in
      guard var record = state.users[bob] else { return ((), []) }
      tries += 1
      if tries == 1 {
        var other = record
        other.name = "OTHER"
        _ = store.apply([.user(other)], at: noon, ifStill: nil, by: .server)
      }
      record.owner = "SUE"
      return ((), [.user(record)])
    }
    #expect(tries == 2)
    #expect(manager.state.users[bob]?.name == "OTHER" && manager.state.users[bob]?.owner == "SUE")
    // A sign-on in between makes nobody begin again.
    tries = 0
    try manager.change(at: noon) { state in
      tries += 1
      _ = store.apply([.signedOn(bob, at: noon)], at: noon, ifStill: nil, by: .server)
      return ((), [.removeUser(bob)])
    }
    #expect(tries == 1 && manager.state.users[bob] == nil)
  }

  @Test func `a card keeps the keys of the CKDS, and no others`() throws {
    let (a, b) = (try #require(KeyLabel("A")), try #require(KeyLabel("B")))
    let data = KeyDataSet(manager)
    func store(_ label: KeyLabel) throws {
      try data.store(try Random.secret(count: 8), label: label, kind: .des, at: noon)
    }
    func wrapped() -> Set<[UInt8]> { Set(manager.state.tokens.values.map(\.wrapped)) }
    try store(a)
    try store(b)
    #expect(card.kept.count == 2 && card.kept == wrapped())
    // Replaced, renamed, deleted.
    try store(a)
    #expect(card.kept.count == 2 && card.kept == wrapped())
    let c = try #require(KeyLabel("C"))
    try manager.change(at: noon) { (state) throws(StoreError) in
      ((), try KeyDataSet.renaming(a, to: c, in: state))
    }
    #expect(card.kept.count == 2 && card.kept == wrapped())
    try manager.change(at: noon) { _ in ((), [.removeKey(b)]) }
    #expect(card.kept.count == 1 && card.kept == wrapped())
    // A key that was made for a change that somebody else outran.
    var tries = 0
    let keys = manager.keys
    let key = SharedSecret(try Random.secret(count: 8))
    try manager.change(at: noon) { (state) throws(StoreError) in
      tries += 1
      if tries == 1 {
        _ = self.store.apply(
          [.setClass(.keys, isActive: true)], at: noon, ifStill: nil, by: .server)
      }
      return (
        (), [try KeyDataSet.entry(key.secret, label: b, kind: .des, in: state, by: keys)]
      )
    }
    #expect(tries == 2 && card.kept.count == 2 && card.kept == wrapped())
  }

  @Test func `wrong passwords revoke, tickets of a revoked user are no good, RESUME mends it`()
    throws
  {
    let bob = try #require(UserID("BOB"))
    _ = store.apply(
      [
        .password(
          bob,
          hash: try PasswordCheck.hash(secret("RIGHT123"), .password, options: PasswordOptions()))
      ], at: noon, ifStill: nil, by: .server)
    func signOn(_ text: String) -> SignOnVerdict {
      manager.signOn(bob, password: secret(text), newPassword: nil, at: noon)
    }
    for _ in 0..<4 { #expect(signOn("WRONG123") == .refused(SignOnRefusal(.wrongPassword))) }
    #expect(signOn("RIGHT123") == .accepted())
    for _ in 0..<4 { #expect(signOn("WRONG123") == .refused(SignOnRefusal(.wrongPassword))) }
    #expect(signOn("WRONG123") == .refused(SignOnRefusal(.revokedNow)))
    #expect(signOn("RIGHT123") == .refused(SignOnRefusal(.revoked)))
    #expect(manager.state.standing(of: bob, at: noon) == .revoked)
  }

  private func secret(_ text: String) -> Secret { Secret(copying: Array(text.utf8)) }
}
