import Crypto
import Glibc
import Names
import Platform
import Time

/// The operator's way in: a socket in the state directory, for its owner and whom `ControlGate` lets in; a
/// request each way.
///
/// One thread has all connections and waits for none of them: each has its own place in its request
/// and its own time. What takes long is done by helpers.
final class ControlSocket {
  /// Where it is.
  static func path(_ state: String) -> String { state + "/control.sock" }

  /// What became of a request, from whatever thread did it.
  private struct Answered: Sendable {
    let number: Int
    let bytes: WipedArray
  }

  private let listener: Descriptor
  private let desk: OperatorDesk
  private let gate: ControlGate
  private let answers: Mailbox<Answered>
  private var peers: [Int: ControlPeer] = [:]
  private var lastNumber = 0
  /// Until when nobody is accepted, after no descriptor was left for one.
  private var acceptsAgain: Instant?

  private init(_ listener: consuming Descriptor, _ desk: OperatorDesk) throws(SystemError) {
    self.listener = listener
    self.desk = desk
    gate = desk.gate
    answers = try Mailbox(limit: 1024)
  }

  /// Makes the socket; from here on operators can connect, and wait. It stays open as long as the
  /// process lives.
  ///
  /// - `kept`: the one of the worker before this one, where operators may wait already.
  /// - `group`: who may connect besides this user; nil for nobody.
  static func listen(
    _ state: String, kept: Int32?, group: UInt32?
  ) throws(SystemError) -> Int32 {
    if let kept { return kept }
    return try Sockets.listen(onPath: path(state), group: group).release()
  }

  /// Starts the thread that answers.
  static func start(
    _ listener: Int32, _ desk: OperatorDesk
  ) throws(SystemError) {
    try Threads.start {
      guard let control = try? ControlSocket(Descriptor(listener), desk) else {
        preconditionFailure("no event for the control socket, whose descriptors are kept back")
      }
      while true { control.turn() }
    }
  }

  private func turn() {
    let now = Clock.instant()
    if let again = acceptsAgain, again <= now { acceptsAgain = nil }
    var watched = [
      pollfd(fd: answers.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(
        fd: acceptsAgain == nil ? listener.number : -1, events: Int16(POLLIN), revents: 0),
    ]
    let numbers = peers.keys.sorted()
    for number in numbers { watched.append(peers[number]?.watched ?? pollfd()) }
    poll(&watched, nfds_t(watched.count), wait(now))
    let later = Clock.instant()
    for answered in answers.take() { peers[answered.number]?.answer(answered.bytes, later) }
    if watched[1].revents != 0 { accept(later) }
    for (index, number) in numbers.enumerated() where watched[index + 2].revents != 0 {
      serve(number, later)
    }
    for number in numbers {
      guard let peer = peers[number] else { continue }
      peer.passTime(later)
      if peer.isOver { peers[number] = nil }
    }
  }

  /// Milliseconds until something is due; -1 for nothing.
  private func wait(_ now: Instant) -> Int32 {
    let due = (peers.values.compactMap(\.deadline) + [acceptsAgain].compactMap(\.self)).min()
    guard let due else { return -1 }
    let (seconds, attoseconds) = now.duration(to: due).components
    return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
  }

  /// Lets in who waits, a few in a turn: whoever connects all the time keeps nobody from being served.
  private func accept(_ now: Instant) {
    do {
      for _ in 0..<PeerLimits.operators {
        guard let socket = try Sockets.acceptLocal(listener.number) else { return }
        let peer = LocalPeer(of: socket.number)
        let seats = peers.map { number, peer in
          ControlSeat(number: number, isOwn: peer.isOwn, isReading: peer.isReading)
        }
        switch ControlSeat.room(forOwn: peer.map(ControlGate.isOwn) ?? false, among: seats) {
        case .free: break
        case .inPlace(let number): peers[number] = nil
        case .none: continue
        }
        lastNumber += 1
        peers[lastNumber] = ControlPeer(socket, of: peer, now: now)
      }
    } catch {
      acceptsAgain = now.advanced(by: .milliseconds(PeerLimits.acceptPause))
    }
  }

  private func serve(_ number: Int, _ now: Instant) {
    guard let peer = peers[number], let request = peer.ready(now, gate) else { return }
    // The keeper answers: this process may be another one by then.
    if desk.handsOver(request, peer.number) { return peer.leave() }
    let answers = answers
    desk.take(request) { answer in
      answers.send(Answered(number: number, bytes: ControlReply.wiped(answer)))
    }
  }
}

/// A connection as far as it matters for another one's place.
struct ControlSeat: Hashable {
  /// Whether there is room for one more.
  enum Room: Hashable {
    case free
    /// The one of a number leaves for it.
    case inPlace(Int)
    case none
  }

