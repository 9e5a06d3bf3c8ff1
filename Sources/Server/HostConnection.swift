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
  /// Once it has talked: when it is asked whether it is there.
  var heartbeat: Heartbeat?
  /// Time after its first record: some hosts take nothing but answers before, and one that closes
  /// at once shall find nothing unread.
  static let firstQuestion = Duration.milliseconds(500)
  /// When that is looked at next.
  var heartbeatDue = Instant(nanoseconds: 0)
  /// Addresses of the host that were not tried yet.
  var addresses: [SocketAddress] = []
  /// TLS by the entry's rules, where it may be needed; or why there can be none.
  var context: Result<TLSContext, TLSContextError>?
  /// Until when the stage may last.
  var deadline: Instant
  /// Why the last address failed.
  var failure = ""
  /// What the host said in line mode; often the reason why it closes.
  var text: [UInt8] = []

  /// Time of the loop that its records have taken.
  var share = Share()
  /// Whether anything came from it, and whether that was 3270.
  var hasSpoken = false
  var speaks3270 = false
  /// Whether the silent port was asked with telnet's NOP what it is.
  var isSounded = false
  /// Whether what came was a TLS record, where telnet was expected.
  var wantsTLS = false
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
    if wantsTLS { return .tlsFailed(.expected, "the port speaks TLS: tn3270s:// is its entry") }
    if isSounded, !hasSpoken {
      return .notTN3270("it closed at telnet's NOP; a port for TLS does so, and wants tn3270s://")
    }
    return .refusedByHost(isOpen ? said : "it closed during the TLS handshake")
  }

  /// Why the negotiation's time passed without 3270 mode.
  var endOfPatience: HostEnd {
    if let refusal { return refusal }
    if wantsTLS { return endOfInput(isOpen: true) }
    guard channel?.isOpen ?? true else { return .negotiationTimedOut }
    return hasSpoken && !machine.isTowards3270 ? .notTN3270(said) : .negotiationTimedOut
  }

  /// Takes note of bytes, before telnet does.
  func heard(_ bytes: ArraySlice<UInt8>, at now: Instant) {
    // 15: a TLS alert, which answers our telnet; no telnet begins with a control character.
    if !hasSpoken, !isSecure, bytes.first == 0x15 { wantsTLS = true }
    hasSpoken = true
    heartbeat?.heard(at: now)
  }

  /// That the host gave none of our LUs, and what it said of each; nil where it refused none.
  var refusal: HostEnd? {
    guard let last = refusals.last else { return nil }
    let names = machine.names.map(\.description) + ["any LU"]
    let details = zip(names, refusals).map { "\($0) was refused with reason \($1.rawValue)" }
    return .luRefused(reason: last.rawValue, details: details.joined(separator: ", "))
  }

  /// Whether 3270 mode was agreed, and only text came since.
  var isInLineMode: Bool { stage == .talking && !speaks3270 && !text.isEmpty }

  /// How long a silent port may take to answer telnet's NOP.
  static let soundingTime = Duration.seconds(1)
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
