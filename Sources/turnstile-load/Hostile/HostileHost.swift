import Glibc
import Names
import Platform
import Synchronization
import TN3270

/// One connection of a host that attacks.
final class HostileHost {
  private let wire: BlockingWire
  private var machine = ServerMachine()
  private let name: LUName?
  private var isReady = false
  private var isUnfit = false

  private static let patience = 150
  private static let step: Int32 = 20

  init(_ socket: consuming Descriptor, number: Int) {
    wire = BlockingWire(socket)
    name = LUName("X\(number % 1_000_000)")
  }

  /// Negotiates as a host in good order does.
  func negotiate() {
    var events: [ServerEvent] = []
    machine.start(into: &events)
    take(&events)
    for _ in 0..<Self.patience where !isReady && !isUnfit && !wire.isEnded { hear() }
  }

  func send(_ bytes: [UInt8]) { wire.write(bytes) }

  /// Reads, and lets it fall, for some milliseconds.
  func listen(_ milliseconds: Int32) {
    for _ in 0..<(milliseconds / Self.step) where !wire.isEnded { _ = wire.read(Self.step) }
  }

  func halfClose() { wire.halfClose() }
  func resetAtClose() { wire.resetAtClose() }

  private func hear() {
    let bytes = wire.read(Self.step)
    guard !bytes.isEmpty else { return }
    var events: [ServerEvent] = []
    machine.receive(bytes, into: &events)
    take(&events)
  }

  private func take(_ events: inout [ServerEvent]) {
    var index = 0
    while index < events.count {
      switch events[index] {
      case .send(let bytes): wire.write(bytes)
      case .needsDeviceName:
        if let name { machine.assignDevice(name: name, into: &events) }
      case .ready: isReady = true
      case .violation, .refused, .unnamed: isUnfit = true
      default: break
      }
      index += 1
    }
  }
}

/// Serves one kind of attack after the other, each connection on a thread of its own.
enum HostileHosts {
  /// Listens until the process ends.
  static func serve(_ listener: consuming Descriptor) throws {
    let number = Atomic(0)
    while true {
      var watched = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
      guard poll(&watched, 1, -1) > 0 else { continue }
      while let (socket, _) = try Sockets.accept(listener.number) {
        let count = number.wrappingAdd(1, ordering: .relaxed).oldValue
        try Threads.start {
          let kind = HostileHostKind.all[count % HostileHostKind.all.count]
          let host = HostileHost(Descriptor(socket), number: count)
          if kind.negotiates { host.negotiate() }
          kind.run(host, count)
        }
      }
    }
  }
}
