public import Crypto
public import Names

/// The PassTicket of 2020: HMAC-SHA-512, 48 bits of time (APAR OA59196; IBM's sample
/// EnhancedPassTicketGenerator).
///
/// The key never comes here: `authenticate` is the HMAC of a message, by whoever holds the key.
public enum EnhancedPassTicket {
  /// Which characters a ticket may have.
  public enum Form: String, CaseIterable, Sendable {
    case upper = "UPPER"
    case mixed = "MIXED"

    var base: UInt64 { self == .mixed ? 64 : 36 }
  }

  private static let alphabet =
    Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_".utf8)

  /// Makes the ticket for a second.
  public static func generate<Failure: Error>(
    user: UserID, application: TicketName, time: Int64, form: Form,
    authenticate: ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> Secret {
    let names = TicketNames(user: user, application: application).both
    let hidden = UInt64(bitPattern: time) & 0xFFFF_FFFF_FFFF ^ leading(try authenticate(names), 6)
    var left = hidden >> 24
    var right = hidden & 0xFF_FFFF
    for round: UInt8 in 1...6 {
      let next =
        (left ^ (try scramble(right, round: round, names: names, authenticate: authenticate)))
        & mask(round, form)
      left = right
      right = next
    }
    let number = left << 24 | right
    let weights = (0..<8).map { digit in (digit + 1..<8).reduce(1) { power, _ in power * form.base }
    }
    return Secret(count: 8, byte: { alphabet[Int(number / weights[$0] % form.base)] })
  }

  /// The second that a ticket was made for; nil where its characters are none of the form's.
  ///
  /// Any such text decodes to some time; only a real ticket's lies near now.
  public static func time<Failure: Error>(
    of ticket: borrowing Secret, user: UserID, application: TicketName, form: Form,
    authenticate: ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> Int64? {
    guard let number = number(ticket, form) else { return nil }
    let names = TicketNames(user: user, application: application).both
    var left = number >> 24
    var right = number & 0xFF_FFFF
    for round: UInt8 in (1...6).reversed() {
      let before =
        (right ^ (try scramble(left, round: round, names: names, authenticate: authenticate)))
        & mask(round, form)
      right = left
      left = before
    }
    let hidden = leading(try authenticate(names), 6)
    // UPPER drops the top seven bits; a real time has zeros there.
    let bits: UInt64 = form == .upper ? 0x1FF_FFFF_FFFF : 0xFFFF_FFFF_FFFF
    return Int64((left << 24 | right) ^ hidden & bits) & Int64(bits)
  }

  private static func number(_ ticket: borrowing Secret, _ form: Form) -> UInt64? {
    guard ticket.count == 8 else { return nil }
    var number: UInt64 = 0
    for index in 0..<8 {
      guard let digit = alphabet.firstIndex(of: ticket[index]), digit < form.base else {
        return nil
      }
      number = number * form.base + UInt64(digit)
    }
    return form == .upper && number >= 1 << 41 ? nil : number
  }

  private static func scramble<Failure: Error>(
    _ half: UInt64, round: UInt8, names: [UInt8],
    authenticate: ([UInt8]) throws(Failure) -> [UInt8]
  ) throws(Failure) -> UInt64 {
    let message =
      [UInt8(half >> 16 & 0xFF), UInt8(half >> 8 & 0xFF), UInt8(half & 0xFF), round] + names
    return leading(try authenticate(message), 3)
  }

  /// UPPER keeps 17 of 24 bits in the odd rounds.
  private static func mask(_ round: UInt8, _ form: Form) -> UInt64 {
    form == .upper && !round.isMultiple(of: 2) ? 0x01_FFFF : 0xFF_FFFF
  }

  private static func leading(_ bytes: [UInt8], _ count: Int) -> UInt64 {
    bytes.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
