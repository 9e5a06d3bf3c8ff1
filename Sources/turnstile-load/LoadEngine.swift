import Bytes
import DataStream
import Glibc
import Platform
import TN3270
import Terminal
import Time

/// Drives all terminals on one thread.
struct LoadEngine: ~Copyable {
  /// What a terminal does once its set-up is done.
  enum Mode: Hashable {
    case stay
    case again
    case closedLoop(AID)
    case openLoop(AID)
  }

  let plan: Plan
  var poller: Poller
  var terminals: [LoadTerminal] = []
  var mode = Mode.stay
  var now: Instant
  /// Terminals that are set up and have nothing to do.
  var idle: [Int] = []
  /// What follows the sign-on.
  var steps: [SetUpStep]
  /// Terminals that are to do the steps.
  private var staged: [Int] = []
  /// Slots without a connection.
  var free: [Int] = []
  /// Slots whose connection failed, until the next sweep.
  private var resting: [Int] = []
  var settingUp = 0
  var isOpening = true
  var backlog = DueKeys()
  var setUps = Histogram()
  var latencies = Histogram()
  var watch = KeyWatch()
  var received = 0
  var sent = 0
  var failures: [String: Int] = [:]
  private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
  private var ready: [(token: UInt64, readiness: Poller.Readiness)] = []
  private var nextSweep: Instant
  let capabilities: TerminalCapabilities
  let clientOptions: ClientOptions

  /// How often overdue terminals are looked for.
  private static let sweepInterval = Duration.milliseconds(200)

  init(_ plan: Plan) throws(SystemError) {
    self.plan = plan
    steps = plan.steps
    poller = try Poller()
    now = Clock.instant()
    nextSweep = now
    capabilities = TerminalCapabilities(color: .model(plan.model))
    clientOptions = ClientOptions(model: plan.model, allowsTN3270E: !plan.classic)
    terminals.reserveCapacity(plan.terminals)
    let blank = PresentationSpace(capabilities)
    for _ in 0..<plan.terminals {
      terminals.append(LoadTerminal(clientOptions, blank, at: now))
    }
    free = Array((0..<plan.terminals).reversed())
  }

  deinit {
    for terminal in terminals where terminal.socket >= 0 { close(terminal.socket) }
  }

  /// Opens all terminals; returns when each is set up or has failed.
  mutating func openAll() {
    while (isOpening && !free.isEmpty) || settingUp > 0 { turn(until: nil) }
  }

  /// Does further steps at every terminal that has nothing to do; returns when all are done.
  mutating func stage(_ next: [SetUpStep]) {
    steps = next
    staged = idle.reversed()
    idle = []
    while !staged.isEmpty || settingUp > 0 {
      for _ in 0..<min(staged.count, max(0, plan.inFlight - settingUp)) {
        settingUp += 1
        begin(staged.removeLast())
      }
      turn(until: nil)
    }
  }

  /// Waits until no key is without its answer.
  mutating func settle() {
    mode = .stay
    while terminals.contains(where: { $0.step == .waiting }) { turn(until: nil) }
  }

  /// One turn of the loop: connects, waits, reads, looks for what is overdue.
  mutating func turn(until end: Instant?) {
    connectMore()
    var milliseconds: Int32 = 100
    if let end { milliseconds = Self.wait(from: now, to: end, atMost: 100) }
    var batch = ready
    ready = []
    batch.removeAll(keepingCapacity: true)
    poller.wait(milliseconds: milliseconds) { batch.append(($0, $1)) }
    now = Clock.instant()
    for (token, readiness) in batch { handle(token, readiness) }
    ready = batch
    if now >= nextSweep { sweep() }
  }

  /// Whole milliseconds, none where less than one is left: the caller then looks at the clock.
  static func wait(from now: Instant, to end: Instant, atMost limit: Int32) -> Int32 {
    guard end > now else { return 0 }
    let left = (end.nanoseconds - now.nanoseconds) / 1_000_000
    return min(limit, Int32(clamping: left))
  }

  private mutating func connectMore() {
    guard isOpening else { return }
    // A connection that is refused at once comes back to `free`: it waits for the next turn.
    for _ in 0..<min(free.count, max(0, plan.inFlight - settingUp)) { connect(free.removeLast()) }
  }

  private mutating func connect(_ index: Int) {
    terminals[index].generation &+= 1
    terminals[index].machine = ClientMachine(options: clientOptions)
    terminals[index].screen = PresentationSpace(capabilities)
    terminals[index].since = now
    terminals[index].deadline = now.advanced(by: plan.timeout)
    do {
      let (socket, _) = try Sockets.connect(to: plan.address)
      terminals[index].socket = socket
      terminals[index].tls = try plan.tls.map { try LoadTLS($0, host: plan.address.host) }
      try poller.add(socket, [.read, .write], token: token(index))
      terminals[index].step = .connecting
      settingUp += 1
    } catch {
      fail(index, "\(error)")
    }
  }

