public import Keystore
public import Names
public import SAF

/// A snapshot answers what the rule of tickets asks, as the security manager itself does.
extension SecuritySnapshot: TicketGround {
  public func profileInForce(_ name: PTKTDATAName) -> PTKTDATAProfile? {
    if let entry = profiles[name], entry.isInForce { return entry.profile }
    return former[name]
  }

  public func defaultGroup(of user: UserID) -> GroupName? { groups[user] }

  public func kind(of label: KeyLabel) -> KeyToken.Kind? { keys[label]?.kind }

  public func refusal(_ kind: KeyToken.Kind, _ label: KeyLabel) -> ServiceFailure? {
    refusals[label]
  }

  public func cardFailure(of label: KeyLabel) -> ServiceFailure? {
    guard let key = keys[label] else { return .labelNotFound }
    let online = cards.filter { $0.isOnline && !$0.isDeactivated }
    if online.isEmpty { return .notAvailable }
    let opens = online.contains { $0.patterns?[key.kind.masterKey] == key.pattern }
    return opens ? nil : .otherMasterKey
  }

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
