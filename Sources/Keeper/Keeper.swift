import Bytes
import Glibc
public import Platform
import Time

/// The keeper's process: one thread, one loop, and no byte that a network sent.
///
/// It holds what `KeeperState` names by number: links to workers, the descriptors that they gave, and
/// programs. All that it decides is decided there.
public final class Keeper {
  /// A worker's process, and the way to it.
  private struct Child {
    let process: Int32
    let link: Int32
    var isWatchingWrite = false
    /// It has closed its end, or is gone.
    var isSilent = false
  }

  private let plan: KeeperPlan
  /// Links between companions and workers: each end is here as well, so that either may end and be
  /// followed by another, which goes on with what waits in them.
  private var companions: [UInt32: KeeperImage.Links] = [:]
  private let signals: Signals
  private var poller: Poller
  private var state: KeeperState
  private var children: [Int: Child] = [:]
  private var outboxes = Outboxes()
  private let room = PacketRoom()
  private var pending: [KeeperEffect] = []
  private var code: Int32?
  private var nextTick: Instant
  /// The process of a program that was asked whether the keeper could go on as it.
  private var asked: Int32?
  /// Path of the program, where it was started from a file.
  private let path: String

  /// Links to a new companion: one for each core, as far as those of all companions that there may be
  /// leave half of this process's reserve. Each has two ends here.
  private static var linkCount: Int {
    min(ProcessHygiene.cores, Descriptors.reserve / 2 / (2 * (KeeperLimits.formerCompanions + 1)))
  }
  private static let signalToken: UInt64 = 0
  private static let second = Duration.seconds(1)

  private init(_ plan: KeeperPlan, path: String, state: KeeperState) throws(SystemError) {
    self.plan = plan
    self.path = path
    self.state = state
    signals = try Signals(ofChildren: true)
    poller = try Poller()
    nextTick = Clock.instant().advanced(by: Self.second)
    try poller.add(signals.descriptor, .read, token: Self.signalToken)
  }

  /// Keeps workers until it is told to end; the exit code.
  public static func run(_ plan: KeeperPlan) throws(SystemError) -> Int32 {
    let path = try Processes.program()
    // The file that runs, also where another has taken its place.
    let own = try Processes.open(program: "/proc/self/exe").release()
    let keeper = try Keeper(
      plan, path: path,
      state: KeeperState(
        limit: ProcessHygiene.descriptorLimit - Descriptors.reserve, since: Clock.now().wall,
        listeners: plan.service.listeners))
    keeper.perform(
      keeper.state.start(
        Program(descriptor: own, path: path), hasCompanion: true, at: Clock.instant()))
    return keeper.work()
  }

  /// Goes on where a keeper of another program stood, whose process this is.
  ///
  /// - `state`: the descriptor of what it had.
  /// - Throws: where this program cannot read that; it was asked before.
  public static func goOn(_ plan: KeeperPlan, state: Int32) throws -> Int32 {
    let image = try KeeperImage.load(Descriptor(state))
    for number in image.descriptors { Processes.setKeptAtExec(number, false) }
    var plan = plan
    plan.service = ServiceManager(path: image.notifies)
    let keeper = try Keeper(plan, path: image.path, state: KeeperState(image.mind))
    keeper.companions = image.links
    keeper.children[image.mind.worker.id] = Child(process: image.process, link: image.link)
    try keeper.poller.add(image.link, .read, token: UInt64(image.mind.worker.id))
    plan.say("turnstile: the keeper goes on as \(image.mind.worker.program.path)")
    // Whoever ended meanwhile may have been told to nobody.
    keeper.takeEnded()
    return keeper.work()
  }

  /// Whether this program could go on as a keeper that has written its state; throws where not.
  public static func check(state: Int32) throws { _ = try KeeperImage.load(Descriptor(state)) }

  private func work() -> Int32 {
    while code == nil { turn() }
    dismissCompanions()
    return code ?? 1
  }

  /// Lets companions end: their links end with this, and they have time to see last words through.
  private func dismissCompanions() {
    for links in companions.values { close(links) }
    var left = Set(companions.values.compactMap(\.process))
    for _ in 0..<Self.dismissTries where !left.isEmpty {
      usleep(10_000)
      while let (process, _) = Processes.ended() { left.remove(process) }
    }
  }

  /// Longest wait for the companions' ends, in hundredths of a second: longer than they take themselves.
  private static let dismissTries = 500

