import Glibc
import Platform
import Synchronization
import TLS
import TN3270

/// The steps of `turnstile-load secrets`.
struct SecretsRun {
  private let mode: SecretsMode
  private let secrets: PlantedSecrets

  /// Terminals that are left with something half-typed while memory is looked at.
  private static let held = 4
  /// One terminal in so many is traced.
  private static let traced = 4
  /// Commands that are started for tickets and pass phrases: each is a process.
  private static let commands = 20
  /// Times that `status` is asked until all have left, a tenth of a second apart.
  private static let leaving = 1200
  /// How many tenths of a second a report may take.
  private static let unreported = 100

  init(_ mode: SecretsMode) {
    self.mode = mode
    secrets = PlantedSecrets(seed: mode.seed)
  }

  func measure() throws -> SecretsReport {
    let host = try PlantHost(secrets)
    let users = max(Self.held, mode.count / VisitOfSecrets.secrets)
    let plant = try SecretsSite(
      panelsOf: mode.own.site, host: host, users: users + Self.held, planting: secrets)
    defer { plant.site.remove() }
    let server = try MeasuredServer(
      mode.own.program, plant.site, arguments: ["--listen-tls", "127.0.0.1:0"], ports: 2,
      patience: OwnPrograms.patience(hashing: users))
    defer { server.end() }
    let visit = VisitOfSecrets(
      secrets, server.addresses, state: plant.site.state, program: mode.own.program,
      context: try TLSContext(authorities: .anyone))
    var report = SecretsReport(users: users)
    report.failures = try all(users, visit)
    try plant.enterKeys(users, secrets, to: mode.own.program)
    try plant.askForTickets(min(users, Self.commands), secrets, of: mode.own.program)
    let waiting = try (0..<Self.held).map { try visit.halfTyped(users + $0) }
    let kept = (0..<Self.held).map {
      PlantedSecrets.Secret(kind: .savedField, text: secrets.made(.savedField, users + $0))
    }
    report.add(
      "while \(Self.held) fields are half-typed", places(plant, server), expecting: Set(kept))
    try killed(server)
    for terminal in waiting { try visit.goOn(terminal) }
    try allLeft(server)
    report.add("after all have left", places(plant, server))
    server.end()
    var files = SearchedPlaces(SecretSearch(secrets.planted))
    files.folder(plant.site.state, as: "state")
    files.text(server.said(), as: "standard output and error")
    report.add("after the server's end", files)
    report.planted = secrets.planted
    return report
  }

  /// Every user's visit, some at a time; why visits failed.
  private func all(_ users: Int, _ visit: VisitOfSecrets) throws -> [String: Int] {
    let next = Atomic(0)
    let left = Atomic(mode.inFlight)
    let failures = Mutex<[String: Int]>([:])
    for _ in 0..<mode.inFlight {
      try Threads.start {
        while true {
          let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard number < users else { break }
          do {
            try visit.whole(number, isTraced: number % Self.traced < 2)
          } catch { failures.withLock { $0["\(error)", default: 0] += 1 } }
        }
        left.wrappingSubtract(1, ordering: .releasing)
      }
    }
    while left.load(ordering: .acquiring) > 0 { BlockingWire.pause(20) }
    return failures.withLock { $0 }
  }

  /// The process that serves dies as by a fault of its own, and another goes on; what it reported counts.
  private func killed(_ server: MeasuredServer) throws {
    guard let worker = server.worker else { return }
    Glibc.kill(worker, SIGSEGV)
    for attempt in 1...Self.leaving {
      // A trap's signal that comes from outside counts the second time, and not before the report of the
      // first is written: two reports at once wait for each other. Where there is none, time will do.
      let isReported = server.said().contains("Backtrace took")
      if isReported || attempt.isMultiple(of: Self.unreported), server.worker == worker {
        Glibc.kill(worker, SIGSEGV)
      }
      if server.restarts()?.deaths ?? 0 > 0 { return }
      BlockingWire.pause(100)
    }
    throw MeasureFault(
      description: "no process followed the one that died:\n\(server.status())\(server.said())")
  }

  private func allLeft(_ server: MeasuredServer) throws {
    for _ in 0..<Self.leaving {
      if server.status().contains("terminals 0\nsigned on 0\nsessions 0\n") { return }
      BlockingWire.pause(100)
    }
    throw MeasureFault(description: "terminals or sessions are left:\n\(server.status())")
  }

  private func places(_ plant: SecretsSite, _ server: MeasuredServer) -> SearchedPlaces {
    var places = SearchedPlaces(SecretSearch(secrets.planted))
    places.folder(plant.site.state, as: "state")
    places.process(server.process, as: "keeper")
    for part in ServerLife.Part.allCases {
      for process in ServerLife.processes(of: server.process, part) {
        places.process(process, as: part == .worker ? "worker" : "TLS end")
      }
    }
    return places
  }
}
