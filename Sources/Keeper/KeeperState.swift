import Bytes
import Platform
public import Time

/// The keeper's mind: what happens comes in, what is to be done comes out. It reads no clock and has no
/// descriptor, only their numbers.
///
/// One worker serves. One that dies is followed at once by another, which gets all that is kept. At an
/// upgrade a worker of the new program, the candidate, is started beside it and asked whether it could
/// serve; only then the old one yields. A candidate that fails before that changes nothing; one that
/// fails after it is followed by a worker of the old program, as if the old one had died. After it
/// the companion and the keeper itself follow.
public struct KeeperState: Sendable {
  private var phase = KeeperPhase.ended
  private var holdings: Holdings
  private var lastWorker = 0
  private var isStopping = false
  private var companions: Companions?
  private var successor = Successor()

  /// - `limit`: most descriptors that can be kept.
  /// - `listeners`: those that the service manager gave.
  public init(
    limit: Int, since: WallTime, listeners: [(name: String, descriptor: Int32)] = []
  ) {
    holdings = Holdings(limit: limit, since: since, listeners: listeners)
  }

  /// Goes on with what a keeper of another program had.
  init(_ snapshot: KeeperSnapshot) {
    phase = .serving(snapshot.worker, nil)
    holdings = snapshot.holdings
    lastWorker = snapshot.lastWorker
    companions = snapshot.companions
  }

  /// All that it has, while a worker serves and nothing else is under way; nil at other times.
  var snapshot: KeeperSnapshot? {
    guard case .serving(let worker, nil) = phase, worker.isReady, !worker.isHung,
      worker.goodbye == nil, !isStopping, companions?.isLinkDue != true
    else { return nil }
    return KeeperSnapshot(
      worker: worker, holdings: holdings, lastWorker: lastWorker, companions: companions)
  }

  /// The first worker is started.
  ///
  /// - `hasCompanion`: whether a companion stands beside the workers.
  public mutating func start(
    _ program: Program, hasCompanion: Bool = false, at now: Instant
  ) -> [KeeperEffect] {
    var effects: [KeeperEffect] = []
    if hasCompanion {
      let companions = Companions(at: now)
      self.companions = companions
      effects.append(.startCompanion(companions.newest, program))
    }
    launch(program, .first, at: now, into: &effects)
    return effects
  }

  /// Takes an event.
  public mutating func handle(_ event: KeeperEvent, at now: Instant) -> [KeeperEffect] {
    var effects: [KeeperEffect] = []
    switch event {
    case .message(let id, let message, let descriptors):
      take(message, of: id, with: descriptors, at: now, into: &effects)
    case .upgrade(let client, let program):
      beginUpgrade(client, program, at: now, into: &effects)
    case .ended(let id, let ending): ended(id, ending, at: now, into: &effects)
    case .notStarted(let id, let error): notStarted(id, error, at: now, into: &effects)
    case .companionEnded(let number, let words, let isClean):
      if let program = phase.program, !isStopping {
        effects +=
          companions?.ended(
            number, words, isClean: isClean, program: program, of: holdings.upgrades,
            worker: phase.worker?.id, at: now) ?? []
      }
    case .companionWithoutLinks(let number): companions?.isWithoutLinks(number)
    case .successorNotAsked: successor.putOff()
    case .successorAnswered(let reason):
      effects += successor.answered(reason, quiet: snapshot?.worker.program)
    case .asked(let kind): asked(kind, at: now, into: &effects)
    case .tick: tick(at: now, into: &effects)
    }
    return effects
  }

  /// When something is due before the next tick.
  public var deadline: Instant? {
    if case .resting(let until, _, _) = phase { until } else { nil }
  }

  // MARK: Starting

  private mutating func make(
    _ program: Program, at now: Instant, into effects: inout [KeeperEffect]
  ) -> Worker {
    lastWorker += 1
    effects.append(.start(worker: lastWorker, program))
    return Worker(id: lastWorker, program: program, startedAt: now)
  }

