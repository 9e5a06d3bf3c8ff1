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
import Tables

/// Takes operators' requests of a running server to whoever answers them.
final class OperatorDesk: Sendable {
  /// A request as it came.
  struct Request: Sendable {
    let words: [String]
    let body: WipedArray
    let by: Asker
    /// The tables in force where a user asks; nil for whoever comes by the control socket.
    var tables: SiteTables?
  }

  /// Who asks.
  enum Asker: Sendable, CustomStringConvertible {
    /// The user of this machine who runs the server, or the superuser, by the system's user id.
    case local(UInt32)
    /// A user of this machine who is in the control group.
    case member(UInt32, of: ControlGroup)
    /// Another user of this machine; nil where the system does not tell which.
    case stranger(UInt32?)
    /// A user at a terminal, who may what RACF says.
    case user(UserID, at: LUName, address: String)

    /// Whom RACF is asked about; nil for whoever does not come from a terminal.
    var user: UserID? { if case .user(let user, _, _) = self { user } else { nil } }

    var description: String {
      switch self {
      case .local(let id): "uid \(id)"
      case .member(let id, _): Self.words(id)
      case .stranger(let id): id.map(Self.words) ?? "uid ?"
      case .user(let user, let terminal, _): "\(user) AT \(terminal)"
      }
    }

    /// A user of the machine's, by number and name; asks the name service.
    private static func words(_ user: UInt32) -> String {
      "uid \(user)" + (Accounts.name(ofUser: user).map { " (\($0))" } ?? "")
    }