  // MARK: The loop

  private func turn() {
    let due = min(nextTick, state.deadline ?? nextTick)
    let left = Clock.instant().duration(to: due).components
    let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1
    var found: [(token: UInt64, readiness: Poller.Readiness)] = []
    poller.wait(milliseconds: Int32(clamping: max(0, milliseconds))) { found.append(($0, $1)) }
    for (token, readiness) in found where code == nil {
      if token == Self.signalToken { takeSignal() } else { serve(Int(token), readiness) }
    }
    let now = Clock.instant()
    guard due <= now, code == nil else { return }
    // After a halt of the whole machine one tick has passed, and not many.
    if nextTick <= now { nextTick = now.advanced(by: Self.second) }
    handle(.tick)
  }

  private func handle(_ event: KeeperEvent) {
    perform(state.handle(event, at: Clock.instant()))
  }

  private func takeSignal() {
    guard let kind = signals.next(milliseconds: 0) else { return }
    guard kind == .child else { return handle(.asked(kind)) }
    takeEnded()
  }

  /// Hears of all that have ended: several may be told by one signal.
  private func takeEnded() {
    while let (process, ending) = Processes.ended() {
      if process == asked {
        asked = nil
        handle(.successorAnswered(ending == .exit(0) ? nil : Worker.words(ending)))
        continue
      }
      if let number = companions.first(where: { $0.value.process == process })?.key {
        companions[number]?.process = nil
        handle(
          .companionEnded(number, words: Worker.words(ending), isClean: ending == .exit(0)))
        continue
      }
      guard let (id, child) = children.first(where: { $0.value.process == process }) else {
        continue
      }
      // What it said before its end counts.
      while hear(id, child) {}
      if !child.isSilent { poller.remove(child.link) }
      _ = Descriptor(child.link)
      children[id] = nil
      outboxes.drop(id)
      handle(.ended(worker: id, ending))
    }
  }

  private func serve(_ id: Int, _ readiness: Poller.Readiness) {
    if readiness.canWrite { flush(id) }
    guard readiness.canRead, let child = children[id] else { return }
    // As much as is there, but not for ever: others have something to say as well.
    for _ in 0..<Self.batch where !hear(id, child) { return }
  }

  private static let batch = 256

  /// Takes a worker's next message; false where there is none.
  private func hear(_ id: Int, _ child: Child) -> Bool {
    switch PacketSocket.receive(child.link, into: room, waits: false) {
    case .nothing: return false
    case .ended:
      if children[id]?.isSilent == false {
        children[id]?.isSilent = true
        poller.remove(child.link)
      }
      return false
    case .packet(let packet):
      var thawer = Thawer(packet.bytes)
      guard let message = try? thawer.take(ToKeeper.self) else {
        packet.descriptors.forEach { _ = Descriptor($0) }
        return true
      }
      if case .upgrade(let wanted) = message {
        ask(for: wanted, packet.descriptors)
      } else {
        handle(.message(worker: id, message, descriptors: packet.descriptors))
      }
      return true
    }
  }

  /// Opens the program that an operator wants.
  private func ask(for wanted: String?, _ descriptors: [Int32]) {
    guard let client = descriptors.first, descriptors.count == 1 else {
      return descriptors.forEach { _ = Descriptor($0) }
    }
    let path = wanted ?? path
    let program: Result<Program, SystemError>
    do {
      let opened = try Processes.open(program: path).release()
      program = .success(Program(descriptor: opened, path: path))
    } catch {
      program = .failure(error)
    }
    handle(.upgrade(client: client, program))
  }

  // MARK: Effects

  private func perform(_ effects: [KeeperEffect]) {
    pending += effects
    // What an effect comes to is an event, whose effects come after those before it.
    guard pending.count == effects.count else { return }
    var index = 0
    while index < pending.count {
      perform(pending[index])
      index += 1
    }
    pending = []
  }

  private func perform(_ effect: KeeperEffect) {
    switch effect {
    case .start(let id, let program): start(id, program)
    case .startCompanion(let number, let program): startCompanion(number, program)
    case .link(let id, let number):
      if let links = companions[number] { send(id, .link(number), with: links.workers) }
    case .unlink(let number):
      if let links = companions.removeValue(forKey: number) { close(links) }
    case .send(let id, let message, let descriptors): send(id, message, with: descriptors)
    case .askSuccessor(let program): ask(program)
    case .dismissSuccessor: dismissAsked()
    case .become(let program): become(program)
    case .signal(let id, let order):
      if let child = children[id] { Processes.tell(child.process, order) }
    case .close(let number): outboxes.close(number)
    case .answer(let client, let lines, let isFailed):
      let socket = Descriptor(client)
      _ = Descriptor.write(socket.number, plan.encodeAnswer(lines, isFailed)[...])
    case .notify(let lines): plan.service.notify(lines)
    case .say(let line): plan.say(line)
    case .end(let code): self.code = code
    }
  }

