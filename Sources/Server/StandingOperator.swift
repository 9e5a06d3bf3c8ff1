import Messages
import SAF
import SessionEngine
import Synchronization
import Tables

/// Takes what operators say that stays so, or that everybody is to hear: `QUIESCE`, `DEACTIVATE`,
/// `ACTIVATE`, `NEWS` and `BROADCAST`. It is durable before a shard or the operator hears of it.
struct StandingOperator: Sendable {
  let commons: Commons
  let store: any StandingStore
  /// The tables in force.
  let tables: SiteTables

  /// Which commands it takes.
  static func answers(_ verb: OperatorVerb.Name) -> Bool {
    [.quiesce, .deactivate, .activate, .news, .broadcast].contains(verb)
  }

  /// Sees to a request; `answer` is called once, from any thread. It may wait for the disk.
  func take(_ request: OperatorRequest, _ answer: @escaping ShardOperator.Answer) {
    let operands = request.operands
    switch request.verb.name {
    case .quiesce: hold(operands, as: .quiesced, answer: answer)
    case .deactivate: hold(operands, as: .inactive, answer: answer)
    case .activate: answer(activate(operands[0]))
    case .broadcast: broadcast(operands, answer)
    case .news: answer(news(operands))
    default: answer(.failed("\(request.verb.words[0]) is not for standing orders"))
    }
  }

  // MARK: Applications

  /// Keeps what a name stands for from users.
  private func hold(
    _ operands: [String], as keeping: StandingOrders.Keeping,
    answer: @escaping ShardOperator.Answer
  ) {
    let name = operands[0].uppercased()
    let reason = Self.text(operands.dropFirst())
    guard knows(name) else { return answer(unknown(operands[0])) }
    guard reason.count <= StandingOrders.reasonLimit else {
      return answer(
        .failed(
          "a reason has room for \(StandingOrders.reasonLimit) characters; it has \(reason.count)"))
    }
    if let fault = change({
      $0.hold(name, StandingOrders.Hold(keeping, reason)) ? nil : Self.tooMany
    }) {
      return answer(.failed(fault))
    }
    guard keeping == .inactive else {
      return answer(
        Administration.Answer(lines: ["\(name) takes no new sessions; those that live go on"]))
    }
    // Said after what stands, so that nothing which ends begins again.
    ShardOperator(commons: commons).gather(or: answer, { .endSessions(name, reason, $0) }) {
      parts in
      let count = counted(parts.reduce(0, +), "session")
      answer(
        Administration.Answer(lines: ["\(name) is not available to users; \(count) ended"]))
    }
  }

  private func activate(_ name: String) -> Administration.Answer {
    if let fault = change({ $0.release(name) ? nil : Self.notHeld(name, $0, of: tables) }) {
      return .failed(fault)
    }
    return Administration.Answer(lines: ["\(name.uppercased()) takes sessions again"])
  }

  /// A name that is not held itself may be held by another one, which is told.
  private static func notHeld(
    _ name: String, _ standing: StandingOrders, of tables: SiteTables
  ) -> String {
    for session in tables.sessions where Site.leads(session, to: name) {
      let names = Site.names(of: session).map { $0.uppercased() }
      if let other = names.first(where: { standing.holds[$0] != nil }) {
        return "\(name) is held by \(other): ACTIVATE that"
      }
    }
    let held = standing.holds.keys.sorted().prefix(10).joined(separator: " ")
    return held.isEmpty ? "\(name) is not held; nothing is" : "\(name) is not held; held: \(held)"
  }

  private func knows(_ name: String) -> Bool {
    tables.sessions.contains { Site.leads($0, to: name) }
  }

  private func unknown(_ name: String) -> Administration.Answer {
    .failed("\(name) is no session, application or host; D APPLS shows them")
  }

  private static let tooMany =
    "\(StandingOrders.holdLimit) names are held, which is the limit; ACTIVATE some of them"

  // MARK: News

  private func news(_ operands: [String]) -> Administration.Answer {
    guard let first = operands.first else { return Administration.Answer(lines: shown) }
    if first.uppercased() == "OFF", operands.count == 1 {
      return said { standing in
        for line in 0..<StandingOrders.newsLines { standing.say("", line: line) }
      }
    }
    guard let line = Int(first), (1...StandingOrders.newsLines).contains(line) else {
      return .failed("say NEWS, NEWS 1 TEXT, NEWS 2 TEXT or NEWS OFF")
    }
    let text = Self.text(operands.dropFirst())
    guard text.count <= StandingOrders.textLimit else {
      return .failed(
        "a line of news has room for \(StandingOrders.textLimit) characters; it has \(text.count)"
      )
    }
    return said { $0.say(text, line: line - 1) }
  }

  private func said(_ body: (inout StandingOrders) -> Void) -> Administration.Answer {
    let fault = change { standing in
      body(&standing)
      return nil
    }
    return fault.map { .failed($0) } ?? Administration.Answer(lines: shown)
  }

  /// What users read now.
  private var shown: [String] {
    let standing = commons.standing.withLock { $0 }
    guard standing.hasNews else { return ["no news; the tables' Logo news is shown"] }
    return standing.news.enumerated().map { "\($0.offset + 1) \($0.element)" }
  }

  // MARK: Everybody

  private func broadcast(_ operands: [String], _ answer: @escaping ShardOperator.Answer) {
    var words = operands[...]
    var name: String?
    if let first = words.first, first.uppercased().hasPrefix("A=") {
      let wanted = String(first.dropFirst(2)).uppercased()
      guard knows(wanted) else { return answer(unknown(String(first.dropFirst(2)))) }
      name = wanted
      words = words.dropFirst()
    }
    let text = Self.text(words)
    guard !text.isEmpty else {
      return answer(.failed("say BROADCAST TEXT or BROADCAST A=NAME TEXT"))
    }
    ShardOperator(commons: commons).gather(or: answer, { [name] in .tell(text, name, $0) }) {
      parts in
      answer(
        Administration.Answer(lines: ["sent to \(counted(parts.reduce(0, +), "terminal"))"]))
    }
  }

  // MARK: What stands

  /// Changes what stands, writes it down, and tells the shards; in the order in which it is said.
  ///
  /// `body` returns why nothing is changed. Returns that, or why it cannot be written down.
  private func change(_ body: (inout StandingOrders) -> String?) -> String? {
    commons.standing.withLock { current in
      var new = current
      if let fault = body(&new) { return fault }
      do {
        try store.keep(new)
      } catch {
        return "nothing is changed: \(error)"
      }
      current = new
      commons.tellAll(.standing(new))
      return nil
    }
  }

  private static func text(_ words: some Sequence<String>) -> String {
    ShardOperator.plain(words.joined(separator: " "))
  }
}
