import Bytes
public import Crypto
public import Keystore
import Names
import Store

/// Keys on their way to another system, and master keys.
extension Administration {
  /// Longest passphrase, in bytes: a line that somebody typed.
  private static let passphraseLimit = 1024

  /// `KEYS EXPORT`, `COPY`, `IMPORT` and `REPLACE`: a passphrase is the body's first line, and behind it are
  /// the lines of a file.
  func keys(_ operands: [String], _ body: [UInt8]) -> Answer {
    let end = body.firstIndex(of: 0x0A) ?? body.endIndex
    var first = Array(body[..<end])
    defer { Wipe.bytes(&first) }
    while first.last == 0x0D { first.removeLast() }
    guard first.count <= Self.passphraseLimit else {
      return .failed("a passphrase has at most \(Self.passphraseLimit) bytes")
    }
    let passphrase = Secret(copying: first)
    var labels: [KeyLabel] = []
    for word in operands.dropFirst() {
      guard let label = KeyLabel(word) else { return .failed("a label of those is no label") }
      labels.append(label)
    }
    do {
      switch operands[0].uppercased() {
      case "EXPORT":
        guard passphrase.count >= KeyBundle.passphraseLength else {
          return .failed("the passphrase has at least \(KeyBundle.passphraseLength) characters")
        }
        return Answer(lines: try database.exportKeys(labels, passphrase: passphrase))
      case "COPY": return Answer(lines: try database.copyKeys(labels))
      case "IMPORT", "REPLACE":
        let text = end < body.endIndex ? body[(end + 1)...] : []
        let lines = text.split(separator: 0x0A).map { line in
          String(decoding: line.filter { $0 != 0x0D }, as: UTF8.self)
        }
        return Answer(
          lines: try database.importKeys(
            lines, passphrase: passphrase, replaces: operands[0].uppercased() == "REPLACE"))
      default: return .failed("say KEYS EXPORT, COPY, IMPORT or REPLACE")
      }
    } catch {
      return .failed("\(error)")
    }
  }

  /// `MASTERKEY LOAD`: parts of the built-in card's master keys.
  func loadMasterKeys(_ body: [UInt8]) -> Answer {
    do {
      let keys = try MasterKeyParts(WipedText(copying: body).slice).keys
      let patterns = try database.loadMasterKeys(keys)
      return Answer(
        lines: MasterKey.allCases.compactMap { key in
          patterns[key].map { "\(key.rawValue)-MK verification pattern \(Hex.encode($0))" }
        })
    } catch {
      return .failed("\(error)")
    }
  }
}

/// Parts of master keys, a line each: `DES-MK` or `AES-MK` and 64 hexadecimal digits. The parts of one key
/// make it by exclusive or, as the first, middle and final parts do that ICSF's panels take.
public struct MasterKeyParts {
  public struct Fault: Error, CustomStringConvertible {
    public let description: String
  }

  public private(set) var keys: [MasterKey: SharedSecret] = [:]

  /// - Parameter text: blank lines, and those that begin with `#`, are left out.
  public init(_ text: WipedSlice) throws(Fault) {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let words = line.split { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
      guard let first = words.first, first.first != 0x23 else { continue }
      let key = MasterKey.allCases.first { first.elementsEqual("\($0.rawValue)-MK".utf8) }
      let length = SoftwareCard.masterKeyLength
      guard let key, words.count == 2, words[1].count == 2 * length,
        words[1].allSatisfy({ Hex.value($0) != nil })
      else {
        throw Fault(
          description: "line \(index + 1): DES-MK or AES-MK and \(2 * length) hexadecimal digits "
            + "are expected")
      }
      let digits = words[1]
      let start = digits.startIndex
      let former = keys[key]
      keys[key] = SharedSecret(
        Secret(
          count: length,
          byte: { place in
            let high = Hex.value(digits[start + 2 * place]) ?? 0
            let low = Hex.value(digits[start + 2 * place + 1]) ?? 0
            return (high << 4 | low) ^ (former.map { $0.secret[place] } ?? 0)
          }))
    }
    guard !keys.isEmpty else { throw Fault(description: "there is no part of a master key") }
  }
}
