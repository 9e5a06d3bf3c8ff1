import Bytes
import EBCDIC
import Synchronization

/// Secrets that nobody else has, each planted in one place; so that whoever finds one knows where it leaked.
final class PlantedSecrets: Sendable {
  /// Where a secret was planted.
  enum Kind: String, CaseIterable, Sendable {
    case deckPassword = "password in a deck"
    case newPassword = "new password at sign-on"
    case wrongPassword = "wrong password at sign-on"
    case wrongUnlock = "wrong password at a locked terminal"
    case hiddenField = "host's hidden field, sent"
    case savedField = "host's hidden field, left half-typed"
    case hostTicket = "ticket that a host was sent"
    case askedTicket = "ticket for an administrator"
    case passPhrase = "pass phrase of exported keys"
    case maskedKey = "key in a deck of RACF's commands"
    case clearKey = "key in a deck of KGUP's statements"
  }

  /// One of them: its text, or for a key its hexadecimal digits.
  struct Secret: Hashable, Sendable {
    let kind: Kind
    let text: String
  }

  private let all = Mutex<[Secret]>([])
  private let seed: UInt64

  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

  /// The same seed makes the same secrets.
  init(seed: UInt64) { self.seed = seed }

  /// How many were planted.
  var count: Int { all.withLock { $0.count } }
  /// Those that were planted.
  var planted: [Secret] { all.withLock { $0 } }

  /// A password of eight characters, which is planted from now on.
  ///
  /// - `number`: of the secret among those of its kind.
  func password(_ kind: Kind, _ number: Int) -> String { add(kind, made(kind, number)) }

  /// A password as it was made before, or will be.
  func made(_ kind: Kind, _ number: Int) -> String {
    var value = random(kind, number)
    // A letter first, as RACF wants it, and a digit, as some rules do.
    var bytes = [UInt8(ascii: "Q")]
    for _ in 0..<6 {
      bytes.append(Self.letters[Int(value % 36)])
      value /= 36
    }
    bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A phrase of more than eight characters, which is planted from now on.
  func phrase(_ kind: Kind, _ number: Int) -> String {
    add(kind, "phrase \(Hex.encode(bytes(random(kind, number)))) of words")
  }

  /// A DES key in hexadecimal digits, which is planted from now on.
  func key(_ kind: Kind, _ number: Int) -> String {
    add(kind, Hex.encode(bytes(random(kind, number))))
  }

  /// A secret that the server made.
  @discardableResult
  func add(_ kind: Kind, _ text: String) -> String {
    all.withLock { $0.append(Secret(kind: kind, text: text)) }
    return text
  }

  private func bytes(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func random(_ kind: Kind, _ number: Int) -> UInt64 {
    let place = UInt64(Kind.allCases.firstIndex(of: kind) ?? 0)
    var dice = LoadDice(
      seed &* 0xD1B5_4A32_D192_ED03 ^ place << 40 ^ UInt64(bitPattern: Int64(number)))
    return dice.next()
  }
}

extension PlantedSecrets.Secret {
  /// How it may stand in a file or in memory, by what that is called.
  var forms: [(form: String, bytes: [UInt8])] {
    let text = Array(self.text.utf8)
    let page = CodePage.cp037.encode(self.text)
    var wide: [UInt8] = []
    for byte in text { wide += [byte, 0] }
    let digits = [
      ("ASCII in hexadecimal", Array(Hex.encode(text).utf8)),
      ("EBCDIC in hexadecimal", Array(Hex.encode(page).utf8)),
    ]
    var forms = [("ASCII", text), ("EBCDIC", page), ("UTF-16", wide)] + digits
    forms += digits.map { ($0.0, lowercased($0.1)) }
    if [.maskedKey, .clearKey].contains(kind), let key = Hex.decode(self.text) {
      forms.append(("bytes", key))
    }
    return forms.map { (form: $0.0, bytes: $0.1) }
  }

  private func lowercased(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}