  private mutating func launch(
    _ program: Program, _ cause: Beginning.Cause, at now: Instant,
    into effects: inout [KeeperEffect]
  ) {
    let worker = make(program, at: now, into: &effects)
    phase = .serving(worker, nil)
    effects += holdings.bequeath(to: worker.id, cause, beside: companions, at: now)
  }

  // MARK: What workers say

  private mutating func take(
    _ message: ToKeeper, of id: Int, with descriptors: [Int32], at now: Instant,
    into effects: inout [KeeperEffect]
  ) {
    if case .trying(let old, var upgrade) = phase, upgrade.candidate.id == id {
      effects += descriptors.map { .close($0) }
      upgrade.candidate.take(message)
      phase = .trying(old, upgrade)
      return candidateSaid(message, old, upgrade: upgrade, at: now, into: &effects)
    }
    guard var worker = phase.worker, worker.id == id else {
      effects += descriptors.map { .close($0) }
      return
    }
    switch message {
    case .keep(let kept, let released):
      // What goes makes room for what comes.
      for token in released { effects += holdings.release(token) }
      effects += holdings.hold(kept, descriptors)
    default:
      effects += descriptors.map { .close($0) }
      worker.take(message)
      phase.replace(worker)
      if message == .ready { served(worker, at: now, into: &effects) }
      if message == .reloaded { effects.append(.notify(["READY=1"])) }
    }
  }

  /// A worker serves.
  private mutating func served(
    _ worker: Worker, at now: Instant, into effects: inout [KeeperEffect]
  ) {
    let version = worker.hello?.version ?? "?"
    effects.append(.notify(["READY=1", "STATUS=Serves, version \(version)"]))
    guard case .serving(_, let trial?) = phase else { return holdings.served(isUpgrade: false) }
    holdings.served(isUpgrade: true)
    phase = .serving(worker, nil)
    effects += [trial.done(worker), .close(trial.former.descriptor)]
    effects += companions?.renew(worker, of: holdings.upgrades, at: now) ?? []
    effects += successor.ask(worker.program, at: now)
  }

  // MARK: Upgrades

  private mutating func beginUpgrade(
    _ client: Int32, _ wanted: Result<Program, SystemError>, at now: Instant,
    into effects: inout [KeeperEffect]
  ) {
    let program: Program
    switch wanted {
    case .failure(let error): return refuse(client, "\(error)", into: &effects)
    case .success(let found): program = found
    }
    guard case .serving(let old, nil) = phase, old.isReady, !isStopping else {
      effects.append(.close(program.descriptor))
      let reason =
        isStopping ? "the server stops" : "an upgrade or a restart is under way; ask again"
      return refuse(client, reason, into: &effects)
    }
    let candidate = make(program, at: now, into: &effects)
    phase = .trying(
      old,
      Upgrade(
        candidate: candidate, client: client,
        deadline: now.advanced(by: KeeperLimits.checkTime)))
    effects.append(.send(worker: candidate.id, .check, descriptors: []))
  }

  private func refuse(_ client: Int32, _ reason: String, into effects: inout [KeeperEffect]) {
    let lines = ["\(reason): nothing was changed"]
    effects.append(.answer(client: client, lines: lines, isFailed: true))
  }

  private mutating func candidateSaid(
    _ message: ToKeeper, _ old: Worker, upgrade: Upgrade, at now: Instant,
    into effects: inout [KeeperEffect]
  ) {
    switch message {
    case .hello(let hello):
      if let reason = old.hello?.refusal(of: hello) { giveUp(reason, at: now, into: &effects) }
    case .refused(let lines):
      giveUp(lines.joined(separator: "\n"), at: now, into: &effects)
    case .checked:
      phase = .yielding(old, upgrade, deadline: now.advanced(by: KeeperLimits.yieldTime))
      effects.append(.send(worker: old.id, .yield, descriptors: []))
    default: break
    }
  }

