import Platform
import Synchronization
import TLS

/// What the attack came to.
struct AttackCount: Sendable {
  var connections = 0
  var guests = 0
  /// Guests that came to the attacking host's session.
  var served = 0
  /// Connections that nobody accepted: the server is gone, or does not listen.
  var unreachable = 0
  var kinds: Set<String> = []

  /// One line, which `init(_:)` reads.
  var line: String {
    "\(connections) connections of \(kinds.count) kinds, \(guests) guests, \(served) served, "
      + "\(unreachable) unreachable"
  }

  init() {}

  /// Reads a line that `line` made; nil of any other.
  init?(_ text: String) {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 5 else { return nil }
    (connections, guests, served, unreachable) = (numbers[0], numbers[2], numbers[3], numbers[4])
    kinds = Set((0..<numbers[1]).map(String.init))
  }
}

/// All attacking terminals and guests, on as many threads as may be in flight.
struct Attack {
  private let mode: AttackMode
  private let address: SocketAddress
  private let secureAddress: SocketAddress?
  private let context: TLSContext?
  private let signOn: SignOn?
  private let kinds: [HostileTerminalKind]

  init(_ mode: AttackMode, _ address: SocketAddress) throws {
    self.mode = mode
    self.address = address
    secureAddress = mode.tls.flatMap { SocketAddress($0) }
    context = try TLSContext(authorities: .anyone)
    if let user = mode.signOn, let file = mode.passwordFile {
      signOn = try SignOn(user: user, passwordFile: file)
    } else {
      signOn = nil
    }
    let hasTLS = secureAddress != nil
    kinds = HostileTerminalKind.all.filter {
      (hasTLS || !$0.isSecure) && (mode.kind.map($0.name.contains) ?? true)
    }
  }

  /// Numbers of the jobs; the guests are spread among the others.
  private var jobs: Int { mode.connections + mode.guests }

  func run() throws -> AttackCount {
    let next = Atomic(0)
    let result = Mutex(AttackCount())
    let left = Atomic(mode.inFlight)
    for _ in 0..<mode.inFlight {
      try Threads.start { [self] in
        while true {
          let job = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard job < jobs, !kinds.isEmpty else { break }
          let spread = mode.guests > 0 ? max(1, jobs / mode.guests) : jobs + 1
          if job % spread == 0, job / spread < mode.guests {
            visit(job / spread, result)
          } else {
            attack(job, result)
          }
        }
        left.wrappingSubtract(1, ordering: .releasing)
      }
    }
    while left.load(ordering: .acquiring) > 0 { BlockingWire.pause(20) }
    return result.withLock { $0 }
  }

  private func attack(_ number: Int, _ result: borrowing Mutex<AttackCount>) {
    let kind = kinds[number % kinds.count]
    let terminal =
      kind.isSecure
      ? secureAddress.flatMap { HostileTerminal($0, tls: context) }
      : HostileTerminal(address, tls: nil)
    if let terminal { kind.run(terminal, number) }
    result.withLock {
      $0.connections += 1
      $0.kinds.insert(kind.name)
      if terminal == nil { $0.unreachable += 1 }
    }
  }

  /// Plays a guest, who signs on, starts the session, presses a few keys, and leaves in one of three
  /// ways.
  private func visit(_ number: Int, _ result: borrowing Mutex<AttackCount>) {
    let patience = HostileTerminal.guestsPatience
    guard let terminal = HostileTerminal(address, tls: nil, patience: patience) else {
      return result.withLock { $0.unreachable += 1 }
    }
    var isServed = false
    if let signOn, terminal.negotiate(), terminal.signOn(signOn, number: number + 1) {
      let before = terminal.screens
      terminal.enter(mode.session)
      isServed = terminal.screens > before
      for _ in 0..<3 {
        terminal.key([0x7D, 0x40, 0x40])
        terminal.listen(200)
      }
      terminal.send([0xFF, 0xF5])
      terminal.listen(200)
      switch number % 3 {
      case 0: terminal.enter("/K")
      case 1: terminal.resetAtClose()
      default: break
      }
    }
    result.withLock {
      $0.guests += 1
      if isServed { $0.served += 1 }
    }
  }
}