    /// The same, as the audit has it.
    var author: AuditAuthor {
      switch self {
      case .local, .stranger: AuditAuthor(description, from: "control socket")
      case .member(_, let group):
        AuditAuthor(description, from: "control socket, group \(group.name)")
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
  /// For others than the own user who come by the control socket: they never keep anybody else waiting, nor one of
  /// them the others.
  private let otherHelpers: HelperPool
  /// Answers administrators' sessions.
  let administration: AdminDesk

  init(_ services: Services, site: String, keeping: Keeping? = nil) throws(SystemError) {
    self.services = services
    self.site = site
    self.keeping = keeping
    helpers = try HelperPool(threads: 4, limit: 64)
    otherHelpers = try HelperPool(
      threads: 2, limit: 64, limitOfOwner: PeerLimits.requestsOfOther)
    administration = try AdminDesk(services, site: site)
  }

  /// Who may use the control socket.
  var gate: ControlGate { services.controlGate }

  /// Gives a request that is the keeper's to it, with the operator's connection; whether it was one, and
  /// the keeper has it.
  func handsOver(_ request: Request, _ socket: Int32) -> Bool {
    guard case .local = request.by, let keeping, let asked = try? OperatorRequest(request.words),
      asked.verb.place == .keeper
    else { return false }
    record(request, asked.shown)
    note(asked, by: request.by)
    return keeping.upgrade(asked.operands.first, client: socket)
  }

  /// Sees to a request; `answer` is called once, from any thread.
  func take(_ request: Request, answer: @escaping @Sendable (Administration.Answer) -> Void) {
    switch request.by {
    case .local, .user: see(request, answer)
    case .member, .stranger:
      // Their names are asked for, which may take a while.
      queue(request, answer) { [self] in see(request, answer) }
    }
  }

  /// Has a helper do a job of a request; tells at once where too many wait.
  private func queue(
    _ request: Request, _ answer: (Administration.Answer) -> Void,
    job: @escaping @Sendable () -> Void
  ) {
    let isQueued =
      switch request.by {
      case .local, .user: helpers.run(job)
      case .member(let user, _), .stranger(.some(let user)):
        otherHelpers.run(for: "\(user)", job)
      case .stranger(nil): otherHelpers.run(job)
      }
    if !isQueued { answer(.failed(ShardOperator.busy)) }
  }

  private func see(
    _ request: Request, _ answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    if case .stranger = request.by {
      record(request, "(REFUSED: not in the control group)")
      noteAccess(request, "not in the control group")
      let group = gate.number == nil ? "" : ", and its Control group"
      return answer(
        .failed("only the user who runs the server, and root, may ask it\(group)"))
    }
    let asked: OperatorRequest
    do {
      asked = try OperatorRequest(request.words)
    } catch {
      // What is not understood may be a password that was pasted here.
      record(request, "(not understood)")
      if case .member = request.by { noteAccess(request, "not understood") }
      return answer(.failed(error.description))
    }
    if case .member(_, let group) = request.by {
      return take(asked, request, of: group, answer: answer)
    }
    guard let user = request.by.user else {
      guard asked.verb.name != .help else {
        let lines = OperatorVerb.help(asked.operands.first)
        return answer(Administration.Answer(lines: lines, isFailed: lines.isEmpty))
      }
      return perform(asked, request, answer: answer)
    }
    // The security database may let it wait.
    queue(request, answer) { [self] in
      let rule = OperatorRule(
        services.database.manager, user, tables: request.tables, at: Clock.wall())
      if let refusal = rule.refusal(of: asked.verb, noting: request.by.author) {
        record(request, "\(asked.shown) (REFUSED: \(refusal))")
        return answer(.failed(refusal))
      }
      guard asked.verb.name != .help else { return answer(rule.help(asked.operands.first)) }
      perform(asked, request, answer: answer)
    }
  }

  /// Sees to a request of a member of the control group. The log has each, but for those that come by
  /// themselves every few seconds; the audit what changes something: who looks often pushes nothing out of it.
  private func take(
    _ asked: OperatorRequest, _ request: Request, of group: ControlGroup,
    answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    if let refusal = group.refusal(of: asked.verb) {
      // What stands behind the word may be a secret that is not for this user.
      record(request, "\(asked.verb.words[0]) (REFUSED: \(refusal))")
      services.database.manager.acting(request.by.author)
        .noteRefusal(ofCommand: asked.verb.resource, why: refusal, at: Clock.wall())
      return answer(.failed(refusal))
    }
    guard asked.verb.name != .help else { return answer(group.help(asked.operands.first)) }
    if !asked.verb.isAudited, asked.verb.name != .figures {
      record(request, asked.shown)
    }
    perform(asked, request, answer: answer)
  }

  private func perform(
    _ asked: OperatorRequest, _ request: Request,
    answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    if asked.verb.isAudited {
      record(request, asked.shown)
      note(asked, by: request.by)
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
      queue(request, answer) { [self] in
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
    case .shard where TerminalOperator.answers(asked.verb.name):
      // A trace begins with its file.
      queue(request, answer) { [self] in TerminalOperator(services).take(asked, answer) }
    case .shard where asked.verb.name == .drain:
      DrainOperator(commons: services.commons, now: Clock.now()) { [services] in
        services.journal.record($0, at: Clock.wall())
      }.take(asked.operands, answer)
    case .shard where StandingOperator.answers(asked.verb.name):
      stand(asked, request, answer: answer)
    case .shard: ShardOperator(commons: services.commons).take(asked, answer: answer)
    case .server, .database:
      if asked.verb.name == .display, let wish = LiveDisplay.Wish(asked.operands) {
        return display(wish, request, answer: answer)
      }
      queue(request, answer) { [self] in answer(work(asked, request)) }
    }
  }

  private func display(
    _ wish: LiveDisplay.Wish, _ request: Request,
    answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    ShardOperator(commons: services.commons).gather(
      or: answer, { .display(wish.thing, $0) }
    ) { [self] parts in
      // A long table is no work for the shard that answered last.
      queue(request, answer) {
        answer(Administration.Answer(lines: wish.thing.table(parts).lines(as: wish.format)))
      }
    }
  }

  /// Takes what operators say that stays so; what it may name is in the tables that the shards have.
  private func stand(
    _ asked: OperatorRequest, _ request: Request,
    answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    let isSent = services.commons.doors[0].mailbox.send(
      .operation(
        .site { [self] site in
          // The disk is no work for a shard.
          queue(request, answer) { [services] in
            StandingOperator(
              commons: services.commons, store: services.database.manager.store,
              tables: site.tables
            ).take(asked, answer)
          }
        }))
    if !isSent { answer(.failed(ShardOperator.busy)) }
  }

  private func record(_ request: Request, _ shown: String) {
    services.journal.record(
      .server.operatorCommand(by: "\(request.by)", command: shown), at: Clock.wall())
  }

  /// Writes a command to the audit, where what it changes does not tell of it, before it is performed: that waits
  /// for the disk, as helpers may. Of the own user, whose command comes from the thread that has all operators, a
  /// helper writes it; where too many wait, the command is given all the same, and the log alone has it.
  private func note(_ asked: OperatorRequest, by asker: Asker) {
    let (manager, now) = (services.database.manager.acting(asker.author), Clock.wall())
    switch asker {
    case .local: _ = helpers.run { asked.note(by: manager, at: now) }
    case .user: asked.note(by: manager, at: now)
    case .member, .stranger:
      let isWords = [.message, .broadcast].contains(asked.verb.name)
      asked.note(by: manager, as: isWords ? .words : .command, at: now)
    }
  }

  /// Writes to the audit that somebody was refused whose words nobody may read: they may be a secret.
  private func noteAccess(_ request: Request, _ why: String) {
    services.database.manager.acting(request.by.author)
      .note(.access, of: "control socket", detail: why, at: Clock.wall())
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
