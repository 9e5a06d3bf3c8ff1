import Names
import Testing

@testable import TN3270

@Suite struct `Both roles` {
  /// Carries bytes between the two until neither has more to say.
  static func talk(_ server: inout ServerRun, _ client: inout ClientRun) {
    while !server.sent.isEmpty || !client.sent.isEmpty {
      let forward = server.takeSent()
      client.drip(forward)
      server.drip(client.takeSent())
    }
  }

  @Test(arguments: [true, false], [ServerOptions.StartTLS.off, .offered, .required])
  func `talk to each other`(tn3270E: Bool, tls: ServerOptions.StartTLS) {
    var server = ServerRun(options: ServerOptions(startTLS: tls))
    var client = ClientRun(
      options: ClientOptions(
        model: 3, names: ["LUX1"].compactMap { LUName($0) }, allowsTN3270E: tn3270E,
        allowsStartTLS: true))
    Self.talk(&server, &client)
    #expect(server.identity?.isTN3270E == tn3270E)
    #expect(server.identity?.requestedLU == LUName("LUX1"))
    #expect(server.identity?.terminalType.model == 3)
    #expect(client.identity?.isTN3270E == tn3270E)
    #expect(client.identity?.functions == (tn3270E ? .display : []))
    #expect(client.identity?.deviceName == (tn3270E ? LUName("LUA00001") : nil))

    let screen = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let sequence = server.machine.frame(screen, responseFlag: .always, into: &server.sent)
    Self.talk(&server, &client)
    #expect(client.payloads == [screen])
    guard case .record(let record)? = client.events.last else {
      Issue.record("no record")
      return
    }
    client.machine.respond(to: record, .positive, into: &client.sent)
    client.machine.frame(screen.reversed(), into: &client.sent)
    Self.talk(&server, &client)
    let heard = server.events.suffix(tn3270E ? 2 : 1)
    var expected: [ServerEvent] = [.record(Record(screen.reversed()))]
    if tn3270E { expected.insert(.response(sequence: sequence ?? 0, .positive), at: 0) }
    #expect(Array(heard) == expected)
  }

  @Test func `a list of names ends at the one that is free`() {
    var server = ServerRun()
    server.assigns = ""
    var client = ClientRun(
      options: ClientOptions(names: ["LU1", "LU2", "LU3"].compactMap { LUName($0) }))
    Self.talk(&server, &client)
    let asked = server.events.compactMap {
      if case .needsDeviceName(_, let name) = $0 { name?.description } else { nil }
    }
    #expect(asked == ["LU1", "LU2", "LU3", "LU1", "LU2", "LU3"])
    guard case .unnamed? = server.events.last else {
      Issue.record("\(String(describing: server.events.last))")
      return
    }
  }
}
