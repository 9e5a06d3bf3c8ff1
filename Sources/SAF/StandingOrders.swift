import Names

/// What operators have said that stays so until they say otherwise, also over a restart: news, and
/// applications that take no sessions.
public struct StandingOrders: Hashable, Sendable {
  /// How an application is kept from users.
  public enum Keeping: String, CaseIterable, Hashable, Sendable {
    /// It takes no new sessions; those that live go on. The word is TPX's (`&APPL_INF`).
    case quiesced = "QUIESCED"
    /// It takes none, and those that lived were ended. The word is TPX's (`&APPL_INF`).
    case inactive = "INACT"
  }

  /// Why and how an application is kept from users.
  public struct Hold: Hashable, Sendable {
    /// How.
    public let keeping: Keeping
    /// What users read of it; may be empty.
    public let reason: String

    /// A hold, and the first `StandingOrders.reasonLimit` characters of its reason.
    public init(_ keeping: Keeping, _ reason: String) {
      self.keeping = keeping
      self.reason = String(reason.prefix(StandingOrders.reasonLimit))
    }
  }

  /// Lines of news, as the logon panel has them.
  public static let newsLines = 2
  /// Most characters of a line of news: a line of the narrowest screen.
  public static let textLimit = 79
  /// Most characters of a reason: what a line of 80 has left behind the longest notice that it follows.
  public static let reasonLimit = 34
  /// Most names that are held at once: operators type them one by one.
  public static let holdLimit = 1000

  /// Lines that stand in place of the tables' `Logo news`; empty ones say nothing.
  public private(set) var news = [String](repeating: "", count: newsLines)
  /// Sessions, applications and hosts that are held, by their names in capitals.
  public private(set) var holds: [String: Hold] = [:]

  /// Nothing was said.
  public init() {}

  /// Whether operators' news stand in place of the tables'.
  public var hasNews: Bool { news.contains { !$0.isEmpty } }

  /// Says a line of news, or with an empty text takes it back; `line`: from 0. Others are ignored.
  public mutating func say(_ text: String, line: Int) {
    if news.indices.contains(line) { news[line] = String(text.prefix(Self.textLimit)) }
  }

  /// Keeps a name from users; false where as many are held as may.
  public mutating func hold(_ name: String, _ hold: Hold) -> Bool {
    let name = name.uppercased()
    guard holds[name] != nil || holds.count < Self.holdLimit else { return false }
    holds[name] = hold
    return true
  }

  /// Lets users have it again; false where it was not held.
  public mutating func release(_ name: String) -> Bool {
    holds.removeValue(forKey: name.uppercased()) != nil
  }

  /// The hold on something of several names; of two the stronger one.
  public func hold(ofAny names: some Sequence<String>) -> Hold? {
    var found: Hold?
    for name in names {
      guard let hold = holds[name.uppercased()] else { continue }
      if hold.keeping == .inactive { return hold }
      found = found ?? hold
    }
    return found
  }
}

/// Keeps what operators have said.
public protocol StandingStore: Sendable {
  /// What stands.
  func standing() throws(StoreError) -> StandingOrders

  /// What stands from now on; durable when this returns. Throws where it cannot be written down.
  func keep(_ standing: StandingOrders) throws(StoreError)
}