  /// The candidate is let go before the old worker has heard of it.
  private mutating func giveUp(
    _ reason: String, at now: Instant, into effects: inout [KeeperEffect]
  ) {
    guard case .trying(let old, let upgrade) = phase else { return }
    phase = .serving(old, nil)
    effects += [
      .signal(worker: upgrade.candidate.id, .kill),
      .close(upgrade.candidate.program.descriptor), upgrade.failed(reason),
    ]
    stay(old, upgrade.candidate.program.path, reason: reason, into: &effects)
  }

  /// Tells the worker that goes on why a program did not take over.
  private func stay(
    _ worker: Worker, _ path: String, reason: String, into effects: inout [KeeperEffect]
  ) {
    let text = KeeperLimits.shortened("\(path): \(reason)")
    effects.append(.send(worker: worker.id, .stay(text), descriptors: []))
  }

  /// The old worker has ended its turn: the candidate has its own.
  private mutating func handOver(
    _ old: Worker, _ upgrade: Upgrade, at now: Instant, into effects: inout [KeeperEffect]
  ) {
    holdings.isOut(at: now)
    let version = old.hello?.version ?? "?"
    var new = upgrade.candidate
    new.silentTicks = 0
    phase = .serving(
      new,
      Trial(
        client: upgrade.client, former: old.program, formerVersion: version,
        deadline: now.advanced(by: KeeperLimits.trialTime)))
    effects += holdings.bequeath(
      to: new.id, .upgrade(from: version), isTrial: true, beside: companions, at: now)
  }

  /// The new program did not come to serve: the former one goes on from what is kept.
  private mutating func goBack(
    _ worker: Worker, _ trial: Trial, because reason: String, at now: Instant,
    into effects: inout [KeeperEffect]
  ) {
    let path = worker.program.path
    effects += [trial.failed(path, reason), .close(worker.program.descriptor)]
    guard !isStopping else { return end(1, into: &effects) }
    launch(trial.former, .upgrade(from: trial.formerVersion), at: now, into: &effects)
    if let worker = phase.worker { stay(worker, path, reason: reason, into: &effects) }
  }

  // MARK: Ends

  private mutating func ended(
    _ id: Int, _ ending: Processes.Ending, at now: Instant, into effects: inout [KeeperEffect]
  ) {
    switch phase {
    case .serving(let worker, let trial?) where worker.id == id:
      if let code = worker.goodbye { return end(code, into: &effects) }
      goBack(worker, trial, because: worker.why(ending), at: now, into: &effects)
    case .serving(let worker, nil) where worker.id == id:
      died(worker, ending, at: now, into: &effects)
    case .trying(_, let upgrade) where upgrade.candidate.id == id:
      giveUp(upgrade.candidate.why(ending), at: now, into: &effects)
    case .trying(let old, _) where old.id == id:
      giveUp("the server's process ended meanwhile", at: now, into: &effects)
      died(old, ending, at: now, into: &effects)
    case .yielding(let old, let upgrade?, _) where old.id == id:
      handOver(old, upgrade, at: now, into: &effects)
    case .yielding(let old, nil, _) where old.id == id:
      holdings.isOut(at: now)
      launch(
        old.program, .upgrade(from: old.hello?.version ?? "?"), at: now, into: &effects)
    case .yielding(let old, let upgrade?, let deadline) where upgrade.candidate.id == id:
      // The old one is on its way out, and comes back.
      phase = .yielding(old, nil, deadline: deadline)
      effects += [
        .close(upgrade.candidate.program.descriptor),
        upgrade.failed(upgrade.candidate.why(ending), "the former program goes on"),
      ]
    default: return
    }
  }

