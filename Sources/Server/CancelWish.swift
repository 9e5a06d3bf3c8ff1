import Names

/// What CANCEL is to end, and what its user is told: `USER`, or keywords as TPX has them.
struct CancelWish: Hashable, Sendable {
  /// Why words are no wish.
  struct Fault: Error, Hashable, Sendable {
    /// The sentence.
    let description: String
  }

  /// Most characters of a reason: two lines of a screen.
  static let reasonLimit = 150

  let user: UserID
  /// One session; nil for all, and the sign-on with them.
  let session: SessionID?
  /// At one terminal of the user's; nil for all of them.
  let terminal: LUName?
  /// What the user is told; may be empty.
  let reason: String

  /// The wish of the words behind CANCEL: who and what in the first, the reason in the others.
  init(_ operands: [String]) throws(Fault) {
    let what = operands.first ?? ""
    reason = String(
      ShardOperator.plain(operands.dropFirst().joined(separator: " ")).prefix(Self.reasonLimit))
    var keywords: [String: String] = [:]
    for part in what.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let keyword = sides.count > 1 ? sides[0].uppercased() : "U"
      guard ["U", "S", "MUT"].contains(keyword) else {
        throw Fault(description: "\(part) is not known; U=user S=session MUT=terminal are")
      }
      guard keywords[keyword] == nil else {
        throw Fault(description: "\(keyword)= stands there twice")
      }
      keywords[keyword] = String(sides.last ?? "")
    }
    user = try Self.name(keywords["U"] ?? "", "user id") { UserID($0) }
    session = try keywords["S"].map { text throws(Fault) in
      try Self.name(text, "session id") { SessionID($0) }
    }
    terminal = try keywords["MUT"].map { text throws(Fault) in
      try Self.name(text, "terminal's name") { LUName($0) }
    }
  }

  private static func name<Name>(
    _ text: String, _ what: String, read: (String) -> Name?
  ) throws(Fault) -> Name {
    guard let name = read(text.uppercased()) else {
      throw Fault(description: text.isEmpty ? "the \(what) is missing" : "\(text) is no \(what)")
    }
    return name
  }

  /// What was done, for the operator, where something was.
  func outcome(_ count: Int) -> Administration.Answer {
    let place = terminal.map { " at \($0)" } ?? ""
    switch (session, count) {
    case (nil, 0): return .failed("\(user) is not signed on\(place)")
    case (nil, _): return Administration.Answer(lines: ["\(user) is cancelled\(place)"])
    case (.some(let id), 0): return .failed("\(user) has no session \(id)\(place)")
    case (.some(let id), _):
      return Administration.Answer(lines: ["session \(id) of \(user) is ended\(place)"])
    }
  }
}