  private func token(_ index: Int) -> UInt64 {
    UInt64(terminals[index].generation) << 32 | UInt64(UInt32(index))
  }

  private mutating func handle(_ token: UInt64, _ readiness: Poller.Readiness) {
    let index = Int(UInt32(truncatingIfNeeded: token))
    guard terminals[index].generation == UInt32(truncatingIfNeeded: token >> 32),
      terminals[index].step != .closed
    else { return }
    // A connection that failed says so to a read.
    if terminals[index].step == .connecting, readiness.canRead { read(index) }
    if readiness.canWrite, terminals[index].step != .closed {
      if terminals[index].step == .connecting {
        terminals[index].step = .negotiating
        poller.change(terminals[index].socket, .read, token: token)
        if let hello = terminals[index].tls?.start() { sendRaw(hello, index) }
      }
      flush(index)
    }
    if readiness.canRead, terminals[index].step != .closed { read(index) }
  }

  private mutating func read(_ index: Int) {
    let socket = terminals[index].socket
    let result = buffer.withUnsafeMutableBytes { Descriptor.read(socket, into: $0) }
    switch result {
    case .bytes(let count):
      received += count
      guard let tls = terminals[index].tls else { return take(buffer[..<count], index) }
      let outcome = tls.receive(buffer[..<count])
      sendRaw(outcome.send, index)
      take(outcome.plaintext[...], index)
      if let failure = outcome.failure { fail(index, failure) }
    case .wouldBlock: return
    case .ended: fail(index, "the server closed the connection")
    case .failed(let error) where terminals[index].step == .connecting:
      fail(index, SystemError("connect \(plan.address)", code: error.code).description)
    case .failed(let error): fail(index, error.description)
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>, _ index: Int) {
    guard !bytes.isEmpty, terminals[index].step != .closed else { return }
    var events: [ClientEvent] = []
    terminals[index].machine.receive(bytes, into: &events)
    take(events, index)
  }

  /// Sends, inside TLS where the terminal has that.
  mutating func send(_ bytes: [UInt8], _ index: Int) {
    guard !bytes.isEmpty else { return }
    sendRaw(terminals[index].tls?.encrypt(bytes) ?? bytes, index)
  }

  /// Sends, or keeps what the kernel does not take.
  private mutating func sendRaw(_ bytes: [UInt8], _ index: Int) {
    guard terminals[index].step != .closed, !bytes.isEmpty else { return }
    sent += bytes.count
    var rest = bytes[...]
    if terminals[index].unsent.isEmpty {
      switch Descriptor.write(terminals[index].socket, rest) {
      case .bytes(let count): rest = rest.dropFirst(count)
      case .wouldBlock: break
      case .ended: return
      case .failed(let error): return fail(index, error.description)
      }
      guard !rest.isEmpty else { return }
      poller.change(terminals[index].socket, [.read, .write], token: token(index))
    }
    if !terminals[index].unsent.append(rest) { fail(index, "the server reads nothing") }
  }

  private mutating func flush(_ index: Int) {
    guard !terminals[index].unsent.isEmpty else { return }
    switch Descriptor.write(terminals[index].socket, terminals[index].unsent.waiting) {
    case .bytes(let count): terminals[index].unsent.consume(count)
    case .wouldBlock, .ended: return
    case .failed(let error): return fail(index, error.description)
    }
    if terminals[index].unsent.isEmpty {
      poller.change(terminals[index].socket, .read, token: token(index))
    }
  }

  private mutating func sweep() {
    nextSweep = now.advanced(by: Self.sweepInterval)
    free += resting
    resting = []
    for index in terminals.indices where terminals[index].deadline <= now {
      switch terminals[index].step {
      case .closed, .idle: continue
      case .connecting: fail(index, "no connection in time")
      case .negotiating: fail(index, "no 3270 mode in time")
      case .firstScreen: fail(index, "no first screen in time")
      case .signingOn: fail(index, "no answer to the sign-on in time")
      case .entering(let step): fail(index, steps[step].overdue)
      case .waiting: fail(index, "no answer to a key in time")
      }
    }
  }

  /// A terminal is given up; its slot is used again in `churn` only, after a pause.
  mutating func fail(_ index: Int, _ reason: String) {
    failures[reason, default: 0] += 1
    disconnect(index)
    if mode == .again { resting.append(index) }
  }

  /// Closes a connection.
  mutating func disconnect(_ index: Int) {
    if terminals[index].isSettingUp { settingUp -= 1 }
    if terminals[index].step == .idle { idle.removeAll { $0 == index } }
    terminals[index].step = .closed
    terminals[index].unsent = .init(limit: LoadTerminal.unsentLimit)
    if terminals[index].socket >= 0 {
      poller.remove(terminals[index].socket)
      close(terminals[index].socket)
      terminals[index].socket = -1
    }
  }
}

/// The three measurements.
extension LoadEngine {
  /// Opens all terminals and holds them.
  mutating func idle(hold: Duration) -> Report {
    let before = ProcessSample.sum(plan.processes)
    let start = now
    openAll()
    let opened = ProcessSample.sum(plan.processes)
    let openTime = start.duration(to: now).seconds
    let connected = idle.count
    let held = now
    let end = now.advanced(by: hold)
    while now < end { turn(until: end) }
    let after = ProcessSample.sum(plan.processes)
    var report = Report(mode: "idle", plan: plan, engine: self)
    report.connected = connected
    report.connectionRate = openTime > 0 ? Double(connected) / openTime : 0
    report.seconds = held.duration(to: now).seconds
    report.setServer(before: before, from: opened, to: after, operations: 0)
    return report
  }

