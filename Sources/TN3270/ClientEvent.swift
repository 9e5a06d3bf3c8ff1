public import Bytes
public import Names

/// What a `ClientMachine` wants done or has to tell, in order.
public enum ClientEvent: Hashable, Sendable {
  /// Bytes for the host, to be written at once and in one piece.
  case send([UInt8])
  /// 3270 mode is reached; it may be reached again after `left`.
  case ready(HostIdentity)
  /// The host refused the device type or name; the next name, or classic TN3270, is tried.
  case deviceRejected(DeviceRejection)
  /// A record; answer with `respond` where its response flag asks.
  case record(Record)
  /// The session has begun, or begins anew.
  case bind(BindImage)
  /// A BIND orders what no terminal of ours can be; it was refused, and the session cannot go on.
  case bindRefused(BindFault)
  /// The session has ended, with the sense that follows the reason; the connection may stay for the
  /// next.
  case unbind(UnbindReason, sense: [UInt8])
  /// Line-mode text of a host that is not, or not yet, in 3270 mode.
  case nvtData([UInt8])
  /// The host answered a probe: it has processed all that was sent before it.
  case timingMarkAnswered
  /// The host left 3270 mode and may negotiate it again.
  case left
  /// Both sides agreed on TLS: handshake now, then call `restart`; nothing of before counts.
  case startTLS
  /// The host broke a rule: close.
  case violation(TelnetViolation)

  /// Whether somebody has to act on it before more of the host's bytes are looked at.
  var isForCaller: Bool {
    switch self {
    case .send, .deviceRejected, .nvtData, .timingMarkAnswered, .left: false
    case .ready, .record, .bind, .bindRefused, .unbind, .startTLS, .violation: true
    }
  }
}

/// What was agreed with a host.
public struct HostIdentity: Hashable, Sendable {
  /// Whether TN3270E was agreed.
  public var isTN3270E: Bool
  /// Empty on a classic connection.
  public var functions: TN3270EFunctions
  /// The name the host gave us; nil on a classic connection.
  public var deviceName: LUName?

  /// An identity from its parts.
  public init(isTN3270E: Bool, functions: TN3270EFunctions, deviceName: LUName?) {
    self.isTN3270E = isTN3270E
    self.functions = functions
    self.deviceName = deviceName
  }
}

/// How to present ourselves to a host.
public struct ClientOptions: Hashable, Sendable {
  private let model: UInt8
  private let isExtended: Bool
  private let isDynamic: Bool
  /// Names to ask for, in order of preference; empty for whatever the host gives.
  public var names: [LUName]
  /// Whether TN3270E is agreed to.
  public var allowsTN3270E: Bool
  /// Whether a host may ask for STARTTLS.
  public var allowsStartTLS: Bool
  /// The functions to ask for; the host may take some away.
  public var functions: TN3270EFunctions
  /// The most bytes of one record from the host.
  public var recordLimit: Int

  /// A display of `model` 2 to 5, or one whose sizes are only in its Query Reply.
  public init(
    model: Int = 2, isExtended: Bool = true, isDynamic: Bool = false, names: [LUName] = [],
    allowsTN3270E: Bool = true, allowsStartTLS: Bool = false,
    functions: TN3270EFunctions = .display, recordLimit: Int = PeerLimits.hostRecord
  ) {
    precondition(isDynamic || (2...5).contains(model), "a 3270 model is 2 to 5")
    self.model = isDynamic ? 2 : UInt8(model)
    self.isExtended = isExtended
    self.isDynamic = isDynamic
    self.names = names
    self.allowsTN3270E = allowsTN3270E
    self.allowsStartTLS = allowsStartTLS
    self.functions = functions.intersection(.display)
    self.recordLimit = recordLimit
  }

  /// The type in TN3270E.
  public var deviceType: TerminalType { type(forTN3270E: true) }
  /// The type in classic TN3270.
  public var classicType: TerminalType { type(forTN3270E: false) }

  private func type(forTN3270E: Bool) -> TerminalType {
    isDynamic
      ? .dynamic
      : .display(model: Int(model), isExtended: isExtended, forTN3270E: forTN3270E)
  }
}

extension ClientOptions: Freezable {
  /// Appends all choices.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(byte: model)
    freezer.put(isExtended)
    freezer.put(isDynamic)
    freezer.put(names)
    freezer.put(allowsTN3270E)
    freezer.put(allowsStartTLS)
    freezer.put(functions)
    freezer.put(recordLimit)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    model = try thawer.byte()
    isExtended = try thawer.take()
    isDynamic = try thawer.take()
    guard (2...5).contains(model) else { throw .invalid("model") }
    names = try thawer.take()
    allowsTN3270E = try thawer.take()
    allowsStartTLS = try thawer.take()
    functions = try thawer.take()
    recordLimit = try thawer.take()
  }
}
