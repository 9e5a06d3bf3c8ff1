public import Crypto

/// Makes QR codes: bytes, error correction of level M, versions 1 to 10 (ISO/IEC 18004).
public enum QREncoder {
  /// The symbol that says some bytes; nil where they are more than the largest one takes, 213.
  ///
  /// All that it works with is wiped, since the bytes may be a secret.
  public static func symbol(_ data: borrowing Secret) -> QRSymbol? {
    guard let version = QRVersion.smallest(for: data.count) else { return nil }
    return symbol(data, version, mask: nil)
  }

  /// The same in a version, which has to take the bytes, and with a mask; nil for the best one.
  static func symbol(
    _ data: borrowing Secret, _ version: QRVersion, mask: Int?
  ) -> QRSymbol {
    var words = codewords(data, version)
    defer { Wipe.bytes(&words) }
    var plain = QRMatrix(version)
    defer { plain.wipe() }
    plain.place(words)
    var best: (mask: Int, penalty: Int)?
    for mask in mask.map({ [$0] }) ?? Array(0..<8) {
      var tried = plain.masked(mask)
      let penalty = tried.penalty
      tried.wipe()
      if best.map({ penalty < $0.penalty }) ?? true { best = (mask, penalty) }
    }
    var chosen = plain.masked(best?.mask ?? 0)
    defer { chosen.wipe() }
    return QRSymbol(size: version.size, modules: Secret(copying: chosen.modules))
  }

  /// Data and error correction as they are placed: of all blocks the first bytes, then the second ones.
  private static func codewords(
    _ data: borrowing Secret, _ version: QRVersion
  ) -> [UInt8] {
    var bytes = payload(data, version)
    defer { Wipe.bytes(&bytes) }
    let correction = ErrorCorrection(count: version.correction)
    var parts: [[UInt8]] = []
    var start = 0
    for block in 0..<version.blocks {
      let end = start + version.dataCount(ofBlock: block)
      parts.append(correction.codewords(bytes[start..<end]))
      start = end
    }
    var words: [UInt8] = []
    words.reserveCapacity(version.codewords)
    for index in 0..<version.dataCount(ofBlock: version.blocks - 1) {
      var start = 0
      for block in 0..<version.blocks {
        let count = version.dataCount(ofBlock: block)
        if index < count { words.append(bytes[start + index]) }
        start += count
      }
    }
    for index in 0..<version.correction {
      for part in parts { words.append(part[index]) }
    }
    for index in parts.indices { Wipe.bytes(&parts[index]) }
    return words
  }

  /// Mode, count, the bytes and what fills the rest (ISO/IEC 18004 7.4).
  private static func payload(_ data: borrowing Secret, _ version: QRVersion) -> [UInt8] {
    precondition(data.count <= version.capacity, "the version takes the bytes")
    var bytes = [UInt8](repeating: 0, count: version.dataCodewords)
    var bit = 0
    func put(_ value: Int, bits: Int) {
      for place in (0..<bits).reversed() {
        if value >> place & 1 == 1 { bytes[bit / 8] |= 0x80 >> UInt8(bit % 8) }
        bit += 1
      }
    }
    put(0b0100, bits: 4)
    put(data.count, bits: version.countBits)
    for index in 0..<data.count { put(Int(data[index]), bits: 8) }
    // Four bits that end the data, or as many as there is room for.
    bit = min(bytes.count * 8, bit + 4)
    let end = (bit + 7) / 8
    for index in end..<bytes.count { bytes[index] = (index - end) % 2 == 0 ? 0xEC : 0x11 }
    return bytes
  }
}