  /// Repeats a key on all terminals.
  mutating func loop(
    _ key: AID, rate: Double?, warmup: Duration, duration: Duration
  ) -> Report {
    let before = ProcessSample.sum(plan.processes)
    openAll()
    let connected = idle.count
    let phase = measure(key, rate: rate, warmup: warmup, duration: duration)
    var report = Report(mode: "loop", plan: plan, engine: self)
    report.connected = connected
    report.seconds = phase.seconds
    report.transactions = phase.latencies
    report.rate = rate
    report.unsent = phase.unsent
    report.ownCPU = phase.ownCPU
    report.setServer(
      before: before, from: phase.from, to: phase.to, operations: phase.latencies.count)
    return report
  }

  /// Presses a key at all terminals: at a rate, or as fast as the answers come.
  mutating func measure(
    _ key: AID, rate: Double?, warmup: Duration, duration: Duration
  ) -> MeasuredPhase {
    now = Clock.instant()
    backlog = DueKeys()
    mode = rate == nil ? .closedLoop(key) : .openLoop(key)
    drive(key, rate, for: warmup)
    latencies = Histogram()
    let own = ProcessSample.own()
    let from = ProcessSample.sum(plan.processes, threads: plan.threads)
    let start = now
    drive(key, rate, for: duration)
    let seconds = start.duration(to: now).seconds
    return MeasuredPhase(
      latencies: latencies, seconds: seconds, unsent: backlog.count,
      ownCPU: own.share(to: ProcessSample.own(), seconds: seconds), from: from,
      to: ProcessSample.sum(plan.processes, threads: plan.threads))
  }

  /// Leaves the terminals alone; the server's share of one CPU, nil where it is not known.
  mutating func rest(_ hold: Duration) -> Double? {
    now = Clock.instant()
    let (start, end) = (now, now.advanced(by: hold))
    let from = ProcessSample.sum(plan.processes)
    while now < end { turn(until: end) }
    let seconds = start.duration(to: now).seconds
    guard let from, let to = ProcessSample.sum(plan.processes), seconds > 0 else { return nil }
    return (to.cpu - from.cpu) / seconds
  }

  /// Connects and closes in every slot.
  mutating func churn(duration: Duration) -> Report {
    let from = ProcessSample.sum(plan.processes)
    let own = ProcessSample.own()
    mode = .again
    let start = now
    let end = now.advanced(by: duration)
    while now < end { turn(until: end) }
    let seconds = start.duration(to: now).seconds
    let to = ProcessSample.sum(plan.processes)
    isOpening = false
    var report = Report(mode: "churn", plan: plan, engine: self)
    report.connected = Int(setUps.count)
    report.connectionRate = Double(setUps.count) / seconds
    report.seconds = seconds
    report.ownCPU = own.share(to: ProcessSample.own(), seconds: seconds)
    report.setServer(before: from, from: from, to: to, operations: setUps.count)
    return report
  }

  mutating func drive(_ key: AID, _ rate: Double?, for duration: Duration) {
    let start = now
    let end = now.advanced(by: duration)
    guard let rate else {
      let waiting = idle
      idle = []
      for index in waiting { press(key, index, due: now) }
      while now < end { turn(until: end) }
      return
    }
    var number = 0.0
    while now < end {
      var due = start.advanced(by: .nanoseconds(Int64(number / rate * 1e9)))
      while due <= now, due < end {
        dispatch(key, due)
        number += 1
        due = start.advanced(by: .nanoseconds(Int64(number / rate * 1e9)))
      }
      turn(until: min(due, end))
    }
  }

  private mutating func dispatch(_ key: AID, _ due: Instant) {
    if backlog.isEmpty, let index = idle.popLast() {
      press(key, index, due: due)
    } else {
      backlog.append(due)
    }
  }
}
