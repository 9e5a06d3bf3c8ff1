public import Crypto
public import Keystore
public import Names

/// Keys at work: the crypto cards, and the key of the security database, under which masked keys lie.
///
/// What a card does may take as long as the card; nothing here waits for anything else.
public struct KeyService: Sendable {
  /// All cards, the first choice first.
  public let cards: [any CryptoCard]
  private let localKey: SharedSecret

  /// `localKey`: 32 bytes.
  public init(cards: [any CryptoCard], localKey: SharedSecret) {
    self.cards = cards
    self.localKey = localKey
  }

  /// The same keys with other cards.
  public func with(cards: [any CryptoCard]) -> KeyService {
    KeyService(cards: cards, localKey: localKey)
  }

  // MARK: Cards

  /// Cards that answer and are in use; fails where there are none, or ICSF is not started.
  public func usable(_ icsf: ICSFSettings) throws(ServiceFailure) -> [any CryptoCard] {
    guard icsf.isStarted else { throw .notStarted }
    let usable = online(icsf)
    if usable.isEmpty { throw .notAvailable }
    return usable
  }

  private func online(_ icsf: ICSFSettings) -> [any CryptoCard] {
    cards.filter { $0.isOnline && !icsf.deactivated.contains($0.name) }
  }

  /// Uses a token with the first card that has its master key; where that card fails, since it was
  /// pulled in this moment or cannot unwrap, with the next.
  public func withCard<Result>(
    for token: KeyToken, _ icsf: ICSFSettings,
    body: (any CryptoCard) throws(ServiceFailure) -> Result
  ) throws(ServiceFailure) -> Result {
    let usable = try usable(icsf)
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

  /// Puts a key under a master key, by the first card that answers and has the CKDS's master key.
  ///
  /// The CKDS is never mixed: a card that has another master key than the CKDS was written under is
  /// not used, as ICSF would not use it.
  ///
  /// `replaced`: labels whose keys go when this one has come.
  public func protect(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind,
    replacing replaced: Set<KeyLabel>,
    in state: SecurityState
  ) throws(ServiceFailure) -> KeyToken {
    let patterns = state.patterns(kind.masterKey, without: replaced)
    let card = try usable(state.icsf).first { card in
      patterns.isEmpty || card.patterns.map { patterns.contains($0[kind.masterKey]) } == true
    }
    guard let card else { throw .otherMasterKey }
    return try card.protect(key, label: label, kind: kind)
  }

  /// Lets cards that keep keys themselves let them go.
  public func forget(_ tokens: [KeyToken]) {
    for token in tokens {
      for card in cards where card.isOnline { card.forget(token) }
    }
  }

  /// Master keys of the CKDS that no card in use has.
  public func missingMasterKeys(_ state: SecurityState) -> [MasterKey] {
    let usable = online(state.icsf)
    return MasterKey.allCases.filter { key in
      let patterns = state.patterns(key)
      return !patterns.isEmpty
        && !usable.contains { card in card.patterns.map { patterns.contains($0[key]) } == true }
    }
  }

  /// How the cards are, in a few words: what `status` says.
  public func cardState(_ state: SecurityState) -> String {
    guard (try? usable(state.icsf)) != nil else { return "offline" }
    let missing = missingMasterKeys(state)
    guard !missing.isEmpty else { return "online" }
    return "with the wrong " + missing.map { "\($0.rawValue)-MK" }.joined(separator: " and ")
  }

  // MARK: Masked keys

  /// A masked key as it is kept: under the database's own key.
  public func mask(_ key: borrowing Secret) throws(StoreError) -> [UInt8] {
    do {
      return try KeyWrap.wrap(key, under: localKey.secret)
    } catch {
      throw StoreError(path: "masked key", reason: error.description)
    }
  }

  /// A masked key in the clear.
  public func unmask(_ wrapped: [UInt8]) throws(CryptoError) -> Secret {
    try KeyWrap.unwrap(wrapped, under: localKey.secret)
  }

  // MARK: Check values

  /// Bytes of a check value: enough to tell keys apart, too few to find one.
  private static let checkLength = 3

  /// First bytes of a known text under a key of the CKDS; nil where no card can open it.
  public func check(_ token: KeyToken, _ icsf: ICSFSettings) -> [UInt8]? {
    try? withCard(for: token, icsf) { (card) throws(ServiceFailure) in
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

  /// The same of a masked key.
  public func maskedCheck(_ wrapped: [UInt8]) -> [UInt8]? {
    guard let key = try? unmask(wrapped), let des = try? DES(key: key) else { return nil }
    return (try? des.encipher(0)).map(Self.head)
  }

  private static func head(_ block: UInt64) -> [UInt8] {
    (0..<checkLength).map { UInt8(truncatingIfNeeded: block >> (56 - 8 * $0)) }
  }
}
