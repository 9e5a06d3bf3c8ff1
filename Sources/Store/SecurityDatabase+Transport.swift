import Bytes
public import Crypto
public import Keystore
public import Names
import Platform
import SAF
import Synchronization

/// Keys of the CKDS on their way to another system and back, and the master keys of the built-in card.
extension SecurityDatabase {
  /// Keys under a transport key; all where no label is said.
  public func exportKeys(
    _ labels: [KeyLabel], passphrase: borrowing Secret
  ) throws(StoreError) -> [String] {
    var keys: [KeyBundle.Key] = []
    for token in try tokens(labels) {
      let value: SharedSecret?
      do throws(ServiceFailure) {
        value = try withCard(for: token) { (card) throws(ServiceFailure) -> SharedSecret? in
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
      keys.append(KeyBundle.Key(label: token.label, kind: token.kind, value: value))
    }
    do {
      return try KeyBundle.seal(keys, passphrase: passphrase)
    } catch {
      throw StoreError(path: "keys export", reason: error.description)
    }
  }

  /// Keys as they are in the CKDS, under the master keys of its card.
  public func copyKeys(_ labels: [KeyLabel]) throws(StoreError) -> [String] {
    KeyBundle.copy(try tokens(labels))
  }

  private func tokens(_ labels: [KeyLabel]) throws(StoreError) -> [KeyToken] {
    let all = inside.withLock { $0.tokens }
    if labels.isEmpty { return all.values.sorted { $0.label < $1.label } }
    var found: [KeyToken] = []
    for label in labels {
      guard let token = all[label] else {
        throw StoreError(path: "CKDS \(label)", reason: "no key has this label")
      }
      found.append(token)
    }
    return found
  }

  /// Puts the keys of a file into the CKDS; all of them or none where one cannot be put there.
  /// - Parameters:
  ///   - passphrase: of the transport key; a copy of a CKDS wants none.
  ///   - replaces: whether keys that are there under these labels are replaced.
  /// - Returns: labels with their check values.
  public func importKeys(
    _ lines: [String], passphrase: borrowing Secret, replaces: Bool
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
    switch content {
    case .keys(let keys): return try install(keys, replaces)
    case .tokens(let tokens): return try install(tokens, replaces)
    }
  }

  /// What a file of keys has.
  private enum Content {
    case keys([KeyBundle.Key])
    case tokens([KeyToken])
  }

  private func install(
    _ keys: [KeyBundle.Key], _ replaces: Bool
  ) throws(StoreError) -> [String] {
    try refuseTaken(keys.map(\.label), replaces)
    let labels = Set(keys.map(\.label))
    var tokens: [KeyToken] = []
    for key in keys {
      do throws(ServiceFailure) {
        tokens.append(
          try protect(key.value.secret, label: key.label, kind: key.kind, replacing: labels))
      } catch {
        throw StoreError(path: "CKDS \(key.label)", reason: Self.words(error, key.kind))
      }
    }
    return try write(tokens)
  }

  private func install(
    _ tokens: [KeyToken], _ replaces: Bool
  ) throws(StoreError) -> [String] {
    try refuseTaken(tokens.map(\.label), replaces)
    let usable: [any CryptoCard]
    do throws(ServiceFailure) {
      usable = try usableCards()
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
    return try write(tokens)
  }

  /// Writes tokens into the CKDS as one change.
  private func write(_ tokens: [KeyToken]) throws(StoreError) -> [String] {
    let former = inside.withLock { inside in tokens.compactMap { inside.tokens[$0.label] } }
    try inside.withLock { (inside) throws(StoreError) in
      let sqlite = inside.sqlite
      try sqlite.transaction { () throws(StoreError) in
        for token in tokens {
          try sqlite.run(
            "INSERT OR REPLACE INTO ckds VALUES (?1, ?2, ?3, ?4)", .text(token.label.text),
            .text(token.kind.rawValue), .blob(token.wrapped), .blob(token.pattern))
        }
      }
      try inside.loadTokens()
    }
    for token in former where !tokens.contains(token) { forget(token) }
    return tokens.map { told($0.label, $0.kind) }
  }

  private func refuseTaken(_ labels: [KeyLabel], _ replaces: Bool) throws(StoreError) {
    guard !replaces, let taken = labels.first(where: { hasKey($0) }) else { return }
    throw StoreError(
      path: "CKDS \(taken)", reason: "a key has this label already; --replace replaces it")
  }

  private func told(_ label: KeyLabel, _ kind: KeyToken.Kind) -> String {
    "\(label) \(kind.rawValue) check value \(checkValue(of: label).map { Hex.encode($0) } ?? "N/A")"
  }

  // MARK: Master keys

  /// Loads master keys into the built-in card, from now on and for later starts.
  ///
  /// A master key that the CKDS is not under is refused while there are keys of its type, since none of
  /// them could be used any more.
  public func loadMasterKeys(
    _ new: [MasterKey: SharedSecret]
  ) throws(StoreError) -> [MasterKey: [UInt8]] {
    var patterns: [MasterKey: [UInt8]] = [:]
    for (key, secret) in new {
      let pattern = SoftwareCard.pattern(of: secret.secret)
      patterns[key] = pattern
      let used = inside.withLock { inside in
        Set(inside.tokens.values.filter { $0.kind.masterKey == key }.map(\.pattern))
      }
      guard used.isEmpty || used.contains(pattern) else {
        let wanted = used.map { Hex.encode($0) }.sorted().joined(separator: " ")
        throw StoreError(
          path: "\(key.rawValue)-MK",
          reason:
            "these parts make the master key \(Hex.encode(pattern)), and the CKDS was written "
            + "under \(wanted); nothing was loaded")
      }
    }
    for (key, secret) in new {
      let name = MasterKeyFile.name(key)
      guard Files.credential(name) == nil else {
        throw StoreError(
          path: name, reason: "the service gets this key as a credential; change it there")
      }
      var bytes = secret.secret.withBytes { Array($0) }
      defer { Wipe.bytes(&bytes) }
      let path = keysDirectory + "/" + name
      do {
        try Files.write(bytes, to: path)
      } catch {
        throw StoreError(path: path, reason: error.reason)
      }
    }
    softwareCard.load(des: new[.des], aes: new[.aes])
    return patterns
  }

  /// Master keys of the CKDS that no card in use has.
  public var missingMasterKeys: [MasterKey] {
    let (tokens, deactivated) = inside.withLock { (Array($0.tokens.values), $0.deactivated) }
    let usable = cards.filter { $0.isOnline && !deactivated.contains($0.name) }
    return MasterKey.allCases.filter { key in
      let patterns = Set(tokens.filter { $0.kind.masterKey == key }.map(\.pattern))
      return !patterns.isEmpty
        && !usable.contains { card in card.patterns.map { patterns.contains($0[key]) } == true }
    }
  }

  /// How the cards are, in a few words: what `status` says.
  public var cardState: String {
    guard (try? usableCards()) != nil else { return "offline" }
    let missing = missingMasterKeys
    guard !missing.isEmpty else { return "online" }
    return "with the wrong " + missing.map { "\($0.rawValue)-MK" }.joined(separator: " and ")
  }

  static func words(_ failure: ServiceFailure, _ kind: KeyToken.Kind) -> String {
    TicketFailure(kind == .des ? .encipher(failure) : .authenticate(failure)).meaning
  }
}

/// Files of the built-in card's master keys.
public enum MasterKeyFile {
  public static func name(_ key: MasterKey) -> String {
    switch key {
    case .des: "des-mk.key"
    case .aes: "aes-mk.key"
    }
  }
}
