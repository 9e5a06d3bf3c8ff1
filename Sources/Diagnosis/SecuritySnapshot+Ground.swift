public import Keystore
public import Names
public import SAF
public import Time

/// A snapshot answers what the rule of tickets asks, as the security manager itself does.
extension SecuritySnapshot: TicketGround {
  /// The profile of a name that is in force.
  public func profileInForce(_ name: PTKTDATAName) -> PTKTDATAProfile? {
    if let entry = profiles[name], entry.isInForce { return entry.profile }
    return former[name]
  }

  /// The group by which qualified profiles are found.
  public func defaultGroup(of user: UserID) -> GroupName? { groups[user] }

  /// The type of a label's key.
  public func kind(of label: KeyLabel) -> KeyToken.Kind? { keys[label]?.kind }

  /// Whether RACF refuses the server a label.
  public func refusal(_ kind: KeyToken.Kind, _ label: KeyLabel) -> ServiceFailure? {
    refusals[label]
  }

  /// Why no card can use a label's key now.
  public func cardFailure(of label: KeyLabel) -> ServiceFailure? {
    guard let key = keys[label] else { return .labelNotFound }
    let online = cards.filter { $0.isOnline && !$0.isDeactivated }
    if online.isEmpty { return .notAvailable }
    let opens = online.contains { $0.patterns?[key.kind.masterKey] == key.pattern }
    return opens ? nil : .otherMasterKey
  }

  /// Why there was no second for a ticket when the snapshot was taken.
  public func shortage(_ reach: TicketSlots.Reach) -> TicketSlots.Shortage? {
    slots.outlook(now: taken, reach: reach)
  }

  /// Whether an application would let a user with a right ticket in.
  public func standing(of user: UserID) -> Standing {
    standings[user] ?? (groups[user] == nil ? .undefined : .good)
  }

  /// A user for a diagnosis that nobody was named for: ADMIN, or the first who may sign on.
  public var someUser: UserID? {
    let admin = UserID("ADMIN")
    if let admin, standing(of: admin) == .good { return admin }
    return groups.keys.sorted().first { standing(of: $0) == .good }
  }

  // MARK: As text

  var standingLines: [String] {
    standings.sorted { $0.key < $1.key }.map { "standing user=\($0.key) is=\($0.value.rawValue)" }
  }

  var slotLines: [String] {
    ["slots taken=\(taken) latest=\(slots.latest)"]
      + slots.before.ranges.map { "slot low=\($0.lowerBound) high=\($0.upperBound)" }
  }

  /// One line of those; false where it is not understood.
  mutating func takeGround(_ kind: String, _ values: [String: String]) -> Bool {
    func number(_ name: String) -> Int64? { values[name].flatMap { Int64($0) } }
    switch kind {
    case "standing":
      guard let user = values["user"].flatMap({ UserID($0) }),
        let standing = values["is"].flatMap({ Standing(rawValue: $0) })
      else { return false }
      standings[user] = standing
    case "slots":
      guard let taken = number("taken"), let latest = number("latest") else { return false }
      self.taken = taken
      slots = TicketSlots(before: slots.before, latest: latest)
    case "slot":
      guard let low = number("low"), let high = number("high"), low <= high else { return false }
      var before = slots.before
      before.insert(low...high)
      slots = TicketSlots(before: before, latest: slots.latest)
    default: return false
    }
    return true
  }
}

extension SecuritySnapshot {
  /// What may be told of a state: everything but secrets, and the check values of its keys.
  ///
  /// `keys`: says of the cards how they are, and makes check values with them. `ledger`: seconds
  /// that were given to tickets, and times that were seen.
  public init(
    _ state: SecurityState, _ keys: KeyService, ledger: DecisionLedger, at time: WallTime
  ) {
    for user in state.users.values {
      groups[user.id] = user.defaultGroup
      let standing = user.standing(on: time.day)
      if standing != .good { standings[user.id] = standing }
    }
    slots = ledger.slots
    timeMark = ledger.timeMark
    taken = time.seconds
    isClassActive = state.isClassActive
    isICSFStarted = state.icsf.isStarted
    cards = keys.cards.map { card in
      Card(
        name: card.name, isOnline: card.isOnline,
        isDeactivated: state.icsf.deactivated.contains(card.name), patterns: card.patterns,
        health: card.health)
    }
    for token in state.tokens.values {
      refusals[token.label] = state.refusal(token.kind, token.label)
      self.keys[token.label] = Key(
        label: token.label, kind: token.kind, pattern: token.pattern,
        check: keys.check(token, state.icsf))
    }
    // A profile that was deleted and still counts is told as changed.
    let (defined, inForce) = (state.defined.keys, state.inForce.keys)
    for profile in Array(defined.values) + inForce.values.filter({ defined[$0.name] == nil }) {
      if let old = inForce[profile.name], old != profile { former[old.name] = Self.shown(old) }
      var check: [UInt8]?
      if case .masked(let wrapped) = profile.legacy { check = keys.maskedCheck(wrapped) }
      profiles[profile.name] = Profile(
        profile: Self.shown(profile), check: check, isInForce: inForce[profile.name] == profile)
    }
  }

  /// A profile without the bytes of its masked key.
  private static func shown(_ profile: PTKTDATAProfile) -> PTKTDATAProfile {
    var shown = profile
    if case .masked = profile.legacy { shown.legacy = .masked(wrapped: []) }
    return shown
  }
}
