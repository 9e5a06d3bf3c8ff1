public import Bytes
public import Time

/// The server is being emptied: nobody signs on any more, and the sessions that live end in time.
public struct Drain: Hashable, Sendable {
  /// When the sessions end.
  public let end: Instant
  /// The same for people, as `14:30:05`.
  public let time: String
  /// What the operator says of it, in one line; may be empty.
  public let text: String

  /// An end to come, and what users read about it.
  public init(end: Instant, time: String, text: String) {
    self.end = end
    self.time = time
    self.text = text
  }
}

extension Drain: Freezable {
  /// Appends end, time and text.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(end)
    freezer.put(time)
    freezer.put(text)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    end = try thawer.take()
    time = try thawer.take()
    text = try thawer.take()
  }
}
