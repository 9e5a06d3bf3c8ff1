public import Bytes
import Messages
import Names
import Tables
import Time

/// Those who look on at a terminal while a user is signed on there, and those who ask to.
///
/// Each hears its end, and so does the audit, whoever brought it about.
public struct Audience: Sendable {
  /// One of them.
  public struct Place: Hashable, Sendable {
    /// Who looks on.
    public let viewer: Viewer
    /// Whom it looks at.
    public let target: ViewTarget
    /// Whether it sees something; else the user is asked still.
    public fileprivate(set) var isLet: Bool
    /// Whether the user was shown that it looks on, or asks to: only to that can a user say yes.
    fileprivate(set) var isTold = false
    /// When it asked.
    let since: Instant
    /// Until when the user may answer, or the next look must come.
    fileprivate(set) var until: Instant

    /// Whether a user id, where one is said, is the viewer's.
    fileprivate func isOf(_ name: String?) -> Bool { name.map { $0 == "\(viewer.user)" } ?? true }
  }

  /// A viewer to whom a user said no, and until when that counts.
  fileprivate struct Refused: Hashable {
    let viewer: UserID
    let user: UserID
    let until: Instant
  }

  /// They, in the order in which they asked.
  public private(set) var places: [Place] = []
  /// Those who were sent away by what leads to no turn, such as a sign-off, and why.
  private var farewells: [(place: Place, reason: String)] = []
  /// Those to whom the user said no a moment ago, and who may not ask again at once.
  private var refused: [Refused] = []
  /// When the timer that was set last comes, so that each question sets no other one.
  private var armedFor: Instant?

  /// Nobody.
  init() {}

  /// Whether somebody is still to be told of an end.
  var hasFarewells: Bool { !farewells.isEmpty }

  private func index(of viewer: SessionHandle) -> Int? {
    places.firstIndex { $0.viewer.session == viewer }
  }

  /// Whether a viewer sees something.
  func lets(_ viewer: SessionHandle) -> Bool { index(of: viewer).map { places[$0].isLet } ?? false }

  // MARK: They come

  /// Somebody asks to look on.
  ///
  /// - Parameters:
  ///   - viewer: who it is.
  ///   - target: who sits here.
  ///   - policy: what holds for that user.
  ///   - usage: how the user's command is written, without its operand.
  ///   - turn: what is done.
  /// - Returns: what the user is told; nil where the viewer was refused.
  mutating func ask(
    _ viewer: Viewer, of target: ViewTarget, policy: UserPolicy, usage: String,
    in turn: inout Turn
  ) -> String? {
    // Whoever asks again begins anew.
    if let former = index(of: viewer.session) {
      let place = places.remove(at: former)
      end(place, "the viewer asked again", tellsViewer: false, in: &turn)
    }
    let now = turn.now.instant
    if let reason = refusal(of: target, to: viewer.user, by: policy, at: now) {
      turn.add(.tellViewer(viewer, .over(reason, target)))
      note(viewer, target, detail: "REFUSED: \(reason)", in: &turn)
      turn.log(
        .user.viewRefused(
          viewer: viewer.user, from: viewer.terminal, address: viewer.address,
          whom: target.user.description, reason: reason))
      return nil
    }
    let isAsked = policy.viewConsent == .ask
    let patience = isAsked ? PeerLimits.viewQuestion : PeerLimits.viewLease
    places.append(
      Place(
        viewer: viewer, target: target, isLet: false, since: now,
        until: now.advanced(by: .seconds(patience))))
    arm(&turn)
    turn.add(.tellViewer(viewer, .found(target)))
    let who = "\(viewer.user) at \(viewer.terminal)"
    guard !isAsked else {
      return "\(who) asks to view your screen. \(usage) YES allows it, \(usage) NO refuses."
    }
    letIn(places.count - 1, in: &turn)
    return "\(who) views your screen. \(usage) NO ends it."
  }

  private mutating func refusal(
    of target: ViewTarget, to viewer: UserID, by policy: UserPolicy, at now: Instant
  ) -> String? {
    if policy.refusesViewers { return Self.doNotView(target.user) }
    refused.removeAll { $0.until <= now }
    if refused.contains(where: { $0.viewer == viewer && $0.user == target.user }) {
      return "\(target.user) said no less than \(PeerLimits.viewQuestion) s ago"
    }
    return places.count < PeerLimits.viewers
      ? nil : "\(places.count) look at \(target.terminal) already"
  }

