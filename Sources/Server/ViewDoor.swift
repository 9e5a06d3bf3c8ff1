import Journal
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import Time

/// The way from a view's session to the terminal that it looks at, which may be on another shard.
struct ViewDoor {
  private let context: ShardContext

  init(_ context: ShardContext) { self.context = context }

  /// Asks by the authority of who is signed on at the session's terminal.
  func ask(_ request: ViewRequest, _ leg: HostLeg) {
    switch request {
    case .view(let name): find(name, leg)
    case .tell(let target, let news):
      let isSent = ViewDesk.tell(
        target, leg.handle, says: news, from: context.index, in: context.commons)
      if !isSent { refuse(leg, "the user has signed off", of: target) }
    }
  }

  private func refuse(_ leg: HostLeg, _ reason: String, of target: ViewTarget? = nil) {
    // Whoever leaves hears nothing more.
    guard !leg.isClosed else { return }
    context.reactor.post(.application(leg, .viewed(.over(reason, target))))
  }

  /// Looks for whoever has a name, and asks RACF; who may hears of the user's own answer by and by.
  private func find(_ name: String, _ leg: HostLeg) {
    guard let user = leg.owner.session?.signedOnUser,
      let terminal = leg.owner.session?.terminal.name
    else { return refuse(leg, "nobody is signed on here") }
    let viewer = Viewer(
      session: leg.handle, user: user, terminal: terminal, address: leg.owner.address)
    let (services, index) = (context.services, context.index)
    let answer: @Sendable (String) -> Void = {
      services.commons.doors[index].mailbox.send(.viewed(viewer.session, .over($0, nil)))
    }
    ShardOperator(commons: services.commons).gather(
      or: { _ in answer(ShardOperator.busy) }, { .seats(name, $0) }
    ) { parts in
      // RACF's state may have to wait for the database, and the audit for the disk.
      let isQueued = services.helpers.run {
        let permit = ViewPermit(viewer, name, found: parts.flatMap(\.self))
        switch permit.decide(by: services.database.manager, at: Clock.wall()) {
        case .success(let target):
          let isSent = ViewDesk.tell(
            target, viewer.session, says: .asks(viewer), from: index, in: services.commons)
          if !isSent { answer("the user has signed off") }
        case .failure(let refusal):
          if let line = refusal.line { services.journal.record(line, at: Clock.wall()) }
          answer(refusal.reason)
        }
      }
      if !isQueued { answer(ShardOperator.busy) }
    }
  }
}

/// Whether RACF lets somebody view who was found under a name: READ to `TURNSTILE.VIEW.userid` in the class
/// OPERCMDS, as for operators' commands.
struct ViewPermit {
  /// Why nobody is viewed.
  struct Refusal: Error {
    /// What the viewer is told.
    let reason: String
    /// What the log says; nil where nothing was refused but a name misspelt.
    let line: Message?
  }

  private let viewer: Viewer
  private let name: String
  private let found: [ViewTarget]

  /// `found`: who is signed on under the name, or at the terminal of it.
  init(_ viewer: Viewer, _ name: String, found: [ViewTarget]) {
    self.viewer = viewer
    self.name = name
    // A terminal may have the name of a user: the name is the user's then, as where nobody is signed on.
    let own = found.filter { "\($0.user)" == name }
    self.found = (own.isEmpty ? found : own).sorted { "\($0.terminal)" < "\($1.terminal)" }
  }

  /// Decides; a refusal is noted in the audit, which waits for the disk.
  ///
  /// Who may view nobody of the name does not hear whether somebody is there.
  func decide(by manager: SecurityManager, at now: WallTime) -> Result<ViewTarget, Refusal> {
    guard let whom = found.first?.user ?? UserID(name) else {
      return .failure(Refusal(reason: "\(name) is no user id", line: nil))
    }
    let command = Self.command(whom)
    let refusal = OperatorAuthority(manager.state, at: now)
      .refusal(of: viewer.user, command: command, wanted: .read)
    if let refusal {
      manager.acting(author).noteRefusal(
        of: viewer.user, command: command, wanted: .read, at: now)
      let line = Message.user.viewRefused(
        viewer: viewer.user, from: viewer.terminal, address: viewer.address,
        whom: found.isEmpty ? "(unknown)" : "\(whom)", reason: refusal)
      return .failure(
        Refusal(reason: "\(viewer.user) has no access to TURNSTILE.VIEW.userid", line: line))
    }
    guard let target = found.first else {
      return .failure(Refusal(reason: "nobody of that name is signed on", line: nil))
    }
    guard found.count == 1 else {
      let terminals = found.map { "\($0.terminal)" }.joined(separator: " ")
      return .failure(Refusal(reason: "\(target.user) is at \(terminals); name one", line: nil))
    }
    guard target.user != viewer.user else {
      return .failure(Refusal(reason: "nobody views the own screen", line: nil))
    }
    return .success(target)
  }

  /// What stands behind `TURNSTILE.` for a user's screen.
  static func command(_ user: UserID) -> String { "VIEW.\(user)" }

  /// Who views, as the audit has it.
  private var author: AuditAuthor { AuditAuthor(of: viewer) }
}

extension AuditAuthor {
  /// A viewer.
  init(of viewer: Viewer) {
    self.init("\(viewer.user)", from: "terminal \(viewer.terminal) \(viewer.address)")
  }
}
