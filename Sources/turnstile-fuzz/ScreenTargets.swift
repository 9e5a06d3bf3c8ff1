import Bytes
import DataStream
import EBCDIC
import Replay
import Terminal

/// Records of hosts and of terminals.
enum ScreenTargets {
  static let all = [
    FuzzTarget(
      name: "outbound", what: "a host's record: applied, told in words, redrawn and compared",
      seeds: { _ in outbound }, words: orders, make: { _ in { host($0, before: []) } }),
    FuzzTarget(
      name: "structured-fields", what: "a host's Write Structured Field, and what answers it",
      seeds: { _ in fields }, words: orders,
      make: { _ in { host([0xF3] + $0, before: screen) } }),
    FuzzTarget(
      name: "inbound", what: "a terminal's record: a key, a Read Buffer, a Query Reply",
      seeds: { _ in inbound }, words: orders, make: { _ in terminal }),
    FuzzTarget(
      name: "trace", what: "a trace file, for `screen replay`",
      seeds: { try $0.captures("cap-", "S>C").map { trace(of: $0) } },
      make: { _ in replay }),
  ]

  private static let orders = [
    "11 40 40", "11 5D 7F", "11 7F FF", "1D F0", "1D 40", "29 02 C0 F0 42 F2", "2C 01 C0 F0",
    "28 42 F1", "3C 40 40 C1", "3C 5D 7F 00", "12 40 40", "12 5D 7F", "05", "13", "08 C1",
    "0E 42 C1 0F",
    "F5 C3", "7E C7", "F1 C2", "6F", "F3", "F2", "F6", "6E", "00 05 01 FF 02", "00 05 01 00 F2",
    "00 05 09 00 00", "00 04 03 80", "00 08 40 00 F1 C3 11 40", "00 09 D0 00 12 01 06 01 01",
  ].map(hex)

  /// A formatted screen with fields, colours and a cursor.
  private static let screen = hex(
    "F5 C3 11 40 40 29 02 C0 F0 42 F4 C8 C5 D3 D3 D6 1D 40 13 11 C1 50 1D 60 D5 D6 11 5D 7F 1D F0")

  private static let outbound =
    [screen]
    + [
      "7E C3 11 40 40 3C 5D 7F C1 11 40 40 1D 40 13", "F1 C3 12 5D 7F 05 05 13",
      "F5 C7 29 03 C0 C8 41 F2 42 F1 28 41 F4 C1 C2 28 00 00 08 AD 0E 43 8C 43 8D 0F",
    ].map(hex)

  private static let fields = [
    "00 05 01 FF 02", "00 05 01 00 F2", "00 07 01 00 F6 00 00", "00 06 03 00", "00 05 09 00 01",
    "00 0E 40 00 F5 C3 11 40 40 1D F0 C1 C2 C3", "00 09 01 FF 03 80 81 86 87",
    "00 20 D0 00 12 01 06 01 01 04 03 0A 0A 00 00 00 00 11 01 01 00 50 05 52 03 F0 03 09 46 54 3A",
    "00 00 01 FF 02", "00 17 0C 01 00 00 00 18 00 50 00 00 00 00 00 18 00 50 00 00 00 00 00",
  ].map(hex)

  private static let inbound = [
    "7D 40 40 11 40 C1 C1 C2 C3", "F1 5D 7F", "60 40 40 1D F0 C1 C2 29 02 C0 F0 42 F4", "6D", "88",
    "7D C2 60 11 C1 50 C4 C5 0E 43 8C 0F 11 5D 7F F9",
    "88 00 17 81 81 01 00 00 50 00 18 01 00 0A 02 E5 00 02 00 6F "
      + "09 0C 07 80 00 08 81 84 00 0A 00 04",
    "88 00 16 81 86 00 08 00 F4 F1 F1 F2 F2 F3 F3 F4 F4 F5 F5 F6 F6 F7 F7 00 06 81 95 00 00",
  ].map(hex)

  private static let capabilities = [
    TerminalCapabilities(color: .model2), TerminalCapabilities(color: .model4),
    TerminalCapabilities(model: 2),
  ]

