public import Keystore
public import Names

/// What the security manager goes by when a ticket is asked for: its own state, or a snapshot of it.
public protocol TicketGround: ~Copyable {
  /// Whether the class PTKTDATA is active.
  var isClassActive: Bool { get }
  var isICSFStarted: Bool { get }
  /// The profile of a name that is in force.
  func profileInForce(_ name: PTKTDATAName) -> PTKTDATAProfile?
  func defaultGroup(of user: UserID) -> GroupName?
  /// The type of the key of a label in the CKDS; nil where there is none.
  func kind(of label: KeyLabel) -> KeyToken.Kind?
  /// Whether RACF keeps the server from using a service with a label (CSFSERV, CSFKEYS).
  func refusal(_ kind: KeyToken.Kind, _ label: KeyLabel) -> ServiceFailure?
  /// Why no card can use the key of a label now; nil where one can, or where that is not known before
  /// it is tried.
  func cardFailure(of label: KeyLabel) -> ServiceFailure?
  /// Why there is no second for a ticket now; nil where there is one.
  func shortage(_ reach: TicketSlots.Reach) -> TicketSlots.Shortage?
}

/// What a request for a ticket comes to before a key is used: the one rule, for who makes tickets and
/// for who foretells them.
public enum TicketPlan: Sendable {
  /// The key that the ticket is made with.
  public enum Key: Hashable, Sendable {
    /// Of the security database itself.
    case masked(wrapped: [UInt8])
    /// Of the CKDS, for a legacy ticket.
    case encrypted(KeyLabel)
    /// Of the CKDS, for an enhanced ticket.
    case enhanced(PTKTDATAProfile.Enhanced)
  }

  case made(PTKTDATAProfile, with: Key)
  case failed(TicketFailure.Cause)

  /// `form`: which profile, the application's or a qualified one.
  public init(
    application: TicketName, user: UserID, form: TicketRequest.Form,
    on ground: borrowing some TicketGround & ~Copyable
  ) {
    guard ground.isClassActive else {
      self = .failed(.classInactive)
      return
    }
    let group = ground.defaultGroup(of: user)
    let names = Self.names(application: application, user: user, group: group, form: form)
    guard let profile = Self.first(names, on: ground) else {
      self = .failed(form == .qualified ? .noQualifiedProfile : .noProfile)
      return
    }
    self = Self.key(of: profile, on: ground)
    if case .made = self, let shortage = ground.shortage(profile.reach) {
      self = .failed(.init(shortage))
    }
  }

  /// Names of the profiles that a user's ticket may be made with, in the order in which they count: the
  /// qualified ones in RACF's order (Determining PTKTDATA profile names, z/OS 2.3), then the
  /// application's own.
  public static func names(
    application: TicketName, user: UserID, group: GroupName?, form: TicketForm
  ) -> [PTKTDATAName] {
    let qualified = PTKTDATAName.search(application, group: group, user: user)
    return switch form {
    case .plain: [PTKTDATAName(application)]
    case .qualified: qualified
    case .best: qualified + [PTKTDATAName(application)]
    }
  }

  /// The first profile of some names that is in force.
  static func first(
    _ names: [PTKTDATAName], on ground: borrowing some TicketGround & ~Copyable
  ) -> PTKTDATAProfile? {
    for name in names {
      if let profile = ground.profileInForce(name) { return profile }
    }
    return nil
  }

  /// An enhanced key wins over a legacy one (z/OS V2.5 IBM Education Assistant: RACF enhanced
  /// PassTicket), and where ICSF fails for it there is no ticket: nothing falls back to the legacy key.
  private static func key(
    of profile: PTKTDATAProfile, on ground: borrowing some TicketGround & ~Copyable
  ) -> TicketPlan {
    if let enhanced = profile.enhanced {
      let failure = failure(of: enhanced.label, as: .hmac, on: ground)
      return failure.map { .failed(.authenticate($0)) } ?? .made(profile, with: .enhanced(enhanced))
    }
    switch profile.legacy {
    case .none: return .failed(.noKey)
    case .masked(let wrapped): return .made(profile, with: .masked(wrapped: wrapped))
    case .encrypted(let label):
      let failure = failure(of: label, as: .des, on: ground)
      return failure.map { .failed(.encipher($0)) } ?? .made(profile, with: .encrypted(label))
    }
  }

  /// Why a key of the CKDS cannot make a ticket of a kind now; nil where it can.
  public static func failure(
    of label: KeyLabel, as kind: KeyToken.Kind,
    on ground: borrowing some TicketGround & ~Copyable
  ) -> ServiceFailure? {
    guard ground.isICSFStarted else { return .notStarted }
    guard let actual = ground.kind(of: label) else { return .labelNotFound }
    if let refusal = ground.refusal(kind, label) { return refusal }
    if let failure = ground.cardFailure(of: label) { return failure }
    return actual == kind ? nil : .wrongType(wanted: kind)
  }
}

extension TicketFailure.Cause {
  /// Why there is no second for a ticket.
  public init(_ shortage: TicketSlots.Shortage) {
    switch shortage {
    case .tooMany: self = .tooManyTickets
    case .clockSteppedBack: self = .clockSteppedBack
    }
  }
}

extension PTKTDATAProfile {
  /// How far from now the second of a ticket with its key may lie.
  public var reach: TicketSlots.Reach {
    enhanced.map { .enhanced(timeout: $0.timeout) } ?? .legacy
  }
}
