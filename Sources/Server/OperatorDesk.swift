import Bytes
import Crypto
import Journal
import Keystore
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store

/// Takes operators' requests of a running server to whoever answers them.
final class OperatorDesk: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    let words: [String]
    let body: WipedArray
    let by: Asker
  }

  /// Who asks.
  enum Asker: Sendable, CustomStringConvertible {
    /// Somebody on this machine who may open the control socket, by the system's user id; nil where the
    /// system does not tell it.
    case local(UInt32?)
    /// A user at a terminal, who may what RACF says.
    case user(UserID, at: LUName, address: String)

    var description: String {
      switch self {
      case .local(let id): "uid \(id.map(String.init) ?? "?")"
      case .user(let user, let terminal, _): "\(user) AT \(terminal)"
      }
    }

    /// The same, as the audit has it.
    var author: AuditAuthor {
      switch self {
      case .local: AuditAuthor(description, from: "control socket")
      case .user(let user, let terminal, let address):
        AuditAuthor("\(user)", from: "terminal \(terminal) \(address)")
      }
    }
  }

  private let services: Services
  private let site: String
  private let keeping: Keeping?
  /// Several at once: an operator who waits for a card must not keep the others waiting.
  private let helpers: HelperPool
  /// Answers administrators' sessions.
  let administration: AdminDesk

  init(_ services: Services, site: String, keeping: Keeping? = nil) throws(SystemError) {
    self.services = services
    self.site = site
    self.keeping = keeping
    helpers = try HelperPool(threads: 4, limit: 64)
    administration = try AdminDesk(services, site: site)
  }

  /// Gives a request that is the keeper's to it, with the operator's connection; whether it was one, and
  /// the keeper has it.
  func handsOver(_ request: Request, _ socket: Int32) -> Bool {
    guard let keeping, let asked = try? OperatorRequest(request.words), asked.verb.place == .keeper
    else { return false }
    record(request, asked.shown)
    note(asked, by: request.by.author)
    return keeping.upgrade(asked.operands.first, client: socket)
  }

  /// Sees to a request; `answer` is called once, from any thread.
  func take(_ request: Request, answer: @escaping @Sendable (Administration.Answer) -> Void) {
    let asked: OperatorRequest
    do {
      asked = try OperatorRequest(request.words)
    } catch {
      // What is not understood may be a password that was pasted here.
      record(request, "(not understood)")
      return answer(.failed(error.description))
    }
    guard case .user(let user, _, _) = request.by else {
      return perform(asked, request, answer: answer)
    }
    // The security database may let it wait.
    let isQueued = helpers.run { [self] in
      if let refusal = refusal(of: user, asked.verb, noting: request.by.author) {
        record(request, "\(asked.shown) (REFUSED: \(refusal))")
        return answer(.failed(refusal))
      }
      guard asked.verb.name != .help else {
        return answer(help(asked.operands.first, for: user))
      }
      perform(asked, request, answer: answer)
    }
    if !isQueued { answer(.failed(ShardOperator.busy)) }
  }

  /// Why a user may not give a command at a terminal; nil for who may. Everybody may ask what there is.
  ///
  /// - `author`: for the audit, where the user means to give it.
  private func refusal(
    of user: UserID, _ verb: OperatorVerb, noting author: AuditAuthor? = nil
  ) -> String? {
    guard verb.name != .help else { return nil }
    guard verb.isTyped, verb.place != .console, verb.place != .keeper else {
      return "\(verb.words[0]) is for the machine's own console"
    }
    let (manager, now) = (services.database.manager, Clock.wall())
    let refusal = OperatorAuthority(manager.state, at: now)
      .refusal(of: user, command: verb.resource, wanted: verb.wantedAccess)
    if refusal != nil, let author {
      manager.acting(author)
        .noteRefusal(of: user, command: verb.resource, wanted: verb.wantedAccess, at: now)
    }
    return refusal
  }

  /// What a user may type, a line each.
  private func help(_ word: String?, for user: UserID) -> Administration.Answer {
    let lines = OperatorVerb.help(word) { refusal(of: user, $0) == nil && $0.name != .help }
    guard lines.isEmpty else { return Administration.Answer(lines: lines) }
    return .failed(
      word.map { "\($0) is no command that \(user) may give; HELP shows them" }
        ?? "\(user) may give no command: it takes SPECIAL, or access to TURNSTILE.command in "
        + "OPERCMDS")
  }

  private func perform(
    _ asked: OperatorRequest, _ request: Request,
    answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    if asked.verb.isAudited {
      record(request, asked.shown)
      note(asked, by: request.by.author)
    }
    switch asked.verb.place {
    case .console: answer(.failed("\(asked.verb.words[0]) is for the console"))
    case .keeper:
      answer(
        .failed(
          keeping == nil
            ? "this server has no keeper (--alone); stop it, and start the new program"
            : "the keeper does not answer; nothing was done"))
    case .shard where asked.verb.name == .status:
      // How the cards are is not for the shard to ask: the security database may let it wait.
      let isQueued = helpers.run { [self] in
        let lines = [
          "card \(services.database.cardState)",
          "certificate "
            + CertificateTerm.state(services.terminalContext.validity, now: Clock.wall()),
        ]
        let kept = keeping?.status(services) ?? []
        ShardOperator(commons: services.commons).take(asked) { status in
          var whole = status
          if !whole.isFailed {
            whole.lines += lines + kept + DrainOperator.status(self.services.commons)
          }
          answer(whole)
        }
      }
      if !isQueued { answer(.failed(ShardOperator.busy)) }
    case .shard where TerminalOperator.answers(asked.verb.name):
      // A trace begins with its file.
      let isQueued = helpers.run { [self] in TerminalOperator(services).take(asked, answer) }
      if !isQueued { answer(.failed(ShardOperator.busy)) }
    case .shard where asked.verb.name == .drain:
      DrainOperator(commons: services.commons, now: Clock.now()) { [services] in
        services.journal.record($0, at: Clock.wall())
      }.take(asked.operands, answer)
    case .shard where StandingOperator.answers(asked.verb.name): stand(asked, answer)
    case .shard: ShardOperator(commons: services.commons).take(asked, answer: answer)
    case .server, .database:
      if asked.verb.name == .display, let wish = LiveDisplay.Wish(asked.operands) {
        return display(wish, answer)
      }
      let isQueued = helpers.run { [self] in answer(work(asked, request)) }
      if !isQueued { answer(.failed(ShardOperator.busy)) }
    }
  }

  private func display(
    _ wish: LiveDisplay.Wish, _ answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    ShardOperator(commons: services.commons).gather(
      or: answer, { .display(wish.thing, $0) }
    ) { [helpers] parts in
      // A long table is no work for the shard that answered last.
      let isQueued = helpers.run {
        answer(Administration.Answer(lines: wish.thing.table(parts).lines(as: wish.format)))
      }
      if !isQueued { answer(.failed(ShardOperator.busy)) }
    }
  }

  /// Takes what operators say that stays so; what it may name is in the tables that the shards have.
  private func stand(
    _ asked: OperatorRequest, _ answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    let isSent = services.commons.doors[0].mailbox.send(
      .operation(
        .site { [helpers, services] site in
          // The disk is no work for a shard.
          let isQueued = helpers.run {
            StandingOperator(
              commons: services.commons, store: services.database.manager.store,
              tables: site.tables
            ).take(asked, answer)
          }
          if !isQueued { answer(.failed(ShardOperator.busy)) }
        }))
    if !isSent { answer(.failed(ShardOperator.busy)) }
  }

  private func record(_ request: Request, _ shown: String) {
    services.journal.record(
      .server.operatorCommand(by: "\(request.by)", command: shown), at: Clock.wall())
  }

  /// Writes a command to the audit, where what it changes does not tell of it. A helper does, since that waits
  /// for the disk; where too many wait, the command is given all the same, and the log alone has it.
  private func note(_ asked: OperatorRequest, by author: AuditAuthor) {
    let (manager, now) = (services.database.manager.acting(author), Clock.wall())
    _ = helpers.run { asked.note(by: manager, at: now) }
  }

  private func work(_ request: OperatorRequest, _ whole: Request) -> Administration.Answer {
    let author = whole.by.author
    return switch request.verb.name {
    case .reload: services.reloader.reload(services)
    case .figures:
      Administration.Answer(
        lines: FigureDesk(services: services).look().text.split(separator: "\n").map(String.init))
    case .card: card(request.operands[0].uppercased(), by: author)
    case .penalties: penalties.list()
    case .forgive: penalties.forgive(request.operands[0])
    default: administer(request, whole)
    }
  }

  private var penalties: PenaltyOperator {
    PenaltyOperator(
      commons: services.commons, store: services.database.manager.store, now: Clock.now())
  }

  private func administer(_ request: OperatorRequest, _ whole: Request) -> Administration.Answer {
    // Commands before one that failed were done: menus may differ all the same.
    defer {
      if [.racf, .load].contains(request.verb.name) { services.commons.tellAll(.rightsChanged) }
    }
    return Administration(
      services.database, services.journal, site: site, author: whole.by.author,
      ticketTimes: services.ticketTimes
    ).answer(request, whole.body.bytes)
  }

  private func card(_ state: String, by author: AuditAuthor) -> Administration.Answer {
    let isOnline = state == "ONLINE"
    guard isOnline || state == "OFFLINE" else {
      return .failed("\(state) is no state of a card; OFFLINE and ONLINE are")
    }
    do {
      try services.database.setCard(isOnline: isOnline, by: author)
    } catch {
      return .failed("\(error)")
    }
    let by = "OPERATOR"
    services.journal.record(
      isOnline ? .security.cardOnline(by: by) : .security.cardOffline(by: by), at: Clock.wall())
    let missing = isOnline ? services.database.missingMasterKeys : []
    return Administration.Answer(
      lines: ["The crypto card is \(state.lowercased())."]
        + missing.map { "Its \($0.rawValue)-MK is not the one that the CKDS was written under." })
  }
}
