import Bytes
public import Crypto
public import Names

/// Keys on their way to another system, as a text: under a transport key that a passphrase stands for, or
/// as they are in the CKDS, under the card's master keys.
///
/// ```
/// TURNSTILE KEYS 1
/// SALT 00112233445566778899AABBCCDDEEFF
/// KEY label type check wrapped
/// MAC code
/// ```
/// The passphrase and the salt give 64 bytes by Argon2id (64 MiB, three passes): the first 32 wrap each key
/// (AES key wrap with padding, RFC 5649), the others are the key of MAC, which is HMAC-SHA-512 over all
/// lines before it, each with its line end. Type is DATA or HMAC, numbers are hexadecimal.
///
/// A copy of the CKDS begins with `TURNSTILE CKDS 1`, and has neither SALT nor MAC; in place of the check
/// value it has the verification pattern of the master key.
public enum KeyBundle {
  /// Why a text is no bundle, or is not opened.
  public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case notABundle
    case badLine(Int)
    case wrongPassphrase
    case damaged(KeyLabel)
    case crypto(CryptoError)

    /// What is wrong with the file, in words for operators.
    public var description: String {
      switch self {
      case .notABundle: "this is no file of keys, which begins with TURNSTILE KEYS 1 or CKDS 1"
      case .badLine(let line): "line \(line) of the file is none that belongs there"
      case .wrongPassphrase: "the passphrase is another, or the file was changed"
      case .damaged(let label): "\(label): the key cannot be opened"
      case .crypto(let error): error.description
      }
    }
  }

  /// A key in the clear.
  public struct Key: Sendable {
    /// Its label in the CKDS.
    public let label: KeyLabel
    /// Its type.
    public let kind: KeyToken.Kind
    /// The key in the clear.
    public let value: SharedSecret

    /// A key with its label and type.
    public init(label: KeyLabel, kind: KeyToken.Kind, value: SharedSecret) {
      self.label = label
      self.kind = kind
      self.value = value
    }
  }

  /// Shortest passphrase, in bytes: whoever has the file may try as many as he likes.
  public static let passphraseLength = 12

  private static let head = "TURNSTILE KEYS 1"
  private static let copyHead = "TURNSTILE CKDS 1"

  /// Whether lines are a copy of a CKDS, which wants no passphrase.
  public static func isCopy(_ lines: [String]) -> Bool { lines.first == copyHead }

  // MARK: Under a transport key

  private struct TransportKeys {
    let wrapping: SharedSecret
    let authentication: SharedSecret

    init(_ passphrase: borrowing Secret, _ salt: [UInt8]) throws(Fault) {
      let both: SharedSecret
      do {
        both = SharedSecret(try PassphraseKey.derive(passphrase, salt: salt, count: 64))
      } catch {
        throw .crypto(error)
      }
      wrapping = SharedSecret(Secret(count: 32, byte: { both.secret[$0] }))
      authentication = SharedSecret(Secret(count: 32, byte: { both.secret[32 + $0] }))
    }

    func code(_ lines: [String]) throws(Fault) -> [UInt8] {
      do {
        return try HMACSHA512.code(
          Array(lines.map { $0 + "\n" }.joined().utf8), key: authentication.secret)
      } catch {
        throw .crypto(error)
      }
    }
  }

  /// The lines of a bundle.
  public static func seal(
    _ keys: [Key], passphrase: borrowing Secret
  ) throws(Fault) -> [String] {
    do {
      let random = SharedSecret(try Random.secret(count: PassphraseKey.saltCount))
      let salt = (0..<PassphraseKey.saltCount).map { random.secret[$0] }
      let transport = try TransportKeys(passphrase, salt)
      var lines = [head, "SALT \(Hex.encode(salt))"]
      for key in keys {
        let wrapped = try KeyWrap.wrap(key.value.secret, under: transport.wrapping.secret)
        let check = try KeyCheck.value(of: key.value.secret, key.kind)
        lines.append(
          "KEY \(key.label) \(key.kind.rawValue) \(Hex.encode(check)) \(Hex.encode(wrapped))")
      }
      return lines + ["MAC \(Hex.encode(try transport.code(lines)))"]
    } catch let error as Fault {
      throw error
    } catch let error as CryptoError {
      throw .crypto(error)
    } catch {
      throw .notABundle
    }
  }

  /// The keys of a bundle; nothing of it counts where one byte was changed.
  public static func open(
    _ lines: [String], passphrase: borrowing Secret
  ) throws(Fault) -> [Key] {
    guard lines.first == head, lines.count >= 3 else { throw .notABundle }
    let saltWords = lines[1].split(separator: " ")
    guard saltWords.count == 2, saltWords[0] == "SALT", let salt = bytes(saltWords[1]),
      salt.count == PassphraseKey.saltCount
    else { throw .badLine(2) }
    let transport = try TransportKeys(passphrase, salt)
    let code = try transport.code(Array(lines.dropLast()))
    let last = lines[lines.count - 1].split(separator: " ")
    guard last.count == 2, last[0] == "MAC", let said = bytes(last[1]) else {
      throw .badLine(lines.count)
    }
    guard Secret(copying: said).isEqual(to: Secret(copying: code)) else { throw .wrongPassphrase }
    var keys: [Key] = []
    for (index, line) in lines.enumerated().dropFirst(2).dropLast() {
      let (label, kind, check, wrapped) = try entry(line, index + 1)
      guard let value = try? KeyWrap.unwrap(wrapped, under: transport.wrapping.secret),
        kind == .des ? value.count == 8 : (32...256).contains(value.count)
      else { throw .damaged(label) }
      let shared = SharedSecret(value)
      guard (try? KeyCheck.value(of: shared.secret, kind)) == check else { throw .damaged(label) }
      keys.append(Key(label: label, kind: kind, value: shared))
    }
    return keys
  }

  // MARK: As they are in the CKDS

  /// The lines of a copy.
  public static func copy(_ tokens: [KeyToken]) -> [String] {
    [copyHead]
      + tokens.map {
        "KEY \($0.label) \($0.kind.rawValue) \(Hex.encode($0.pattern)) \(Hex.encode($0.wrapped))"
      }
  }

  /// The tokens of a copy.
  public static func tokens(_ lines: [String]) throws(Fault) -> [KeyToken] {
    guard isCopy(lines) else { throw .notABundle }
    var tokens: [KeyToken] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let (label, kind, pattern, wrapped) = try entry(line, index + 1)
      tokens.append(KeyToken(label: label, kind: kind, wrapped: wrapped, pattern: pattern))
    }
    return tokens
  }

  // MARK: Lines

  private static func entry(
    _ line: String, _ number: Int
  ) throws(Fault) -> (KeyLabel, KeyToken.Kind, [UInt8], [UInt8]) {
    let words = line.split(separator: " ")
    guard words.count == 5, words[0] == "KEY", let label = KeyLabel(words[1]),
      let kind = KeyToken.Kind(rawValue: String(words[2])), let first = bytes(words[3]),
      let second = bytes(words[4]), !second.isEmpty, second.count <= 512
    else { throw .badLine(number) }
    return (label, kind, first, second)
  }

  private static func bytes(_ text: Substring) -> [UInt8]? { Hex.decode(text) }
}
