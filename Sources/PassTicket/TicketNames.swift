import EBCDIC
import Names

/// The two names that go into a ticket, in EBCDIC (z/OS Security Server RACF Macros and Interfaces,
/// Incorporating the PassTicket generator algorithm into your program).
struct TicketNames {
  /// The user ID, padded with blanks to 8 bytes.
  let user: UInt64
  /// The application name, padded with blanks to 8 bytes.
  let application: UInt64
  /// The user ID without padding.
  let userBytes: [UInt8]

  init(user: UserID, application: TicketName) {
    userBytes = Self.encode(user.packed)
    self.user = Self.block(userBytes, padding: 0x40)
    self.application = Self.block(Self.encode(application.packed), padding: 0x40)
  }

  /// User and application, 16 bytes, as the enhanced algorithm takes them.
  var both: [UInt8] { Self.bytes(user) + Self.bytes(application) }

  static func bytes(_ block: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: block >> (56 - 8 * $0)) }
  }

  static func block(_ bytes: some Collection<UInt8>, padding: UInt8) -> UInt64 {
    var block: UInt64 = 0
    for byte in bytes.prefix(8) { block = block << 8 | UInt64(byte) }
    for _ in bytes.count..<max(8, bytes.count) { block = block << 8 | UInt64(padding) }
    return block
  }

  private static func encode(_ name: PackedName) -> [UInt8] {
    CodePage.cp037.encode(name.text)
  }
}