  private mutating func died(
    _ worker: Worker, _ ending: Processes.Ending, at now: Instant,
    into effects: inout [KeeperEffect]
  ) {
    if let code = worker.goodbye { return end(code, into: &effects) }
    if isStopping || !holdings.hasServed {
      if case .exit(let code) = ending { return end(code, into: &effects) }
      if !isStopping {
        effects.append(.say("turnstile: the server's process: \(Worker.words(ending))"))
      }
      return end(1, into: &effects)
    }
    let pause = holdings.died(life: worker.startedAt.duration(to: now), at: now)
    let cause: Beginning.Cause = worker.isHung ? .hang : .death(ending)
    guard let pause else {
      // What it said it cannot do: somebody may have to mend it.
      if !worker.refusal.isEmpty {
        effects.append(.say("turnstile: the server's process: \(worker.why(ending))"))
      }
      return launch(worker.program, cause, at: now, into: &effects)
    }
    effects.append(
      .say(
        "turnstile: the server's process: \(worker.why(ending)), as those before it; the next "
          + "one starts in \(pause), and terminals and hosts wait for it"))
    phase = .resting(until: now.advanced(by: pause), worker.program, cause)
  }

  private mutating func notStarted(
    _ id: Int, _ error: SystemError, at now: Instant, into effects: inout [KeeperEffect]
  ) {
    if case .trying(_, let upgrade) = phase, upgrade.candidate.id == id {
      return giveUp("\(error)", at: now, into: &effects)
    }
    effects.append(.say("turnstile: \(error)"))
    ended(id, .exit(1), at: now, into: &effects)
  }

  private mutating func end(_ code: Int32, into effects: inout [KeeperEffect]) {
    phase = .ended
    effects.append(.end(code: code))
  }

  // MARK: Signals and time

  private mutating func asked(
    _ kind: Signals.Kind, at now: Instant, into effects: inout [KeeperEffect]
  ) {
    switch kind {
    case .terminate:
      effects.append(.notify(["STOPPING=1"]))
      isStopping = true
      giveUp("the server stops", at: now, into: &effects)
      if case .resting = phase { return end(0, into: &effects) }
      // Whoever has the next turn finds it waiting.
      tellAll(.terminate, into: &effects)
    case .reload:
      let time = now.nanoseconds / 1000
      effects.append(.notify(["RELOADING=1", "MONOTONIC_USEC=\(time)"]))
      tellAll(.reload, into: &effects)
    case .reopen: tellAll(.reopen, into: &effects)
    case .child: return
    }
  }

  private func tellAll(_ order: Processes.Order, into effects: inout [KeeperEffect]) {
    if let worker = phase.worker { effects.append(.signal(worker: worker.id, order)) }
    if case .yielding(_, let upgrade?, _) = phase {
      effects.append(.signal(worker: upgrade.candidate.id, order))
    }
  }

  private mutating func tick(at now: Instant, into effects: inout [KeeperEffect]) {
    effects.append(.notify(["WATCHDOG=1"]))
    if let program = phase.program {
      effects +=
        companions?.pass(
          program, of: holdings.upgrades, worker: phase.worker?.id, at: now) ?? []
    }
    if let worker = snapshot?.worker {
      effects += companions?.renew(worker, of: holdings.upgrades, at: now) ?? []
    }
    effects += successor.pass(quiet: snapshot?.worker.program, at: now)
    switch phase {
    case .serving(_, let trial?) where trial.deadline <= now: tooSlow(into: &effects)
    case .serving(var worker, let trial):
      effects += worker.pass(at: now, isFirst: !holdings.hasServed)
      phase = .serving(worker, trial)
    case .trying(_, let upgrade) where upgrade.deadline <= now:
      giveUp("it was not ready in time", at: now, into: &effects)
    case .trying(var worker, let upgrade):
      effects += worker.pass(at: now, isFirst: !holdings.hasServed)
      phase = .trying(worker, upgrade)
    case .yielding(let old, _, let deadline):
      if deadline <= now { effects.append(.signal(worker: old.id, .kill)) }
    case .resting(let until, let program, let cause):
      if until <= now { launch(program, cause, at: now, into: &effects) }
    case .ended: return
    }
  }

  private mutating func tooSlow(into effects: inout [KeeperEffect]) {
    guard var worker = phase.worker else { return }
    worker.refusal = ["it did not serve in time"]
    phase.replace(worker)
    effects.append(.signal(worker: worker.id, .kill))
  }
}