  /// Connections have rising numbers.
  let number: Int
  /// Whether it is the own user's, or the superuser's.
  let isOwn: Bool
  /// Whether it has not asked yet.
  let isReading: Bool

  /// The place of one more. The own user's is always let in: the one that has said nothing for longest leaves for
  /// it. Others make room for each other alone.
  static func room(forOwn isOwn: Bool, among seats: [ControlSeat]) -> Room {
    let others = seats.filter { !$0.isOwn }
    let isFull = seats.count >= PeerLimits.operators
    guard isFull || (!isOwn && others.count >= PeerLimits.otherOperators) else { return .free }
    let candidates = isOwn ? seats : others
    let silent = candidates.filter(\.isReading).map(\.number).min()
    return (silent ?? candidates.map(\.number).min()).map { .inPlace($0) } ?? .none
  }
}

/// One operator's connection.
private final class ControlPeer {
  private enum State {
    case reading(ControlInput)
    /// Somebody does what was asked.
    case working
    case writing(PendingAnswer)
    case over
  }

  private let socket: Descriptor
  private let peer: LocalPeer?
  private var state: State
  private(set) var deadline: Instant?

  private static let patience = Duration.seconds(PeerLimits.operatorPatience)

  init(_ socket: consuming Descriptor, of peer: LocalPeer?, now: Instant) {
    self.socket = socket
    self.peer = peer
    state = .reading(ControlInput { OperatorVerb.find($0.first ?? "")?.hasBody == true })
    deadline = now.advanced(by: Self.patience)
  }

  var number: Int32 { socket.number }
  /// Whether it is the own user's, or the superuser's.
  var isOwn: Bool { peer.map(ControlGate.isOwn) ?? false }

  /// Somebody else has the connection from now on.
  func leave() { state = .over }

  var isOver: Bool { if case .over = state { true } else { false } }
  var isReading: Bool { if case .reading = state { true } else { false } }

  var watched: pollfd {
    let events: Int32 =
      switch state {
      case .reading: POLLIN
      case .writing: POLLOUT
      case .working, .over: 0
      }
    return pollfd(fd: socket.number, events: Int16(events), revents: 0)
  }

  /// Goes on where it is ready; a request that is whole, of whom the gate says that it is.
  func ready(_ now: Instant, _ gate: ControlGate) -> OperatorDesk.Request? {
    switch state {
    case .reading(var input):
      // No second reference to what was read while more is added to it.
      state = .over
      return read(&input, now, by: gate)
    case .writing(let answer):
      write(answer, at: now)
      return nil
    case .working:
      // Only that the operator is gone can be news; the answer finds nobody.
      state = .over
      return nil
    case .over: return nil
    }
  }

  private func read(
    _ input: inout ControlInput, _ now: Instant, by gate: ControlGate
  ) -> OperatorDesk.Request? {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    defer { Wipe.bytes(&buffer) }
    let step: ControlInput.Step
    switch buffer.withUnsafeMutableBytes({ Descriptor.read(socket.number, into: $0) }) {
    case .bytes(let count): step = input.take(buffer[..<count])
    case .wouldBlock: step = .more
    case .ended:
      step = input.end()
      if case .more = step { return nil }
    case .failed:
      input.wipe()
      return nil
    }
    switch step {
    case .more:
      state = .reading(input)
      deadline = now.advanced(by: Self.patience)
      return nil
    case .refused(let reason):
      input.wipe()
      refuse(reason, now)
      return nil
    case .request(let words, let body):
      state = .working
      deadline = nil
      return OperatorDesk.Request(words: words, body: body, by: gate.asker(peer))
    }
  }

  func answer(_ bytes: WipedArray, _ now: Instant) {
    guard case .working = state else { return }
    write(PendingAnswer(bytes), at: now)
  }

  private func refuse(_ reason: String, _ now: Instant) {
    write(PendingAnswer(ControlReply.wiped(.failed(reason))), at: now)
  }

  private func write(_ answer: PendingAnswer, at now: Instant) {
    guard let rest = answer.write(to: socket.number) else {
      state = .over
      return
    }
    state = .writing(rest)
    deadline = now.advanced(by: Self.patience)
  }

  /// An operator who does not speak, or does not listen, leaves.
  func passTime(_ now: Instant) {
    guard let deadline, deadline <= now else { return }
    if case .reading(var input) = state {
      // No second reference to what is wiped.
      state = .over
      input.wipe()
      refuse("the request did not come within \(PeerLimits.operatorPatience) seconds", now)
    }
    state = .over
  }
}
