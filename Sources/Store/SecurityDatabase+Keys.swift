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
    let masked = try mask(key)
    try define(
      PTKTDATAProfile(name: PTKTDATAName(name), legacy: .masked(wrapped: masked), enhanced: nil))
  }

  /// A masked key as it is kept: under the database's own key.
  func mask(_ key: borrowing Secret) throws(StoreError) -> [UInt8] {
    do {
      return try KeyWrap.wrap(key, under: localKey)
    } catch {
      throw StoreError(path: "masked key", reason: error.description)
    }
  }

  /// Puts a key into the CKDS, under the card's master key for its type.
  ///
  /// The CKDS is never mixed: a card that has another master key than the CKDS was written under is not
  /// used, as ICSF would not use it.
  /// - Parameter replacing: labels whose keys go when this one has come.
  public func store(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind, replacing: Set<KeyLabel> = []
  ) throws(StoreError) {
    let token: KeyToken
    do {
      token = try protect(key, label: label, kind: kind, replacing: replacing.union([label]))
    } catch {
      throw StoreError(path: "CKDS \(label)", reason: TicketFailure(.encipher(error)).meaning)
    }
    let old = inside.withLock { $0.tokens[label] }
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "INSERT OR REPLACE INTO ckds VALUES (?1, ?2, ?3, ?4)", .text(label.text),
        .text(kind.rawValue), .blob(token.wrapped), .blob(token.pattern))
      try inside.loadTokens()
    }
    forget(old)
  }

  /// Lets a card that keeps a key itself let it go.
  func forget(_ token: KeyToken?) {
    guard let token else { return }
    for card in cards where card.isOnline { card.forget(token) }
  }

  /// Takes a key out of the CKDS.
  public func deleteKey(_ label: KeyLabel) throws(StoreError) {
    let old = inside.withLock { $0.tokens[label] }
    let changes = try inside.withLock { (inside) throws(StoreError) in
      let changes = try inside.sqlite.run("DELETE FROM ckds WHERE label = ?1", .text(label.text))
        .changes
      try inside.loadTokens()
      return changes
    }
    guard changes > 0 else {
      throw StoreError(path: "CKDS \(label)", reason: "no key has this label")
    }
    forget(old)
  }

  /// Whether a key of the CKDS has a label.
  public func hasKey(_ label: KeyLabel) -> Bool { inside.withLock { $0.tokens[label] != nil } }

  /// Gives a key of the CKDS another label.
  public func renameKey(_ label: KeyLabel, to new: KeyLabel) throws(StoreError) {
    guard hasKey(label) else {
      throw StoreError(path: "CKDS \(label)", reason: "no key has this label")
    }
    guard !hasKey(new) else {
      throw StoreError(path: "CKDS \(new)", reason: "a key has this label already")
    }
    try inside.withLock { (inside) throws(StoreError) in
      _ = try inside.sqlite.run(
        "UPDATE ckds SET label = ?2 WHERE label = ?1", .text(label.text), .text(new.text))
      try inside.loadTokens()
    }
  }

  /// By the first card that answers and has the CKDS's master key.
  func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind, replacing: Set<KeyLabel>
  ) throws(ServiceFailure) -> KeyToken {
    let patterns = inside.withLock { inside in
      Set(
        inside.tokens.values.filter {
          $0.kind.masterKey == kind.masterKey && !replacing.contains($0.label)
        }.map(\.pattern))
    }
    let usable = try usableCards()
    let card = usable.first { card in
      patterns.isEmpty || card.patterns.map { patterns.contains($0[kind.masterKey]) } == true
    }
    guard let card else { throw .otherMasterKey }
    return try card.protect(key, label: label, kind: kind)
  }

  /// First bytes of a known text under a key of the CKDS; nil where no card can open it.
  public func checkValue(of label: KeyLabel) -> [UInt8]? {
    inside.withLock { $0.tokens[label] }.flatMap { check($0) }
  }

  /// Uses a token with the first card that has its master key; where that card fails, since it was
  /// pulled in this moment or cannot unwrap, with the next.
  func withCard<Result>(
    for token: KeyToken, _ body: (any CryptoCard) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    let usable = try usableCards()
    var failure = ServiceFailure.otherMasterKey
    var isFirst = true
    for card in usable where card.patterns?[token.kind.masterKey] == token.pattern {
      do {
        return try body(card)
      } catch {
        if isFirst { failure = error }
        isFirst = false
      }
    }
    throw failure
  }

  /// Defines a profile, or replaces it, in force at once.
  public func define(_ profile: PTKTDATAProfile) throws(StoreError) {
    try inside.withLock { (inside) throws(StoreError) in
      try inside.write(profile)
      try inside.loadProfiles()
    }
  }
}

extension SecurityDatabase.Inside {
  /// Writes a profile into the file; it counts from the next refresh on.
  func write(_ profile: PTKTDATAProfile) throws(StoreError) {
    var masked: SQLite.Value = .null
    var label: SQLite.Value = .null
    switch profile.legacy {
    case .none: break
    case .masked(let wrapped): masked = .blob(wrapped)
    case .encrypted(let name): label = .text(name.text)
    }
    let rules = profile.enhanced?.rules ?? profile.waitingRules
    _ = try sqlite.run(
      """
      INSERT OR REPLACE INTO ptktdata
      (name, masked, label, enhanced_label, form, timeout, replay, appldata, owner, data, uacc)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """,
      .text(profile.name.description), masked, label,
      .optional(profile.enhanced?.label.text), .optional(rules?.form.rawValue),
      rules.map { .integer($0.timeout) } ?? .null,
      rules.map { .integer($0.allowsReplay ? 1 : 0) } ?? .null,
      .text(profile.applicationData), .text(profile.owner), .text(profile.installationData),
      .text(profile.universalAccess))
  }
}
