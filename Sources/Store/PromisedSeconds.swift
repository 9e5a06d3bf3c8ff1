import SAF

/// Seconds that the file says were given to tickets, or may be: some beyond each that is given, so that
/// tickets one after the other cost few writes.
struct PromisedSeconds {
  private(set) var seconds: SecondSet

  /// Least number of seconds that one write promises.
  private static let ahead: Int64 = 10
  /// Most seconds that a write promises beyond the second that is given: a burst costs few writes too.
  private static let beyond: Int64 = 16
  /// Seconds between two promises that become one range: nobody asks for tickets for that long, and the
  /// seconds in between are past.
  private static let gap: Int64 = 600

  init(_ seconds: SecondSet) { self.seconds = seconds }

  /// What has to be written down before a second is given, so that the next run does not give it again,
  /// whatever the clock says then; nil where the file has the second already.
  func covering(_ second: Int64, now: Int64) -> PromisedSeconds? {
    guard !seconds.contains(second) else { return nil }
    // Not further than a server that is started again and again would run away from the clock.
    let beyond = second + min(Self.beyond, max(0, (second - now) / 4))
    let end = second >= now ? max(beyond, now + Self.ahead) : second
    var new = self
    new.seconds.insert(second...end, closing: Self.gap)
    return new
  }
}
