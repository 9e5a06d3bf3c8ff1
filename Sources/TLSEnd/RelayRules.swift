public import Bytes
public import TLS

/// By whose certificate, and by which rules, one connection speaks TLS.
public enum RelayRules: Hashable, Sendable {
  /// A terminal connects to us.
  case terminal(TerminalRules)
  /// We connect to a host.
  case host(HostRules)
}

/// How terminals are spoken to. Paths are absolute, or from the working directory.
public struct TerminalRules: Hashable, Sendable {
  /// PEM file of the server's own certificate, and of those above it.
  public var chain: String
  /// PEM file of its key.
  public var key: String
  /// Whether clients are asked for certificates.
  public var clients: TLSClientDemand
  /// When the files were read, in nanoseconds: what was read under another stamp counts no more.
  public var stamp: UInt64

  /// Rules for a listener.
  public init(chain: String, key: String, clients: TLSClientDemand, stamp: UInt64) {
    self.chain = chain
    self.key = key
    self.clients = clients
    self.stamp = stamp
  }
}

/// How a host is spoken to. Paths are absolute, or from the working directory.
public struct HostRules: Hashable, Sendable {
  /// Whether the host's certificate has to be good.
  public var verifies: Bool
  /// PEM file of authorities; empty for the machine's.
  public var authorities: String
  /// The oldest version that is spoken.
  public var minimum: TLSVersion
  /// PEM file of the certificate that is shown; empty for none.
  public var chain: String
  /// PEM file of its key.
  public var key: String
  /// When the files were read, in nanoseconds: what was read under another stamp counts no more.
  public var stamp: UInt64

  /// Rules for a host.
  public init(
    verifies: Bool, authorities: String, minimum: TLSVersion, chain: String, key: String,
    stamp: UInt64
  ) {
    self.verifies = verifies
    self.authorities = authorities
    self.minimum = minimum
    self.chain = chain
    self.key = key
    self.stamp = stamp
  }

  /// Whether OpenSSL's ordinary rules forbid what hosts of this version sign and cipher with.
  private var isOld: Bool { minimum == .v1_0 || minimum == .v1_1 }

  /// Reads the files.
  func load() throws(TLSContextError) -> TLSContext {
    let trusted: TLSAuthorities =
      if !verifies {
        .anyone
      } else if authorities.isEmpty {
        .system
      } else {
        .file(authorities)
      }
    return try TLSContext(
      authorities: trusted, minimumVersion: minimum, securityLevel: isOld ? 0 : nil,
      identity: chain.isEmpty ? nil : (chain, key))
  }
}

extension RelayRules {
  /// Reads the files.
  public func load() throws(TLSContextError) -> TLSContext {
    switch self {
    case .terminal(let rules):
      try TLSContext(certificateChain: rules.chain, privateKey: rules.key, clients: rules.clients)
    case .host(let rules): try rules.load()
    }
  }

  /// When the files were read, in nanoseconds.
  var stamp: UInt64 {
    switch self {
    case .terminal(let rules): rules.stamp
    case .host(let rules): rules.stamp
    }
  }

  /// The same rules, whenever the files were read.
  var timeless: RelayRules {
    switch self {
    case .terminal(var rules):
      rules.stamp = 0
      return .terminal(rules)
    case .host(var rules):
      rules.stamp = 0
      return .host(rules)
    }
  }
}

extension RelayRules: Freezable {
  /// Appends which side we are, and the rules.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .terminal(let rules):
      freezer.put(byte: 0)
      freezer.put(rules.chain)
      freezer.put(rules.key)
      switch rules.clients {
      case .nothing: freezer.put(byte: 0)
      case .wanted(let authorities):
        freezer.put(byte: 1)
        freezer.put(authorities)
      case .needed(let authorities):
        freezer.put(byte: 2)
        freezer.put(authorities)
      }
      freezer.put(rules.stamp)
    case .host(let rules):
      freezer.put(byte: 1)
      freezer.put(rules.verifies)
      freezer.put(rules.authorities)
      freezer.put(rules.minimum)
      freezer.put(rules.chain)
      freezer.put(rules.key)
      freezer.put(rules.stamp)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0:
      let (chain, key) = (try thawer.take(String.self), try thawer.take(String.self))
      let clients: TLSClientDemand
      switch try thawer.byte() {
      case 0: clients = .nothing
      case 1: clients = .wanted(authorities: try thawer.take())
      case 2: clients = .needed(authorities: try thawer.take())
      default: throw .invalid("demand for certificates")
      }
      self = .terminal(
        TerminalRules(chain: chain, key: key, clients: clients, stamp: try thawer.take()))
    case 1:
      self = .host(
        HostRules(
          verifies: try thawer.take(), authorities: try thawer.take(),
          minimum: try thawer.take(), chain: try thawer.take(), key: try thawer.take(),
          stamp: try thawer.take()))
    default: throw .invalid("side of TLS")
    }
  }
}
