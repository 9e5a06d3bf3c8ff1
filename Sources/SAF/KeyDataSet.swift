import Bytes
public import Crypto
public import Keystore
public import Names
public import Time

/// The CKDS: keys that come, go, get another label, and go to other systems.
public struct KeyDataSet: Sendable {
  private let manager: SecurityManager

  /// The CKDS of a security manager.
  public init(_ manager: SecurityManager) { self.manager = manager }

  // MARK: One key

  /// What puts a key into the CKDS, under the card's master key for its type.
  ///
  /// `replaced`: labels whose keys go when this one has come.
  public static func entry(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind,
    replacing replaced: Set<KeyLabel> = [], isMade: Bool = false, in state: SecurityState,
    by keys: KeyService
  ) throws(StoreError) -> SecurityChange {
    do {
      let token = try keys.protect(
        key, label: label, kind: kind, replacing: replaced.union([label]), in: state)
      return .key(token, isMade: isMade)
    } catch {
      throw StoreError(path: "CKDS \(label)", reason: TicketFailure(.encipher(error)).meaning)
    }
  }

  /// Puts a key into the CKDS, or replaces the key of its label.
  public func store(
    _ key: borrowing Secret, label: KeyLabel, kind: KeyToken.Kind, at time: WallTime
  ) throws(StoreError) {
    let key = SharedSecret(key.copy())
    try manager.change(at: time) { (state) throws(StoreError) in
      ((), [try Self.entry(key.secret, label: label, kind: kind, in: state, by: manager.keys)])
    }
  }

  /// What gives a key of the CKDS another label.
  public static func renaming(
    _ label: KeyLabel, to new: KeyLabel, in state: SecurityState
  ) throws(StoreError) -> [SecurityChange] {
    guard let token = state.tokens[label] else { throw missing(label) }
    guard state.tokens[new] == nil else {
      throw StoreError(path: "CKDS \(new)", reason: "a key has this label already")
    }
    let renamed = KeyToken(
      label: new, kind: token.kind, wrapped: token.wrapped, pattern: token.pattern)
    return [.removeKey(label), .key(renamed, isMade: false)]
  }

  private static func missing(_ label: KeyLabel) -> StoreError {
    StoreError(path: "CKDS \(label)", reason: "no key has this label")
  }

  // MARK: To another system, and back

  /// Keys under a transport key; all where no label is said.
  public func exported(
    _ labels: [KeyLabel], passphrase: borrowing Secret
  ) throws(StoreError) -> [String] {
    let state = manager.state
    var found: [KeyBundle.Key] = []
    for token in try Self.tokens(labels, state) {
      let value: SharedSecret?
      do throws(ServiceFailure) {
        value = try manager.keys.withCard(for: token, state.icsf) {
          (card) throws(ServiceFailure) -> SharedSecret? in
          guard let secret = try card.reveal(token) else { return nil }
          return SharedSecret(secret)
        }
      } catch {
        throw StoreError(path: "CKDS \(token.label)", reason: Self.words(error, token.kind))
      }
      guard let value else {
        throw StoreError(
          path: "CKDS \(token.label)",
          reason: "the crypto card lets no key out; copy the CKDS (keys copy) to a card with the "
            + "same master keys, or enter the key there as it was entered here")
      }
      found.append(KeyBundle.Key(label: token.label, kind: token.kind, value: value))
    }
    do {
      return try KeyBundle.seal(found, passphrase: passphrase)
    } catch {
      throw StoreError(path: "keys export", reason: error.description)
    }
  }

  /// Keys as they are in the CKDS, under the master keys of its card.
  public func copied(_ labels: [KeyLabel]) throws(StoreError) -> [String] {
    KeyBundle.copy(try Self.tokens(labels, manager.state))
  }

  private static func tokens(
    _ labels: [KeyLabel], _ state: SecurityState
  ) throws(StoreError) -> [KeyToken] {
    if labels.isEmpty { return state.tokens.values.sorted { $0.label < $1.label } }
    var found: [KeyToken] = []
    for label in labels {
      guard let token = state.tokens[label] else { throw missing(label) }
      found.append(token)
    }
    return found
  }

  /// What a file of keys has.
  private enum Content {
    case keys([KeyBundle.Key])
    case tokens([KeyToken])
  }

  /// Puts the keys of a file into the CKDS; all of them or none where one cannot be put there.
  ///
  /// `passphrase`: of the transport key; a copy of a CKDS wants none. `replaces`: whether keys that
  /// are there under these labels are replaced. Returns labels with their check values.
  public func imported(
    _ lines: [String], passphrase: borrowing Secret, replaces: Bool, at time: WallTime
  ) throws(StoreError) -> [String] {
    let content: Content
    do throws(KeyBundle.Fault) {
      content =
        KeyBundle.isCopy(lines)
        ? .tokens(try KeyBundle.tokens(lines))
        : .keys(try KeyBundle.open(lines, passphrase: passphrase))
    } catch {
      throw StoreError(path: "keys import", reason: error.description)
    }
    let tokens = try manager.change(at: time) {
      (state) throws(StoreError) -> ([KeyToken], [SecurityChange]) in
      let tokens = try arriving(content, state, replaces: replaces)
      return (tokens, tokens.map { .key($0, isMade: state.madeLabels.contains($0.label)) })
    }
    let icsf = manager.state.icsf
    return tokens.map { token in
      let check = manager.keys.check(token, icsf).map { Hex.encode($0) } ?? "N/A"
      return "\(token.label) \(token.kind.rawValue) check value \(check)"
    }
  }

  /// The keys of a file, as they will be in the CKDS.
  private func arriving(
    _ content: Content, _ state: SecurityState, replaces: Bool
  ) throws(StoreError) -> [KeyToken] {
    switch content {
    case .keys(let keys):
      try Self.refuseTaken(keys.map(\.label), state, replaces: replaces)
      let labels = Set(keys.map(\.label))
      var tokens: [KeyToken] = []
      for key in keys {
        do throws(ServiceFailure) {
          tokens.append(
            try manager.keys.protect(
              key.value.secret, label: key.label, kind: key.kind, replacing: labels, in: state))
        } catch {
          manager.keys.forget(tokens)
          throw StoreError(path: "CKDS \(key.label)", reason: Self.words(error, key.kind))
        }
      }
      return tokens
    case .tokens(let tokens):
      try Self.refuseTaken(tokens.map(\.label), state, replaces: replaces)
      let usable: [any CryptoCard]
      do throws(ServiceFailure) {
        usable = try manager.keys.usable(state.icsf)
      } catch {
        throw StoreError(path: "keys import", reason: Self.words(error, .des))
      }
      for token in tokens {
        let isKnown = usable.contains { $0.patterns?[token.kind.masterKey] == token.pattern }
        guard isKnown else {
          throw StoreError(
            path: "CKDS \(token.label)",
            reason: "the key is under the \(token.kind.masterKey.rawValue)-MK "
              + "\(Hex.encode(token.pattern)), which no crypto card here has; turnstile card "
              + "load-master-key loads it"
          )
        }
      }
      return tokens
    }
  }

  private static func refuseTaken(
    _ labels: [KeyLabel], _ state: SecurityState, replaces: Bool
  ) throws(StoreError) {
    guard !replaces, let taken = labels.first(where: { state.tokens[$0] != nil }) else { return }
    throw StoreError(
      path: "CKDS \(taken)", reason: "a key has this label already; --replace replaces it")
  }

  private static func words(_ failure: ServiceFailure, _ kind: KeyToken.Kind) -> String {
    TicketFailure(kind == .des ? .encipher(failure) : .authenticate(failure)).meaning
  }
}
