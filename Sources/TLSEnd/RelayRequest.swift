public import Bytes

/// What a server asks of a TLS end, one packet each.
public enum RelayRequest: Hashable, Sendable {
  /// Speaks TLS with the peer of the first descriptor, and in clear at the second, which come with the
  /// packet. What was said before TLS and is not sent yet goes first.
  case serve(RelayOrder)
  /// How many bytes went each way at these pairs. The answer has the question's number: a server that died
  /// may have left answers unread.
  case count(question: UInt64, [UInt64])
  /// Another TLS end takes new connections from now on: this one ends with its last.
  case retire

  /// Descriptors that come with an order: the peer's, and the end of the clear side.
  public static let descriptors = 2
}

/// One connection for a TLS end.
public struct RelayOrder: Hashable, Sendable {
  /// The connection's name, which the server gave.
  public let pair: UInt64
  /// Whose rules it keeps to.
  public let rules: RelayRules
  /// The name that a host's certificate must have; empty for a terminal.
  public let host: String
  /// What goes to the peer before TLS, in clear: the end of telnet's agreement on STARTTLS.
  public let prefix: [UInt8]

  /// An order for one connection.
  public init(pair: UInt64, rules: RelayRules, host: String, prefix: [UInt8]) {
    self.pair = pair
    self.rules = rules
    self.host = host
    self.prefix = prefix
  }
}

/// What a TLS end tells a server, one packet each.
public enum RelayNotice: Hashable, Sendable {
  /// Why a pair's connection ended, where it broke after TLS was up. The clear side's end comes later.
  case broken(UInt64, RelayFault)
  /// Bytes that went each way at those of the pairs that are there.
  case counts(question: UInt64, [RelayCounts])
}

/// Bytes that went each way at the clear side of a pair, since it was made.
public struct RelayCounts: Hashable, Sendable {
  /// The connection's name.
  public let pair: UInt64
  /// Bytes that the server has written, exactly; all of them reach the peer or fall with it.
  public let written: UInt64
  /// Bytes for the server, of which some may lie unread at its end (`Sockets.readable`).
  public let given: UInt64

  /// Counts of one pair.
  public init(pair: UInt64, written: UInt64, given: UInt64) {
    self.pair = pair
    self.written = written
    self.given = given
  }
}

extension RelayOrder: Freezable {
  /// Appends the order.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(pair)
    freezer.put(rules)
    freezer.put(host)
    freezer.put(bytes: prefix)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(
      pair: try thawer.take(), rules: try thawer.take(), host: try thawer.take(),
      prefix: try thawer.run())
  }
}

extension RelayRequest: Freezable {
  /// Appends what is asked.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .serve(let order):
      freezer.put(byte: 0)
      freezer.put(order)
    case .count(let question, let pairs):
      freezer.put(byte: 1)
      freezer.put(question)
      freezer.put(pairs)
    case .retire: freezer.put(byte: 2)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .serve(try thawer.take())
    case 1: self = .count(question: try thawer.take(), try thawer.take())
    case 2: self = .retire
    default: throw .invalid("request")
    }
  }
}

extension RelayCounts: Freezable {
  /// Appends the counts.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(pair)
    freezer.put(written)
    freezer.put(given)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(
      pair: try thawer.take(), written: try thawer.take(), given: try thawer.take())
  }
}

extension RelayNotice: Freezable {
  /// Appends what is told.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .broken(let pair, let fault):
      freezer.put(byte: 0)
      freezer.put(pair)
      freezer.put(fault)
    case .counts(let question, let counts):
      freezer.put(byte: 1)
      freezer.put(question)
      freezer.put(counts)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .broken(try thawer.take(), try thawer.take())
    case 1: self = .counts(question: try thawer.take(), try thawer.take())
    default: throw .invalid("notice")
    }
  }
}