  /// Why nobody views a user who may not be viewed.
  static func doNotView(_ user: UserID) -> String { "\(user) may not be viewed (Do Not View)" }

  private mutating func letIn(_ index: Int, in turn: inout Turn) {
    places[index].isLet = true
    places[index].until = turn.now.instant.advanced(by: .seconds(PeerLimits.viewLease))
    let (viewer, target) = (places[index].viewer, places[index].target)
    note(viewer, target, detail: "BEGINS", in: &turn)
    turn.log(
      .user.viewBegan(
        viewer: viewer.user, from: viewer.terminal, address: viewer.address, user: target.user,
        at: target.terminal))
  }

  // MARK: They look

  /// A viewer wants to know what is shown.
  ///
  /// `screen`: nil where it is not let.
  mutating func look(_ viewer: SessionHandle, _ screen: SeenScreen?, in turn: inout Turn) {
    guard let index = index(of: viewer) else { return }
    let place = places[index]
    guard let screen else {
      return turn.add(.tellViewer(place.viewer, .awaited(place.target)))
    }
    places[index].until = turn.now.instant.advanced(by: .seconds(PeerLimits.viewLease))
    turn.add(.tellViewer(place.viewer, .seen(screen, place.target)))
  }

  // MARK: They go

  /// A viewer looks no more.
  ///
  /// - Returns: what the user is told; nil where the viewer had seen nothing.
  mutating func leave(_ viewer: SessionHandle, in turn: inout Turn) -> String? {
    guard let index = index(of: viewer) else { return nil }
    let place = places.remove(at: index)
    end(place, "the viewer left", tellsViewer: false, in: &turn)
    return Self.told(place)
  }

  private static func told(_ place: Place) -> String? {
    place.isLet
      ? "\(place.viewer.user) at \(place.viewer.terminal) views your screen no more." : nil
  }

  /// Whether the timer that is set comes by a time; one that an earlier one stands for does nothing.
  func isArmed(by due: Instant) -> Bool { armedFor.map { $0 <= due } ?? false }

  /// Those go of whom nothing was heard, and questions end that the user did not answer.
  ///
  /// - Returns: of whom the user is told what.
  mutating func expire(in turn: inout Turn) -> [(viewer: SessionHandle, text: String)] {
    let now = turn.now.instant
    guard isArmed(by: now) else { return [] }
    armedFor = nil
    let gone = places.filter { $0.until <= now }
    places.removeAll { $0.until <= now }
    for place in gone {
      end(
        place,
        place.isLet
          ? "nothing was heard of the viewer for \(PeerLimits.viewLease) s"
          : "\(place.target.user) did not answer in \(PeerLimits.viewQuestion) s", in: &turn)
    }
    arm(&turn)
    return gone.compactMap { place in
      Self.told(place).map { (viewer: place.viewer.session, text: $0) }
    }
  }

  /// Sets a timer for when the next of them must have answered, or looked; where one comes before, that
  /// one sets the next.
  private mutating func arm(_ turn: inout Turn) {
    guard let due = places.map(\.until).min() else { return }
    if let armedFor, armedFor > turn.now.instant, armedFor <= due { return }
    armedFor = due
    turn.wake(.viewers, due)
  }

  // MARK: The user answers

  /// The user is shown all that waits, and so who looks on and who asks to.
  mutating func areTold() {
    for index in places.indices where !places[index].isTold { places[index].isTold = true }
  }

  /// What the user says to them: `/V YES`, `/V NO`, each for all or for one user's; or asks: `/V`.
  ///
  /// Yes is said to who asked when the user read it, and to nobody who came since.
  ///
  /// - Returns: the notice; nil where the words are none of these.
  mutating func answer(_ words: String?, in turn: inout Turn) -> Notice? {
    let parts = (words ?? "").split(separator: " ").map(String.init)
    guard parts.count <= 2 else { return nil }
    let name = parts.count == 2 ? parts[1] : nil
    switch parts.first {
    case nil: break
    case "YES"?:
      let asking = places.indices.filter {
        !places[$0].isLet && places[$0].isTold && places[$0].isOf(name)
      }
      guard name != nil || asking.count < 2 else {
        return .severalAskToView(asking.map { places[$0].viewer.user })
      }
      for index in asking { letIn(index, in: &turn) }
      arm(&turn)
    case "NO"?: return sendAway(places.filter { $0.isOf(name) }, in: &turn)
    default: return nil
    }
    return standing()
  }

