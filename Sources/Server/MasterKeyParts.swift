import Bytes
public import Crypto
public import Keystore

/// Parts of master keys, a line each: `DES-MK` or `AES-MK` and 64 hexadecimal digits. The parts of one key
/// make it by exclusive or, as the first, middle and final parts do that ICSF's panels take.
public struct MasterKeyParts {
  /// Why parts make no key.
  public struct Fault: Error, CustomStringConvertible {
    /// The fault, in words.
    public let description: String
  }

  /// The keys that the parts make.
  public private(set) var keys: [MasterKey: SharedSecret] = [:]

  /// `text`: blank lines, and those that begin with `#`, are left out.
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
