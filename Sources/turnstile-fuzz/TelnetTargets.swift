import Bytes
import DataStream
import Names
import TN3270

/// Bytes of a connection, in both roles.
enum TelnetTargets {
  static let all = [
    FuzzTarget(
      name: "telnet-server", what: "a terminal's bytes from the first on, read by the server",
      seeds: { try $0.captures("cap-", "C>S") }, words: words,
      make: { _ in { server($0, before: []) } }),
    FuzzTarget(
      name: "tn3270e", what: "a terminal's bytes after TN3270E was agreed",
      seeds: { _ in records }, words: words, make: { _ in { server($0, before: agreed) } }),
    FuzzTarget(
      name: "telnet-client", what: "a host's bytes, read by the client",
      seeds: {
        try $0.captures("cap-", "S>C") + $0.captures("hercules", "H>C")
          + $0.captures("hyperion", "H>C")
      }, words: words, make: { _ in client }),
  ]

  private static let words = [
    "FF FB 28", "FF FC 28", "FF FD 28", "FF FE 28", "FF FB 2E", "FF FD 2E", "FF FA 2E 01 FF F0",
    "FF FB 18", "FF FD 18", "FF FB 19", "FF FD 19", "FF FB 00", "FF FD 00", "FF FA 18 01 FF F0",
    "FF FA 18 00 49 42 4D 2D 33 32 37 38 2D 32 FF F0", "FF FA 28 08 02 FF F0",
    "FF FA 28 02 07 49 42 4D 2D 33 32 37 38 2D 32 2D 45 FF F0", "FF FA 28 03 07 00 02 04 FF F0",
    "FF FA 28 03 04 00 02 04 FF F0", "00 00 00 00 00 7D 40 40 FF EF", "03 00 00 00 01 31 FF EF",
    "04 00 00 00 00 02 FF EF", "07 00 00 00 00 C1 FF EF", "02 00 00 00 01 00 FF EF", "FF EF",
    "FF F4",
    "FF F6", "FF FD 06", "FF FB 06", "FF F0", "FF FF", "FF FA", "FF",
  ].map(hex)

  /// What a client says until TN3270E is agreed with all functions.
  private static let agreed = hex(
    "FF FB 28 FF FA 28 02 07 49 42 4D 2D 33 32 37 38 2D 32 2D 45 FF F0 "
      + "FF FA 28 03 07 00 02 04 FF F0")

  private static let records = [
    "00 00 00 00 00 7D 40 40 FF EF", "00 00 00 00 01 F1 5D 7F 11 40 40 C1 C2 FF EF",
    "02 00 00 00 01 00 FF EF", "02 00 01 00 01 02 FF EF", "07 00 00 00 00 C1 C2 FF EF",
    "00 00 00 00 02 88 00 0E 81 80 80 81 84 85 86 87 88 A1 A6 FF EF", "FF F3 FF F4 FF F5 FF F6",
  ].map(hex)

  /// In two pieces, as the network may cut it; frozen and thawed between them.
  private static func server(_ input: [UInt8], before: [UInt8]) -> String? {
    let startTLS: [ServerOptions.StartTLS] = [.off, .offered, .required]
    let kind = before.isEmpty ? Int(input.last ?? 0) % 3 : 0
    var machine = ServerMachine(options: ServerOptions(startTLS: startTLS[kind]))
    var said = 0
    var events: [ServerEvent] = []
    machine.start(into: &events)
    for part in [before[...], input[..<(input.count / 2)], input[(input.count / 2)...]] {
      guard take(part, by: &machine, into: &events) else { return "it takes nothing of what came" }
      for case .send(let bytes) in events { said += bytes.count }
      events = []
      guard refreeze(&machine) else { return "what was thawed is not what was frozen" }
    }
    if said > 100 * 64 + 4 * input.count { return "\(said) bytes are said to \(input.count)" }
    var out: [UInt8] = []
    machine.frame(hex("F5 C3 11 40 40"), responseFlag: .always, into: &out)
    machine.probe(into: &out)
    machine.stepTimedOut(into: &events)
    return nil
  }

  private static func take(
    _ bytes: ArraySlice<UInt8>, by machine: inout ServerMachine, into events: inout [ServerEvent]
  ) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let known = events.count
      let taken = machine.next(rest, into: &events)
      guard taken > 0, taken <= rest.count else { return false }
      rest = rest.dropFirst(taken)
      for event in Array(events[known...]) {
        switch event {
        case .needsDeviceName(_, let wanted):
          if let name = wanted ?? LUName("TN000001") {
            machine.assignDevice(name: name, into: &events)
          }
        case .ready:
          var out: [UInt8] = []
          if let name = APPLID("TPX") {
            machine.bind(BindImage(size: .queried, primary: name), into: &out)
          }
        case .startTLS: machine.start(into: &events)
        default: break
        }
      }
    }
    return true
  }

  private static func client(_ input: [UInt8]) -> String? {
    let kind = input.last ?? 0
    var machine = ClientMachine(
      options: ClientOptions(
        isDynamic: kind & 1 != 0, names: [LUName("LU1"), LUName("LU2")].compactMap(\.self),
        allowsTN3270E: kind & 2 == 0, allowsStartTLS: kind & 4 != 0))
    var said = 0
    for part in [input[..<(input.count / 2)], input[(input.count / 2)...]] {
      var rest = part
      while !rest.isEmpty {
        var events: [ClientEvent] = []
        let taken = machine.next(rest, into: &events)
        guard taken > 0, taken <= rest.count else { return "it takes nothing of what came" }
        rest = rest.dropFirst(taken)
        for event in events {
          var out: [UInt8] = []
          switch event {
          case .send(let bytes): said += bytes.count
          case .record(let record): machine.respond(to: record, .positive, into: &out)
          case .startTLS: machine.restart()
          default: break
          }
        }
      }
      guard refreeze(&machine) else { return "what was thawed is not what was frozen" }
    }
    if said > 1000 * 64 + 8 * input.count { return "\(said) bytes are said to \(input.count)" }
    var out: [UInt8] = []
    machine.attention(into: &out)
    _ = machine.systemRequest(into: &out)
    machine.frame(hex("7D 40 40"), into: &out)
    var events: [ClientEvent] = []
    machine.finish(into: &events)
    return nil
  }

  /// Freezes a value and goes on with what is thawed; false where that is another.
  private static func refreeze<Value: Freezable>(_ value: inout Value) -> Bool {
    var freezer = Freezer()
    freezer.put(value)
    var thawer = Thawer(freezer.bytes)
    guard let thawed = try? thawer.take(Value.self), (try? thawer.end()) != nil else {
      return false
    }
    var again = Freezer()
    again.put(thawed)
    value = thawed
    // Sets have no order, so that the same may come in another one.
    return again.bytes.count == freezer.bytes.count
  }
}
