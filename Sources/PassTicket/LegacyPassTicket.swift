public import Crypto
public import Names

/// The PassTicket of 1991: DES, 32 bits of time, eight characters A-Z and 0-9 (z/OS Security Server
/// RACF Macros and Interfaces, Incorporating the PassTicket generator algorithm into your program).
///
/// The key never comes here: `encipher` is DES of one block, by whoever holds the key.
public enum LegacyPassTicket {
  /// Seconds each side of the ticket's time in which it is accepted.
  public static let window: Int64 = 600

  /// Makes the ticket for a second: the low 32 bits of the seconds since 1970 in UTC.
  public static func generate<Failure: Error>(
    user: UserID, application: TicketName, time: UInt32,
    encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> Secret {
    let names = TicketNames(user: user, application: application)
    let masked = try mask(names, encipher) ^ time
    let coded = try code(masked, names, encipher: encipher)
    return translate(coded)
  }

  /// The second that a ticket was made for, or nil where it is none for these names and this key.
  ///
  /// No search: a ticket decodes to exactly one word of 32 bits, or none.
  public static func time<Failure: Error>(
    of ticket: borrowing Secret, user: UserID, application: TicketName,
    encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> UInt32? {
    guard let coded = word(ticket) else { return nil }
    let names = TicketNames(user: user, application: application)
    let masked = try decode(coded, names, encipher: encipher)
    return try masked ^ mask(names, encipher)
  }

  /// Whether a ticket's second lies in the window around now, modulo 32 bits.
  public static func isInWindow(_ time: UInt32, now: Int64) -> Bool {
    let difference = Int64(Int32(bitPattern: time &- UInt32(truncatingIfNeeded: now)))
    return abs(difference) <= window
  }

  /// Steps 1 to 3: what the time is hidden with.
  private static func mask<Failure: Error>(
    _ names: TicketNames, _ encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> UInt32 {
    let first = try encipher(names.user)
    let second = try encipher(first ^ names.application)
    return UInt32(second >> 32)
  }

  /// The user ID without blanks, padded with X'55' to 12 bytes, as the time-coder takes it.
  private static func pads(_ names: TicketNames) -> (odd: UInt64, even: UInt64) {
    let pad = names.userBytes + Array(repeating: 0x55, count: 12 - names.userBytes.count)
    return (
      pad[..<6].reduce(0) { $0 << 8 | UInt64($1) }, pad[6...].reduce(0) { $0 << 8 | UInt64($1) }
    )
  }

  /// The time-coder: six rounds over two halves of 16 bits.
  private static func code<Failure: Error>(
    _ value: UInt32, _ names: TicketNames, encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> UInt32 {
    let pads = pads(names)
    var left = UInt16(value >> 16)
    var right = UInt16(value & 0xFFFF)
    for round in 0..<6 {
      let pad = round.isMultiple(of: 2) ? pads.odd : pads.even
      let scrambled = UInt16(try encipher(UInt64(right) << 48 | pad) >> 48) ^ left
      left = right
      right = Permutation.apply(scrambled, round: round)
    }
    return UInt32(left) << 16 | UInt32(right)
  }

  private static func decode<Failure: Error>(
    _ value: UInt32, _ names: TicketNames, encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> UInt32 {
    let pads = pads(names)
    var left = UInt16(value >> 16)
    var right = UInt16(value & 0xFFFF)
    for round in (0..<6).reversed() {
      let pad = round.isMultiple(of: 2) ? pads.odd : pads.even
      let scrambled = Permutation.invert(right, round: round)
      let before = UInt16(try encipher(UInt64(left) << 48 | pad) >> 48) ^ scrambled
      right = left
      left = before
    }
    return UInt32(left) << 16 | UInt32(right)
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

  /// Six bits of the word for each character; the first begins with the word's last two bits.
  private static func translate(_ word: UInt32) -> Secret {
    let ring = UInt64(word & 3) << 32 | UInt64(word)
    return Secret(count: 8, byte: { alphabet[Int(ring >> UInt64(28 - 4 * $0) & 0x3F) % 36] })
  }

  /// The word that a ticket's characters came from.
  ///
  /// A character leaves two readings of its six bits at most, which differ in the upper two; and
  /// those are the lower two of the character before it, round the ring. So each choice is forced.
  private static func word(_ ticket: borrowing Secret) -> UInt32? {
    guard ticket.count == 8 else { return nil }
    var indices: [Int] = []
    for position in 0..<8 {
      guard let index = alphabet.firstIndex(of: ticket[position]) else { return nil }
      indices.append(index)
    }
    var word: UInt32 = 0
    for (position, index) in indices.enumerated() {
      let upper = indices[(position + 7) % 8] & 3
      let six = index >> 4 == upper ? index : index + 36
      guard six <= 63, six >> 4 == upper else { return nil }
      word = word << 4 | UInt32(six & 0x0F)
    }
    return word
  }
}