  private static func host(_ input: [UInt8], before: [UInt8]) -> String? {
    let capabilities = capabilities[Int(input.last ?? 0) % capabilities.count]
    var space = PresentationSpace(capabilities)
    var narrator = Narrator(capabilities, page: .bracket)
    if !before.isEmpty { _ = space.apply(before) }
    let told = narrator.host(input)
    if told.record.count != input.count { return "the record is told with another length" }
    var reader = StructuredFieldReader(input.dropFirst())
    while (try? reader.next()) ?? nil != nil {}
    let outcome = space.apply(input)
    var rewriter = OutboundRewriter(compresses: true, clearsModified: false)
    if let rewritten = rewriter?.rewrite(input, in: space.size), outcome.error == nil {
      var other = PresentationSpace(capabilities)
      if !before.isEmpty { _ = other.apply(before) }
      _ = other.apply(rewritten)
      if !other.showsSame(as: space) { return "rewritten it shows something else" }
    }
    let drawn = redrawn(space, on: capabilities)
    // A terminal without colours or highlighting is drawn less than the host said; what it was drawn
    // must come out the same a second time.
    let (wanted, shown) =
      capabilities.isExtended ? (space, drawn) : (drawn, redrawn(drawn, on: capabilities))
    return shown.showsSame(as: wanted)
      ? nil : "redrawn it shows something else: \(difference(wanted, shown))"
  }

  /// What a terminal shows that is drawn a screen anew.
  private static func redrawn(
    _ space: PresentationSpace, on capabilities: TerminalCapabilities
  ) -> PresentationSpace {
    var drawn = PresentationSpace(capabilities)
    for record in RestoreEncoder.records(space, for: capabilities) { _ = drawn.apply(record) }
    // The host's own words set these again.
    drawn.restore(aid: space.aid, lock: space.lock)
    return drawn
  }

  /// The first thing that two screens show differently.
  private static func difference(
    _ wanted: PresentationSpace, _ shown: PresentationSpace
  ) -> String {
    guard wanted.size == shown.size else { return "\(wanted.size) is \(shown.size)" }
    guard wanted.cursor == shown.cursor else { return "cursor \(wanted.cursor) is \(shown.cursor)" }
    let cell = (0..<wanted.size.cells).first {
      wanted.kind($0) != shown.kind($0) || wanted.attributes($0) != shown.attributes($0)
    }
    guard let cell else { return "lock \(wanted.lock) is \(shown.lock)" }
    return "cell \(cell), \(wanted.kind(cell)) with \(wanted.attributes(cell)), "
      + "is \(shown.kind(cell)) with \(shown.attributes(cell))"
  }

  private static func terminal(_ input: [UInt8]) -> String? {
    let capabilities = capabilities[Int(input.last ?? 0) % capabilities.count]
    var space = PresentationSpace(capabilities)
    _ = space.apply(screen)
    var narrator = Narrator(capabilities, page: .bracket)
    if narrator.terminal(input).record.count != input.count {
      return "the record is told with another length"
    }
    _ = TerminalCapabilities(queryReply: input, model: 2)
    _ = PresentationSpace.cells(ofReadBuffer: input)
    _ = space.isCleared(readBuffer: input)
    if let record = try? InboundRecord(input, in: space.size) { space.merge(record) }
    _ = space.merge(readBuffer: input)
    _ = space.readModified(all: true)
    return nil
  }

  /// What a host said, as a trace of x3270's form.
  private static func trace(of bytes: [UInt8]) -> [UInt8] {
    var text = "Trace started\n"
    for start in stride(from: 0, to: bytes.count, by: 32) {
      let part = bytes[start..<min(start + 32, bytes.count)]
      text += "< 0x\(String(start, radix: 16))   \(Hex.encode(part).lowercased())\n"
    }
    return Array(text.utf8)
  }

  private static func replay(_ input: [UInt8]) -> String? {
    guard let trace = try? TraceFile(String(decoding: input, as: UTF8.self)) else { return nil }
    _ = TraceReplay.run(trace)
    return nil
  }
}
