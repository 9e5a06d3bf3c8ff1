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
    /// When it asked.
    let since: Instant
    /// Until when the user may answer, or the next look must come.
    fileprivate(set) var until: Instant
  }

  /// They, in the order in which they asked.
  public private(set) var places: [Place] = []
  /// Those who were sent away by what leads to no turn, such as a sign-off, and why.
  private var farewells: [(place: Place, reason: String)] = []

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
    places.removeAll { $0.viewer.session == viewer.session }
    if let reason = refusal(of: target, by: policy) {
      turn.add(.tellViewer(viewer, .over(reason, target)))
      note(viewer, target, detail: "REFUSED: \(reason)", in: &turn)
      turn.log(
        .user.viewRefused(
          viewer: viewer.user, from: viewer.terminal, address: viewer.address,
          whom: target.user.description, reason: reason))
      return nil
    }
    let now = turn.now.instant
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

  private func refusal(of target: ViewTarget, by policy: UserPolicy) -> String? {
    if policy.refusesViewers { return "\(target.user) may not be viewed (Do Not View)" }
    return places.count < PeerLimits.viewers
      ? nil : "\(places.count) look at \(target.terminal) already"
  }

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

  /// When the next of them must have answered, or looked; nil for nobody.
  var nextDue: Instant? { places.map(\.until).min() }

  /// Those go of whom nothing was heard, and questions end that the user did not answer.
  ///
  /// - Returns: what the user is told.
  mutating func expire(in turn: inout Turn) -> [String] {
    let now = turn.now.instant
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
    return gone.compactMap(Self.told)
  }

  private func arm(_ turn: inout Turn) {
    if let nextDue { turn.wake(.viewers, nextDue) }
  }

  /// What the user says to them: `/V YES`, `/V NO`; or asks: `/V`.
  ///
  /// - Returns: the notice; nil where the word is none of these.
  mutating func answer(_ word: String?, in turn: inout Turn) -> Notice? {
    switch word {
    case nil: break
    case "YES":
      for index in places.indices where !places[index].isLet { letIn(index, in: &turn) }
    case "NO":
      let ended = places
      places = []
      for place in ended {
        end(
          place, place.isLet ? "\(place.target.user) ended it" : "\(place.target.user) refused",
          in: &turn)
      }
      return ended.isEmpty ? .nobodyViews : .viewersSentAway(ended.map { $0.viewer.user })
    default: return nil
    }
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
  }
}

extension Audience.Place: Freezable {
  /// Appends its parts.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(viewer)
    freezer.put(target)
    freezer.put(isLet)
    freezer.put(since)
    freezer.put(until)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    viewer = try thawer.take()
    target = try thawer.take()
    isLet = try thawer.take()
    since = try thawer.take()
    until = try thawer.take()
  }
}
