import Glibc
import Journal
import Messages
import Metrics
import Names
import Platform
import Tables
import Time

/// The port where figures are told: HTTP, for scrapers (`Metrics address`).
///
/// One thread of its own has it. It shares nothing with terminals but the questions that `FigureDesk`
/// asks once a second at most; who connects too often, sends too much or too slowly, or does not read, is
/// dropped, and nothing else comes of it.
final class FiguresPort {
  private let listener: Descriptor
  private let desk: FigureDesk
  private var peers: [ScrapePeer] = []
  /// When connections are accepted again.
  private var acceptsAgain = Instant(nanoseconds: 0)

  private init(_ listener: consuming Descriptor, _ desk: FigureDesk) {
    self.listener = listener
    self.desk = desk
  }

  /// Opens the port that the site wants, and starts its thread. One that is in use is tried again every
  /// few seconds: the figures are no reason not to serve.
  /// - Returns: where figures are told; nil where they are not, or not yet: the log says which.
  static func start(_ wanted: ListenAddress?, _ services: Services) -> SocketAddress? {
    guard let wanted else { return nil }
    let address = SocketAddress(host: wanted.host, port: wanted.port)
    let desk = FigureDesk(services: services)
    let journal = services.journal
    for warning in StartWarnings.figures(address) {
      journal.record(.server.warning(warning), at: Clock.wall())
    }
    do throws(SystemError) {
      let listener = try Sockets.listen(on: address)
      let opened = SocketAddress(
        host: address.host, port: try Sockets.port(of: listener.number))
      let number = listener.release()
      try Threads.start { FiguresPort(Descriptor(number), desk).run() }
      return opened
    } catch {
      journal.record(
        .server.warning("figures cannot be told (Metrics address): \(error); it is tried again"),
        at: Clock.wall())
    }
    try? Threads.start {
      while true {
        usleep(UInt32(PeerLimits.scrapePortRetry) * 1_000_000)
        guard let listener = try? Sockets.listen(on: address) else { continue }
        journal.record(
          .server.warning("figures are told at \(address) from now on"), at: Clock.wall())
        FiguresPort(listener, desk).run()
      }
    }
    return nil
  }

  private func run() { while true { turn() } }

  private func turn() {
    let now = Clock.instant()
    var watched = [
      pollfd(
        fd: acceptsAgain <= now ? listener.number : -1, events: Int16(POLLIN), revents: 0)
    ]
    watched += peers.map(\.watched)
    poll(&watched, nfds_t(watched.count), wait(now))
    let later = Clock.instant()
    for (index, peer) in peers.enumerated() {
      if watched[index + 1].revents != 0, let request = peer.ready(later) {
        peer.answer(answer(request), later)
      }
      peer.passTime(later)
    }
    peers.removeAll(where: \.isOver)
    if watched[0].revents != 0 { accept(later) }
  }

  /// Milliseconds until something is due; -1 for nothing.
  private func wait(_ now: Instant) -> Int32 {
    var due = peers.map(\.deadline).min()
    if acceptsAgain > now { due = min(due ?? acceptsAgain, acceptsAgain) }
    guard let due else { return -1 }
    let (seconds, attoseconds) = now.duration(to: due).components
    return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
  }

  /// Takes a few, then none for a moment: a flood of connections costs no more than that.
  private func accept(_ now: Instant) {
    var pause = PeerLimits.scrapePause
    do {
      for _ in 0..<PeerLimits.scrapers {
        guard let (socket, _) = try Sockets.accept(listener.number) else { break }
        // The one that is here for longest leaves for the next.
        if peers.count >= PeerLimits.scrapers { peers.removeFirst() }
        peers.append(ScrapePeer(Descriptor(socket), now))
      }
    } catch {
      pause = PeerLimits.acceptPause
    }
    acceptsAgain = now.advanced(by: .milliseconds(pause))
  }

  private func answer(_ request: ScrapeRequest) -> [UInt8] {
    let isHead = request.method == .head
    switch request.path {
    case "/metrics":
      return ScrapeAnswer.encode(
        .ok, desk.look().text, type: PrometheusText.contentType, isHead: isHead)
    case "/health":
      let health = desk.look().health
      return ScrapeAnswer.encode(
        health.status, health.json, type: "application/json", isHead: isHead)
    default:
      return ScrapeAnswer.encode(.notFound, "/metrics and /health are here\n", isHead: isHead)
    }
  }
}

/// One scraper's connection.
private final class ScrapePeer {
  private enum State {
    case reading([UInt8])
    case writing(PendingAnswer)
    case over
  }

  private let socket: Descriptor
  private var state = State.reading([])
  private(set) var deadline: Instant

  private static let patience = Duration.seconds(PeerLimits.scrapePatience)

  init(_ socket: consuming Descriptor, _ now: Instant) {
    self.socket = socket
    deadline = now.advanced(by: Self.patience)
  }

  var isOver: Bool { if case .over = state { true } else { false } }

  var watched: pollfd {
    let events: Int32 =
      switch state {
      case .reading: POLLIN
      case .writing: POLLOUT
      case .over: 0
      }
    return pollfd(fd: socket.number, events: Int16(events), revents: 0)
  }

  /// Goes on where it is ready; a request that is whole.
  func ready(_ now: Instant) -> ScrapeRequest? {
    switch state {
    case .reading(let bytes): return read(bytes, now)
    case .writing(let answer): write(answer)
    case .over: break
    }
    return nil
  }

  private func read(_ former: [UInt8], _ now: Instant) -> ScrapeRequest? {
    var buffer = [UInt8](repeating: 0, count: ScrapeRequest.limit + 1)
    switch buffer.withUnsafeMutableBytes({ Descriptor.read(socket.number, into: $0) }) {
    case .wouldBlock: return nil
    case .ended, .failed:
      state = .over
      return nil
    case .bytes(let count):
      let bytes = former + buffer[..<count]
      switch ScrapeRequest.read(bytes) {
      case .more: state = .reading(bytes)
      case .refused(let status): refuse(status, now)
      case .request(let request): return request
      }
      return nil
    }
  }

  /// An answer has its own time.
  func answer(_ bytes: [UInt8], _ now: Instant) {
    deadline = now.advanced(by: Self.patience)
    write(PendingAnswer(bytes))
  }

  private func refuse(_ status: ScrapeStatus, _ now: Instant) {
    answer(ScrapeAnswer.encode(status, "\(status.words)\n"), now)
  }

  private func write(_ answer: PendingAnswer) {
    state = answer.write(to: socket.number).map { .writing($0) } ?? .over
  }

  /// A step has one time, however it is spread: a byte now and then does not make it longer.
  func passTime(_ now: Instant) {
    guard deadline <= now, !isOver else { return }
    if case .reading = state { refuse(.timeout, now) }
    state = .over
  }
}
