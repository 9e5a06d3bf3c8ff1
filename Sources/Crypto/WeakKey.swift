/// The weak keys of DES: it undoes itself under one of them, or under two of them in turn (FIPS 74,
/// NIST SP 800-67).
public enum WeakKey {
  /// The 4 weak keys and the 12 half-weak ones, with odd parity.
  private static let keys: Set<UInt64> = [
    0x0101_0101_0101_0101, 0xFEFE_FEFE_FEFE_FEFE, 0x1F1F_1F1F_0E0E_0E0E, 0xE0E0_E0E0_F1F1_F1F1,
    0x01FE_01FE_01FE_01FE, 0xFE01_FE01_FE01_FE01, 0x1FE0_1FE0_0EF1_0EF1, 0xE01F_E01F_F10E_F10E,
    0x01E0_01E0_01F1_01F1, 0xE001_E001_F101_F101, 0x1FFE_1FFE_0EFE_0EFE, 0xFE1F_FE1F_FE0E_FE0E,
    0x011F_011F_010E_010E, 0x1F01_1F01_0E01_0E01, 0xE0FE_E0FE_F1FE_F1FE, 0xFEE0_FEE0_FEF1_FEF1,
  ]
  /// The bits that DES uses: the lowest of each byte is parity.
  private static let used: UInt64 = 0xFEFE_FEFE_FEFE_FEFE
  private static let bare = Set(keys.map { $0 & used })

  /// Whether 8 bytes are such a key, whatever their parity.
  public static func contains(_ key: borrowing Secret) -> Bool {
    guard key.count == 8 else { return false }
    return bare.contains(key.withBytes { $0.reduce(0) { $0 << 8 | UInt64($1) } } & used)
  }
}
