import Names
import Platform
import SessionEngine
import TLS
import TN3270
import Tables
import Time

/// A session's end towards its application.
final class HostLeg {
  /// What is at that end.
  enum Kind {
    /// An application of the server's own.
    case builtIn(any Application)
    /// A TN3270 host.
    case connection(HostConnection)
    /// Nothing: it could not be opened, and the terminal will hear why.
    case absent
  }

  /// Terminal that the session is behind.
  var owner: UInt64
  var kind: Kind

  init(owner: UInt64, kind: Kind) {
    self.owner = owner
    self.kind = kind
  }
}

/// A connection to a TN3270 host, from the look-up of its name to the end.
final class HostConnection {
  /// How far it is.
  enum Stage: Hashable {
    case resolving
    /// TCP is being set up.
    case connecting(SocketAddress)
    /// TLS, or telnet, is being negotiated.
    case negotiating
    case talking
    /// It is over, and the terminal will hear why.
    case ended
  }

  let definition: EffectiveSession
  /// Host and port of the ACT entry.
  let target: SocketAddress
  let isSecure: Bool
  var stage = Stage.resolving
  var channel: Channel?
  var machine: ClientMachine
  /// Addresses of the host that were not tried yet.
  var addresses: [SocketAddress] = []
  var context: TLSContext?
  /// Until when the stage may last.
  var deadline: Instant
  /// Why the last address failed.
  var failure = ""
  /// What the host said in line mode; often the reason why it closes.
  var text: [UInt8] = []

  /// Time of the loop that its records have taken.
  var share = Share()
  /// Why it refused our names, in their order.
  var refusals: [DeviceRejection] = []
  /// The last line that the host said in line mode, or why the last address failed.
  var said: String {
    let lines = text.split { $0 < 0x20 }
      .map { String(decoding: $0.filter { $0 < 0x7F }, as: UTF8.self) }
    return lines.last { $0.contains { $0 != " " } } ?? failure
  }

  /// Why a host that closed did so.
  func endOfInput(isOpen: Bool) -> HostEnd {
    if stage == .talking { return .closedByHost }
    if let refusal { return refusal }
    return .refusedByHost(isOpen ? said : "it closed during the TLS handshake")
  }

  /// That the host gave none of our LUs, and what it said of each; nil where it refused none.
  var refusal: HostEnd? {
    guard let last = refusals.last else { return nil }
    let names = machine.names.map(\.description) + ["any LU"]
    let details = zip(names, refusals).map { "\($0) was refused with reason \($1.rawValue)" }
    return .luRefused(reason: last.rawValue, details: details.joined(separator: ", "))
  }

  /// How long a stage may last.
  var patience: Duration { .seconds(definition.entry.connectTimeout) }

  init(
    _ definition: EffectiveSession, target: SocketAddress, isSecure: Bool, options: ClientOptions,
    deadline: Instant
  ) {
    self.definition = definition
    self.target = target
    self.isSecure = isSecure
    self.deadline = deadline
    machine = ClientMachine(options: options)
  }
}
