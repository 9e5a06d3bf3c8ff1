import Bytes

/// What came of one negotiation command.
enum OptionChange: Equatable {
  case unchanged
  /// The option is now on at the side the command spoke of.
  case enabled
  /// It was on and is now off.
  case disabled
  /// We had asked for it, and the peer will not.
  case refused
}

/// On or off for each option at both sides; answers a command only where it changes something.
///
/// The rule of RFC 1143 without its queue, since we never ask for an option while another answer
/// for it is under way. A refusal is said once for each option below 64; a peer that repeats itself
/// hears nothing, so two machines cannot talk in circles.
struct OptionTable: Sendable {
  /// Bit n is option n; only options below 64 are ever on.
  private struct Side: Sendable, Freezable {
    var on: UInt64 = 0
    var asked: UInt64 = 0
    var refused: UInt64 = 0

    init() {}

    func freeze(into freezer: inout Freezer) {
      freezer.put(on)
      freezer.put(asked)
      freezer.put(refused)
    }

    init(thawing thawer: inout Thawer) throws(ThawError) {
      on = try thawer.take()
      asked = try thawer.take()
      refused = try thawer.take()
    }
  }

  /// Options that we perform.
  private var here = Side()
  /// Options that the peer performs.
  private var there = Side()

  init() {}

  func isOnHere(_ option: TelnetOption) -> Bool { here.on & Self.bit(option) != 0 }
  func isOnThere(_ option: TelnetOption) -> Bool { there.on & Self.bit(option) != 0 }

  /// Appends DO, unless the peer performs the option or was asked.
  mutating func askThere(_ option: TelnetOption, into out: inout [UInt8]) {
    guard (there.on | there.asked) & Self.bit(option) == 0 else { return }
    there.asked |= Self.bit(option)
    out.appendNegotiation(.do, option)
  }

  /// Appends WILL, unless we perform the option or offered it.
  mutating func offerHere(_ option: TelnetOption, into out: inout [UInt8]) {
    guard (here.on | here.asked) & Self.bit(option) == 0 else { return }
    here.asked |= Self.bit(option)
    out.appendNegotiation(.will, option)
  }

  /// Appends WONT for an option that was on; a later DO for it is refused.
  mutating func withdrawHere(_ option: TelnetOption, into out: inout [UInt8]) {
    guard here.on & Self.bit(option) != 0 else { return }
    here.on &= ~Self.bit(option)
    out.appendNegotiation(.wont, option)
  }

  /// Appends DONT for an option that was on; a later WILL for it is refused.
  mutating func withdrawThere(_ option: TelnetOption, into out: inout [UInt8]) {
    guard there.on & Self.bit(option) != 0 else { return }
    there.on &= ~Self.bit(option)
    out.appendNegotiation(.dont, option)
  }

  /// Takes a command of the peer; `accepts` says whether we want the option when the peer proposes.
  mutating func take(
    _ verb: NegotiationVerb, _ option: TelnetOption, accepts: Bool, into out: inout [UInt8]
  ) -> OptionChange {
    switch verb {
    case .will: Self.propose(&there, option, accepts: accepts, yes: .do, no: .dont, into: &out)
    case .wont: Self.decline(&there, option, no: .dont, into: &out)
    case .do: Self.propose(&here, option, accepts: accepts, yes: .will, no: .wont, into: &out)
    case .dont: Self.decline(&here, option, no: .wont, into: &out)
    }
  }

  private static func bit(_ option: TelnetOption) -> UInt64 {
    option.number < 64 ? 1 << UInt64(option.number) : 0
  }

  private static func propose(
    _ side: inout Side, _ option: TelnetOption, accepts: Bool,
    yes: NegotiationVerb, no: NegotiationVerb, into out: inout [UInt8]
  ) -> OptionChange {
    let bit = bit(option)
    if side.on & bit != 0 { return .unchanged }
    if side.asked & bit != 0 {
      side.asked &= ~bit
      side.on |= bit
      return .enabled
    }
    guard accepts, bit != 0 else {
      if side.refused & bit == 0 { out.appendNegotiation(no, option) }
      side.refused |= bit
      return .unchanged
    }
    side.on |= bit
    out.appendNegotiation(yes, option)
    return .enabled
  }

  private static func decline(
    _ side: inout Side, _ option: TelnetOption, no: NegotiationVerb, into out: inout [UInt8]
  ) -> OptionChange {
    let bit = bit(option)
    if side.asked & bit != 0 {
      side.asked &= ~bit
      return .refused
    }
    guard side.on & bit != 0 else { return .unchanged }
    side.on &= ~bit
    out.appendNegotiation(no, option)
    return .disabled
  }
}

extension OptionTable: Freezable {
  /// Appends both sides.
  func freeze(into freezer: inout Freezer) {
    here.freeze(into: &freezer)
    there.freeze(into: &freezer)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    here = try thawer.take()
    there = try thawer.take()
  }
}
