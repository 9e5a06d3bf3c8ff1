import Bytes
import Crypto
import Names
import SessionEngine
import Time

/// An application of the server's own at the far end of a session.
///
/// It knows neither responses nor ATTN nor a host's system services.
final class BuiltInHost: HostLink {
  /// Has this, as nobody else does, so that it is there whenever this is called.
  private unowned let leg: HostLeg
  private unowned let reactor: Reactor
  private unowned let passwords: SignOnDesk
  private let operators: OperatorDoor
  private let administrators: AdminDoor
  private let views: ViewDoor
  private var application: any Application

  init(
    _ application: any Application, _ leg: HostLeg, reactor: Reactor, passwords: SignOnDesk,
    operators: OperatorDoor, administrators: AdminDoor, views: ViewDoor
  ) {
    self.application = application
    self.leg = leg
    self.reactor = reactor
    self.passwords = passwords
    self.operators = operators
    self.administrators = administrators
    self.views = views
  }

  func open(_ data: LogonData) {
    reactor.post(.host(leg, .hostReady(leg.handle, lu: nil)))
    reactor.post(.application(leg, .opened(data)))
  }

  /// Gives the application an event, and does what it wants.
  func handle(_ event: ApplicationEvent) {
    guard !leg.isClosed else { return }
    reactor.ledger?.mark(leg)
    let isTyped = if case .opened = event { false } else { true }
    var wanted: [ApplicationEffect] = []
    application.handle(event, into: &wanted)
    perform(wanted, isTyped: isTyped)
  }

  /// It goes on in another process: what it asked there is not answered any more.
  func resumeApplication() {
    var wanted: [ApplicationEffect] = []
    application.resume(into: &wanted)
    perform(wanted, isTyped: true)
  }

  private func perform(_ wanted: [ApplicationEffect], isTyped: Bool) {
    for effect in wanted {
      switch effect {
      case .send(let record): reactor.post(.host(leg, .hostRecord(leg.handle, record, reply: .no)))
      case .end: reactor.post(.hostEnded(leg, .closedByApplication))
      case .verify(let user, let name, let value):
        passwords.verify(leg, user: user, application: name, value: value, isTyped: isTyped)
      case .operate(let line): operators.ask(line, leg)
      case .administer(let request): administrators.ask(request, leg)
      case .view(let request): views.ask(request, leg)
      case .wake(let wait):
        reactor.setTimer(reactor.now.instant.advanced(by: wait), .host(leg.handle))
      }
    }
  }

  /// The application's time has come; while its terminal does not read, it has to wait for another one,
  /// so that what is sent does not pile up.
  func timeHasCome() {
    guard leg.owner.isConnected else { return handle(.unattended) }
    guard (leg.owner.channel?.waiting ?? 0) <= PeerLimits.lowWater else {
      return reactor.setTimer(
        reactor.now.instant.advanced(by: .milliseconds(PeerLimits.viewInterval)),
        .host(leg.handle))
    }
    handle(.woke)
  }

  func send(_ record: [UInt8]) { reactor.post(.application(leg, .record(record))) }
  func send(text: [UInt8]) {}
  func respond(to sequence: UInt16, _ sense: ResponseSense) {}
  func attention() {}
  func systemRequest() {}
  func resume() {}

  /// Appends how far the application is; one that cannot go on in another process ends with this one.
  func freeze(into freezer: inout Freezer) {
    var state = Freezer()
    let isFrozen = application.freeze(into: &state)
    freezer.put(isFrozen ? FrozenHost.Kind.application : .lost)
    if isFrozen { freezer.put(raw: state.bytes) }
    state.clear()
  }

  /// Those hear of the end who have to do with it; nothing reaches the terminal any more.
  func close() {
    var wanted: [ApplicationEffect] = []
    application.handle(.closed, into: &wanted)
    for case .view(let request) in wanted { views.ask(request, leg) }
  }
}
