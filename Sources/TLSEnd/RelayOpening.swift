public import Bytes
public import TLS

/// Why a connection inside TLS came to nothing.
public enum RelayFault: Error, Hashable, Sendable {
  /// TLS refused, or was refused.
  case tls(TLSFailure)
  /// Our own certificate, key or authorities are not to be used; in words.
  case files(String)
  /// Anything else, such as a network that broke; in words.
  case other(String)

  /// The reason, for a log line or a person.
  public var reason: String {
    switch self {
    case .tls(let failure): failure.description
    case .files(let words), .other(let words): words
    }
  }
}

/// The first thing that a server reads at the clear side of a pair: what the handshake came to. All
/// that comes after it is what the peer says.
public enum RelayOpening: Hashable, Sendable {
  case open(TLSSession)
  case failed(RelayFault)

  /// Bytes of one at the most, with its head; names in certificates are bounded (`TLSClientCertificate`).
  static let limit = 8 << 10
  /// Bytes of the length that stands in front.
  private static let head = 2

  /// As it is written to the clear side: two bytes of length, then the value.
  public var bytes: [UInt8] {
    var freezer = Freezer()
    freezer.put(self)
    let body = freezer.bytes
    guard body.count <= Self.limit - Self.head else {
      return RelayOpening.failed(.other("the peer's certificate has names that are too long")).bytes
    }
    return [UInt8(body.count >> 8), UInt8(truncatingIfNeeded: body.count)] + body
  }

  /// Takes an opening from the front of what has come so far.
  /// - Returns: the opening and its length with its head; nil while more is to come.
  public static func take(
    from bytes: ArraySlice<UInt8>
  ) throws(ThawError) -> (opening: RelayOpening, length: Int)? {
    guard bytes.count >= head else { return nil }
    let length = head + (Int(bytes[bytes.startIndex]) << 8 | Int(bytes[bytes.startIndex + 1]))
    guard length <= limit else { throw .invalid("opening") }
    guard bytes.count >= length else { return nil }
    var thawer = Thawer(bytes.dropFirst(head).prefix(length - head))
    let opening = try thawer.take(RelayOpening.self)
    try thawer.end()
    return (opening, length)
  }
}

extension RelayFault: Freezable {
  /// Appends the fault.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .tls(let failure):
      freezer.put(byte: 0)
      freezer.put(failure)
    case .other(let words):
      freezer.put(byte: 1)
      freezer.put(words)
    case .files(let words):
      freezer.put(byte: 2)
      freezer.put(words)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .tls(try thawer.take())
    case 1: self = .other(try thawer.take())
    case 2: self = .files(try thawer.take())
    default: throw .invalid("fault")
    }
  }
}

extension RelayOpening: Freezable {
  /// Appends what the handshake came to.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .open(let session):
      freezer.put(byte: 0)
      freezer.put(session)
    case .failed(let fault):
      freezer.put(byte: 1)
      freezer.put(fault)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .open(try thawer.take())
    case 1: self = .failed(try thawer.take())
    default: throw .invalid("opening")
    }
  }
}
