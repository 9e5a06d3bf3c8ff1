public import Crypto
public import Keystore
public import Names
import PassTicket
public import SAF
import Synchronization

/// Keys and the profiles that name them.
extension SecurityDatabase {
  /// Defines a profile with a masked key: it lies in this database, and needs no card.
  public func defineMasked(
    _ name: TicketProfile, key: borrowing Secret
  ) throws(StoreError) {
    let wrapped: [UInt8]
    do {
      wrapped = try KeyWrap.wrap(key, under: localKey)
    } catch {
      throw StoreError(path: "PTKTDATA \(name)", reason: error.description)
    }
    try define(PTKTDATAProfile(name: name, legacy: .masked(wrapped: wrapped), enhanced: nil))
  }

  /// Puts a key into the CKDS, under the card's master key.
  public func store(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind
  ) throws(StoreError) {
    let token: KeyToken
    do {
      token = try card.protect(key, label: label, kind: kind)
    } catch {
      throw StoreError(path: "CKDS \(label)", reason: TicketFailure(.encipher(error)).meaning)
    }
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "INSERT OR REPLACE INTO ckds VALUES (?1, ?2, ?3, ?4)", .text(label.text),
        .text(kind.rawValue), .blob(token.wrapped), .blob(token.pattern))
      try inside.loadKeys()
    }
  }

  /// Defines a profile, or replaces it.
  public func define(_ profile: PTKTDATAProfile) throws(StoreError) {
    var masked: SQLite.Value = .null
    var label: SQLite.Value = .null
    switch profile.legacy {
    case .none: break
    case .masked(let wrapped): masked = .blob(wrapped)
    case .encrypted(let name): label = .text(name.text)
    }
    let enhanced = profile.enhanced
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "INSERT OR REPLACE INTO ptktdata VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        .text(profile.name.description), masked, label,
        enhanced.map { .text($0.label.text) } ?? .null,
        enhanced.map { .text($0.form.rawValue) } ?? .null,
        enhanced.map { .integer($0.timeout) } ?? .null,
        enhanced.map { .integer($0.allowsReplay ? 1 : 0) } ?? .null,
        .text(profile.applicationData))
      try inside.loadKeys()
    }
  }

  /// Keys and profiles of the demonstration site, each key made at random here: TSOS001 masked,
  /// TSOR001 in the CKDS, CICSA enhanced.
  public func defineDemonstration() throws(StoreError) {
    guard let masked = TicketProfile("TSOS001"), let encrypted = TicketProfile("TSOR001"),
      let enhanced = TicketProfile("CICSA"), let legacyLabel = KeyLabel("IRR.SSIGNON.R001.TSOR001"),
      let enhancedLabel = KeyLabel("IRR.PASSTICKET.CICSA.HMAC")
    else { preconditionFailure("the demonstration's names follow the rules") }
    try defineMasked(masked, key: try random(8))
    try store(try random(8), label: legacyLabel, kind: .des)
    try define(PTKTDATAProfile(name: encrypted, legacy: .encrypted(legacyLabel), enhanced: nil))
    try store(try random(64), label: enhancedLabel, kind: .hmac)
    try define(
      PTKTDATAProfile(
        name: enhanced, legacy: .none,
        enhanced: .init(label: enhancedLabel, form: .mixed, timeout: 60, allowsReplay: false)))
  }

  private func random(_ count: Int) throws(StoreError) -> Secret {
    do {
      return try Random.secret(count: count)
    } catch {
      throw StoreError(path: "random", reason: error.description)
    }
  }
}