  private mutating func sendAway(_ ended: [Place], in turn: inout Turn) -> Notice {
    guard !ended.isEmpty else { return standing() }
    let now = turn.now.instant
    places.removeAll { ended.contains($0) }
    for place in ended {
      let (viewer, user) = (place.viewer.user, place.target.user)
      refused.removeAll { $0.until <= now || ($0.viewer == viewer && $0.user == user) }
      refused.append(
        Refused(
          viewer: viewer, user: user, until: now.advanced(by: .seconds(PeerLimits.viewQuestion))))
      end(place, place.isLet ? "\(user) ended it" : "\(user) refused", in: &turn)
    }
    return .viewersSentAway(ended.map { $0.viewer.user })
  }

  /// Who views, and who asks to: whoever reads it is told.
  private mutating func standing() -> Notice {
    areTold()
    return places.isEmpty
      ? .nobodyViews
      : .viewers(
        places.filter(\.isLet).map(\.viewer.user),
        asking: places.filter { !$0.isLet }.map(\.viewer.user))
  }

  /// All are sent away: the user signs off, or the terminal is gone.
  mutating func dismiss(because reason: String) {
    farewells += places.map { ($0, reason) }
    places = []
  }

  /// Tells those who were sent away.
  mutating func bidFarewell(in turn: inout Turn) {
    for (place, reason) in farewells { end(place, reason, in: &turn) }
    farewells = []
  }

  private func end(
    _ place: Place, _ reason: String, tellsViewer: Bool = true, in turn: inout Turn
  ) {
    let (viewer, target) = (place.viewer, place.target)
    if tellsViewer { turn.add(.tellViewer(viewer, .over(reason, target))) }
    guard place.isLet else {
      note(viewer, target, detail: "REFUSED: \(reason)", in: &turn)
      return turn.log(
        .user.viewRefused(
          viewer: viewer.user, from: viewer.terminal, address: viewer.address,
          whom: target.user.description, reason: reason))
    }
    let seconds = place.since.duration(to: turn.now.instant).components.seconds
    note(viewer, target, detail: "ENDS AFTER \(seconds) s: \(reason)", in: &turn)
    turn.log(
      .user.viewEnded(
        viewer: viewer.user, from: viewer.terminal, user: target.user, at: target.terminal,
        reason: reason))
  }

  private func note(
    _ viewer: Viewer, _ target: ViewTarget, detail: String, in turn: inout Turn
  ) {
    turn.add(.noteView(viewer, target, detail))
  }
}

extension Audience: Freezable {
  /// Appends who looks on, and who is still to be told of an end.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(places)
    freezer.put(farewells.map(\.place))
    freezer.put(farewells.map(\.reason))
    freezer.put(refused)
    freezer.put(armedFor)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    places = try thawer.take()
    let gone = try thawer.take([Place].self)
    let reasons = try thawer.take([String].self)
    guard places.count <= PeerLimits.viewers, gone.count == reasons.count else {
      throw .invalid("viewers")
    }
    farewells = Array(zip(gone, reasons)).map { (place: $0.0, reason: $0.1) }
    refused = try thawer.take()
    armedFor = try thawer.take()
  }
}

extension Audience.Place: Freezable {
  /// Appends its parts.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(viewer)
    freezer.put(target)
    freezer.put(isLet)
    freezer.put(isTold)
    freezer.put(since)
    freezer.put(until)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    viewer = try thawer.take()
    target = try thawer.take()
    isLet = try thawer.take()
    isTold = try thawer.take()
    since = try thawer.take()
    until = try thawer.take()
  }
}

extension Audience.Refused: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(viewer)
    freezer.put(user)
    freezer.put(until)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    viewer = try thawer.take()
    user = try thawer.take()
    until = try thawer.take()
  }
}
