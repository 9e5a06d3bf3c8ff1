import Bytes
import Crypto
import Keystore
import Names
import Platform
import SAF
import Store
import Time

/// Keys on their way to another system, and master keys: what administrators ask of them.
struct KeyRequests {
  let database: SecurityDatabase
  /// Who asks.
  let author: AuditAuthor

  typealias Answer = Administration.Answer

  /// Longest passphrase, in bytes: a line that somebody typed.
  private static let passphraseLimit = 1024

  /// `KEYS EXPORT`, `COPY`, `IMPORT` and `REPLACE`: a passphrase is the body's first line, and behind it are
  /// the lines of a file.
  func carry(_ operands: [String], _ body: [UInt8]) -> Answer {
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
    let data = KeyDataSet(database.manager.acting(author))
    do {
      switch operands[0].uppercased() {
      case "EXPORT":
        guard passphrase.count >= KeyBundle.passphraseLength else {
          return .failed("the passphrase has at least \(KeyBundle.passphraseLength) characters")
        }
        let lines = try data.exported(labels, passphrase: passphrase)
        note(labels, "exported")
        return Answer(lines: lines)
      case "COPY":
        let lines = try data.copied(labels)
        note(labels, "copied")
        return Answer(lines: lines)
      case "IMPORT", "REPLACE":
        let text = end < body.endIndex ? body[(end + 1)...] : []
        let lines = text.split(separator: 0x0A).map { line in
          String(decoding: line.filter { $0 != 0x0D }, as: UTF8.self)
        }
        return Answer(
          lines: try data.imported(
            lines, passphrase: passphrase, replaces: operands[0].uppercased() == "REPLACE",
            at: Clock.wall()))
      default: return .failed("say KEYS EXPORT, COPY, IMPORT or REPLACE")
      }
    } catch {
      return .failed("\(error)")
    }
  }

  /// Keys that leave the system change nothing here, and are in the audit all the same.
  ///
  /// `labels`: which ones; all where there are none.
  private func note(_ labels: [KeyLabel], _ what: String) {
    let manager = database.manager.acting(author)
    for label in labels.isEmpty ? ["(all)"] : labels.map(\.text) {
      manager.note(.key, of: label, detail: what, at: Clock.wall())
    }
  }

  /// `MASTERKEY LOAD`: parts of the built-in card's master keys.
  func loadMasterKeys(_ body: [UInt8]) -> Answer {
    do {
      let keys = try MasterKeyParts(WipedText(copying: body).slice).keys
      let patterns = try database.loadMasterKeys(keys, by: author)
      return Answer(
        lines: MasterKey.allCases.compactMap { key in
          patterns[key].map { "\(key.rawValue)-MK verification pattern \(Hex.encode($0))" }
        })
    } catch {
      return .failed("\(error)")
    }
  }
}
