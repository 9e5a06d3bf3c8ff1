import Bytes
import Glibc
public import Platform
import Time

/// The keeper's process: one thread, one loop, and no byte that a network sent.
///
/// It holds what `KeeperState` names by number: links to workers, the descriptors that they gave, and
/// programs. All that it decides is decided there.
public final class Keeper {
  /// What a keeper is started with.
  public struct Plan: Sendable {
    /// The command line of its workers, without the program's name.
    public var arguments: [String]
    /// The command line of the companion, which has an end of each link to the workers.
    public var companion: [String]
    /// Puts an answer into the form in which an operator's command expects it: lines, and whether it
    /// is a failure.
    public var encodeAnswer: @Sendable ([String], Bool) -> [UInt8]
    /// Who started this process, and wants to know how it goes.
    public var service: ServiceManager
    /// Says a line on standard error.
    public var say: @Sendable (String) -> Void

    /// A plan.
    public init(
      arguments: [String], companion: [String],
      encodeAnswer: @escaping @Sendable ([String], Bool) -> [UInt8],
      service: ServiceManager, say: @escaping @Sendable (String) -> Void
    ) {
      self.arguments = arguments
      self.companion = companion
      self.encodeAnswer = encodeAnswer
      self.service = service
      self.say = say
    }
  }

  /// A worker's process, and what it was not told yet.
  private struct Child {
    let process: Int32
    let link: Int32
    var unsent: [(bytes: [UInt8], descriptors: [Int32])] = []
    var isWatchingWrite = false
    /// It has closed its end, or is gone.
    var isSilent = false
  }

  /// Links between companion and workers: each end is here as well, so that either may end and be
  /// followed by another, which goes on with what waits in them.
  private struct Links {
    var workers: [Int32] = []
    var companion: [Int32] = []
  }

  private let plan: Plan
  private let links: Links
  private var companion: Int32?
  private let signals: Signals
  private var poller: Poller
  private var state: KeeperState
  private var children: [Int: Child] = [:]
  private var pending: [KeeperEffect] = []
  private var code: Int32?
  private var nextTick: Instant
  /// Path of the program, where it was started from a file.
  private let path: String

  /// Lets the companion end: its links end with this, and it has time to see last words through.
  private func dismissCompanion() {
    for number in links.workers + links.companion { _ = Descriptor(number) }
    for _ in 0..<Self.dismissTries where companion != nil {
      usleep(10_000)
      while let (process, _) = Processes.ended() { if process == companion { companion = nil } }
    }
  }

  /// Longest wait for the companion's end, in hundredths of a second: longer than it takes itself.
  private static let dismissTries = 500
  /// Links to the companion: one for each core, as far as the worker has room for them.
  public static var linkCount: Int { min(ProcessHygiene.cores, 8) }
  private static let signalToken: UInt64 = 0
  private static let second = Duration.seconds(1)

  private init(_ plan: Plan, path: String) throws(SystemError) {
    self.plan = plan
    self.path = path
    var links = Links()
    for _ in 0..<Self.linkCount {
      let (worker, companion) = try PacketSocket.pair()
      links.workers.append(worker)
      links.companion.append(companion)
    }
    self.links = links
    signals = try Signals(ofChildren: true)
    poller = try Poller()
    let now = Clock.now()
    nextTick = now.instant.advanced(by: Self.second)
    state = KeeperState(
      limit: ProcessHygiene.descriptorLimit - Descriptors.reserve, since: now.wall,
      listeners: plan.service.listeners)
    try poller.add(signals.descriptor, .read, token: Self.signalToken)
  }

  /// Keeps workers until it is told to end; the exit code.
  public static func run(_ plan: Plan) throws(SystemError) -> Int32 {
    let path = try Processes.program()
    // The file that runs, also where another has taken its place.
    let own = try Processes.open(program: "/proc/self/exe").release()
    let keeper = try Keeper(plan, path: path)
    keeper.perform(
      keeper.state.start(
        Program(descriptor: own, path: path), hasCompanion: true, at: Clock.instant()))
    while keeper.code == nil { keeper.turn() }
    keeper.dismissCompanion()
    return keeper.code ?? 1
  }

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
    // Several ends may be told by one signal.
    while let (process, ending) = Processes.ended() {
      if process == companion {
        companion = nil
        handle(.companionEnded(words: Worker.words(ending)))
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
    switch PacketSocket.receive(child.link, waits: false) {
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
    case .startCompanion(let program): startCompanion(program)
    case .send(let id, let message, let descriptors):
      guard children[id] != nil else { return }
      var freezer = Freezer()
      freezer.put(message)
      children[id]?.unsent.append((freezer.bytes, descriptors))
      flush(id)
    case .signal(let id, let order):
      if let child = children[id] { Processes.tell(child.process, order) }
    case .close(let number): _ = Descriptor(number)
    case .answer(let client, let lines, let isFailed):
      let socket = Descriptor(client)
      _ = Descriptor.write(socket.number, plan.encodeAnswer(lines, isFailed)[...])
    case .notify(let lines): plan.service.notify(lines)
    case .say(let line): plan.say(line)
    case .end(let code): self.code = code
    }
  }

  private func start(_ id: Int, _ program: Program) {
    do {
      let (near, far) = try PacketSocket.pair()
      defer { _ = Descriptor(far) }
      let link = Descriptor(near)
      let name = CommandLine.arguments.first ?? "turnstile"
      let process = try Processes.start(
        Processes.path(ofOpened: program.descriptor), [name] + plan.arguments,
        links: [far] + links.workers)
      try poller.add(near, .read, token: UInt64(id))
      children[id] = Child(process: process, link: link.release())
    } catch {
      handle(.notStarted(worker: id, error))
    }
  }

  private func startCompanion(_ program: Program) {
    let name = CommandLine.arguments.first ?? "turnstile"
    do {
      companion = try Processes.start(
        Processes.path(ofOpened: program.descriptor), [name] + plan.companion,
        links: links.companion)
    } catch {
      handle(.companionEnded(words: "\(error)"))
    }
  }

  private func flush(_ id: Int) {
    guard var child = children[id], !child.isSilent else { return }
    while let next = child.unsent.first,
      PacketSocket.send(child.link, next.bytes, descriptors: next.descriptors, waits: false)
        == .done
    { child.unsent.removeFirst() }
    if child.isWatchingWrite != !child.unsent.isEmpty {
      child.isWatchingWrite = !child.unsent.isEmpty
      poller.change(
        child.link, child.isWatchingWrite ? [.read, .write] : .read, token: UInt64(id))
    }
    children[id] = child
  }
}