  private func send(_ id: Int, _ message: ToWorker, with descriptors: [Int32]) {
    guard children[id] != nil else { return }
    outboxes.add(message, descriptors, for: id)
    flush(id)
  }

  /// What processes of ours are called.
  private var name: String { CommandLine.arguments.first ?? "turnstile" }

  private func start(_ id: Int, _ program: Program) {
    do {
      let (near, far) = try PacketSocket.pair()
      defer { _ = Descriptor(far) }
      let link = Descriptor(near)
      let process = try Processes.start(
        Processes.path(ofOpened: program.descriptor), [name] + plan.arguments + plan.worker,
        links: [far])
      try poller.add(near, .read, token: UInt64(id))
      children[id] = Child(process: process, link: link.release())
    } catch {
      handle(.notStarted(worker: id, error))
    }
  }

  private func startCompanion(_ number: UInt32, _ program: Program) {
    do {
      let links = try companions[number] ?? makeLinks()
      companions[number] = links
      companions[number]?.process = try Processes.start(
        Processes.path(ofOpened: program.descriptor),
        [name] + plan.companion + [String(links.companion.count)], links: links.companion)
    } catch {
      if companions[number] == nil { handle(.companionWithoutLinks(number)) }
      handle(.companionEnded(number, words: "\(error)", isClean: false))
    }
  }

  private func makeLinks() throws(SystemError) -> KeeperImage.Links {
    var links = KeeperImage.Links(workers: [], companion: [])
    do throws(SystemError) {
      for _ in 0..<Self.linkCount {
        let (worker, companion) = try PacketSocket.pair()
        links.workers.append(worker)
        links.companion.append(companion)
      }
    } catch {
      close(links)
      throw error
    }
    return links
  }

  private func close(_ links: KeeperImage.Links) {
    for number in links.workers + links.companion { outboxes.close(number) }
  }

  // MARK: Another program

  /// All that this process has; nil while something is under way, or was not said yet.
  private var image: KeeperImage? {
    guard let mind = state.snapshot, children.count == 1, let child = children[mind.worker.id],
      outboxes.isEmpty, !child.isSilent
    else { return nil }
    return KeeperImage(
      mind: mind, process: child.process, link: child.link, links: companions, path: path,
      notifies: plan.service.path)
  }

  /// Asks a program whether it could go on with what there is now.
  private func ask(_ program: Program) {
    dismissAsked()
    do {
      guard let memory = try image?.save() else {
        return handle(.successorNotAsked)
      }
      defer { withExtendedLifetime(memory) {} }
      asked = try Processes.start(
        Processes.path(ofOpened: program.descriptor),
        [name] + plan.arguments + plan.successor + [String(Processes.link)] + plan.trial,
        links: [memory.number])
    } catch {
      handle(.successorAnswered("\(error)"))
    }
  }

  /// Nobody waits for the answer any more; its end is nobody's.
  private func dismissAsked() {
    if let asked { Processes.tell(asked, .kill) }
    asked = nil
  }

  /// Goes on as a program: same process, same children, same descriptors. Comes back only where the
  /// kernel refuses, or where something is left to be said.
  private func become(_ program: Program) {
    guard let image else { return }
    do {
      let memory = try image.save()
      defer { withExtendedLifetime(memory) {} }
      throw Processes.become(
        Processes.path(ofOpened: program.descriptor),
        [name] + plan.arguments + plan.successor + [String(memory.number)],
        keeping: image.descriptors + [memory.number])
    } catch {
      handle(.successorAnswered("\(error)"))
    }
  }

  private func flush(_ id: Int) {
    guard var child = children[id], !child.isSilent else { return }
    let hasMore = !outboxes.send(id, over: child.link)
    guard child.isWatchingWrite != hasMore else { return }
    child.isWatchingWrite = hasMore
    poller.change(child.link, hasMore ? [.read, .write] : .read, token: UInt64(id))
    children[id] = child
  }
}
