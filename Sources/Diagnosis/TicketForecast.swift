import Keystore
public import Names
import PassTicket
public import SAF
public import Tables

/// What would become of a ticket, foretold from a snapshot.
public enum TicketForecast: Sendable {
  /// No ticket is asked for.
  case notWanted
  case made(kind: String, from: SecuritySnapshot.Profile)
  case fails(TicketFailure)
  /// `ACL Userid` is somebody else (TPXL0926).
  case refused

  /// The forecast for an entry and a user.
  public init(_ session: EffectiveSession, _ user: UserID, _ security: SecuritySnapshot) {
    let entry = session.entry
    guard entry.generatesTicket || entry.generatesQualifiedTicket else {
      self = .notWanted
      return
    }
    if let other = entry.aclUser, other != user {
      self = .refused
      return
    }
    guard security.isClassActive else {
      self = .fails(TicketFailure(.classInactive))
      return
    }
    let qualified = PTKTDATAName.search(
      session.ticketProfile, group: security.groups[user], user: user
    ).compactMap { security.profiles[$0] }.first
    let plain = security.profiles[PTKTDATAName(session.ticketProfile)]
    let wanted = entry.generatesQualifiedTicket ? qualified : nil
    guard let profile = wanted ?? (entry.generatesTicket ? plain : nil) else {
      self = .fails(TicketFailure(entry.generatesTicket ? .noProfile : .noQualifiedProfile))
      return
    }
    if let enhanced = profile.profile.enhanced {
      let failure = security.failure(of: enhanced.label, kind: .hmac)
      self =
        failure.map { .fails(TicketFailure(.authenticate($0))) }
        ?? .made(kind: "ENHANCED", from: profile)
      return
    }
    switch profile.profile.legacy {
    case .none: self = .fails(TicketFailure(.noKey))
    case .masked: self = .made(kind: "LEGACY", from: profile)
    case .encrypted(let label):
      let failure = security.failure(of: label, kind: .des)
      self =
        failure.map { .fails(TicketFailure(.encipher($0))) }
        ?? .made(kind: "LEGACY", from: profile)
    }
  }

  /// In one line.
  public var text: String {
    switch self {
    case .notWanted: "no ticket is made (Generate Pass Ticket: N)"
    case .made(let kind, let profile):
      "tickets are made with the key of \(profile.profile.name) (\(kind))"
    case .refused: "TPXL0926: ACL Userid is not the signed-on user"
    case .fails(let failure): "TPXL0921 \(failure.codes): \(failure.meaning)"
    }
  }

  /// Whether the user gets in without typing a password.
  public var isMade: Bool { if case .made = self { true } else { false } }
}

extension TicketFailure {
  /// `0C/0C0000`, as the log has them.
  public var codes: String {
    func hex(_ value: UInt32, _ digits: Int) -> String {
      let text = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: digits - text.count) + text
    }
    return hex(UInt32(reasonCode), 2) + "/" + hex(additional, 6)
  }
}

extension SecuritySnapshot {
  /// Why a key of the CKDS could not be used now; nil where it could.
  func failure(of label: KeyLabel, kind: KeyToken.Kind) -> ServiceFailure? {
    if !isICSFStarted { return .notStarted }
    guard let key = keys[label] else { return .labelNotFound }
    if let refusal = refusals[label] { return refusal }
    let online = cards.filter { $0.isOnline && !$0.isDeactivated }
    if online.isEmpty { return .notAvailable }
    if !online.contains(where: { $0.patterns?[key.kind.masterKey] == key.pattern }) {
      return .otherMasterKey
    }
    return key.kind == kind ? nil : .wrongType(wanted: kind)
  }
}
