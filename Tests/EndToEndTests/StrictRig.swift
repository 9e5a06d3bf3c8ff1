import Foundation
import TestSupport

/// A strict host as application STRICT, a server, and a real emulator at its menu.
struct StrictRig {
  static let manners: [StrictHost.Manner] = [
    .classic, .extended([]), .extended([0]), .extended([2]), .extended([0, 2, 4]),
  ]

  let host: StrictHost
  let site: TestSite
  let server: ServerProcess
  let emulator: S3270

  init(
    _ manner: StrictHost.Manner = .extended([0, 2, 4]), _ lines: [String] = [],
    model: String = "3279-2", prefix: String = "", system: [String] = [],
    shards: Int? = nil
  ) throws {
    host = try StrictHost(manner)
    site = try TestSite()
    try site.application("STRICT", host: host.address, lines)
    if !system.isEmpty { try site.system(system) }
    server = try ServerProcess(
      site: site.path, extra: shards.map { ["--shards", String($0)] } ?? [])
    emulator = try Self.atMenu(server, model: model, prefix: prefix)
  }

  /// An emulator whose user is signed on.
  static func atMenu(
    _ server: ServerProcess, model: String = "3279-2", prefix: String = ""
  ) throws -> S3270 {
    let emulator = try S3270(
      port: server.port, model: model, prefix: prefix, extra: S3270.unlocksAtOnce)
    try emulator.waitsForNoKeyboard()
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    return emulator
  }

  /// Starts the session, up to 3270 mode and the application's BIND.
  func start() throws {
    try emulator.enter("STRICT")
    try host.accept()
    try host.negotiate()
    if host.manner.binds { host.bind() }
  }

  /// Starts the session, and shows a screen in it.
  func start(_ screen: StrictScreen) throws {
    try start()
    host.show(screen)
    try emulator.until("INPUT")
  }

  /// Leaves the session for the menu.
  func leave() throws {
    try emulator.run("PF(24)")
    try emulator.until("TPX MENU")
  }

  /// Waits for the session's end; whether line 5 of the menu gives a reason.
  func ended(_ reason: String) throws -> Bool {
    var menu = try emulator.until("==> Session STRICT ended - ")
    // The end of an earlier session may have stood there until this one was said to start.
    while menu[4].contains("is starting") {
      menu = try emulator.until("==> Session STRICT ended - ")
    }
    return menu[4].contains("==> Session STRICT ended - \(reason) <==")
  }

  /// Stops the server, which writes its log out; the log.
  func finalLog() throws -> String {
    guard server.stop() == 0 else { throw CocoaError(.executableRuntimeMismatch) }
    return try server.log()
  }

  /// Stops the server; how many ends of sessions its log tells, all of them for a reason.
  func endsLogged(_ reason: String) throws -> Int {
    let log = try finalLog()
    let count = log.components(separatedBy: "SESSION ENDED").count
    return log.components(separatedBy: "REASON: \(reason)").count == count ? count - 1 : -1
  }
}

extension StrictHost.Manner {
  /// Whether the host sends BIND.
  var binds: Bool {
    if case .extended(let functions) = self { functions.contains(0) } else { false }
  }
}
