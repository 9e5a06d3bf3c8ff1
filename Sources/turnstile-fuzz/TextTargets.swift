import Crypto
import DataStream
import EBCDIC
import Keystore
import Panels
import Server
import SessionEngine
import Syntax
import Tables
import Terminal

/// Files that an administrator writes, or brings along.
enum TextTargets {
  static let all = [
    FuzzTarget(
      name: "tables", what: "definition files of ACT/",
      seeds: { seeds in
        try [seeds.file("ACT/System.yaml")]
          + seeds.files("ACT/Applications", suffix: ".yaml").map(\.bytes)
          + seeds.files("ACT/Users", suffix: ".yaml").map(\.bytes)
      },
      words: [
        "Host: ", "tn3270://", "builtin:tso:R001", "tn3270s://[::1]:23",
        "Generate Pass Ticket: Y\n",
        "Session key: PF15\n", "\n", ": ", "\"", "'", "- ", "  ", "&a", "*a", "!!int ", "? ", "|\n",
        "{}",
        "[]", "#", "\t", "---\n", "...\n", "\u{FEFF}", "99999999999999999999", "-1",
      ].map { Array($0.utf8) }, make: { _ in tables }),
    FuzzTarget(
      name: "panels", what: "panels of Screens/: read, drawn in all sizes, and typed into",
      seeds: { try $0.files("Screens", suffix: ".panel").map(\.bytes) },
      words: [
        ")ATTR\n", ")BODY\n", ")MODEL\n", ")END\n", ")HELP ", ")INIT\n", "TYPE(INPUT)",
        "COLOR(RED)",
        "INTENS(NON)", "&", "_", "%", "+", "\n",
      ].map { Array($0.utf8) }, make: { _ in panels }),
    FuzzTarget(
      name: "keys", what: "a file of keys, for `keys import`",
      seeds: { _ in [Array(copied.joined(separator: "\n").utf8)] },
      words: ["TURNSTILE KEYS 1", "TURNSTILE CKDS 1", "SALT ", "KEY ", "MAC ", " DATA ", " MAC "]
        .map {
          Array($0.utf8)
        }, make: { _ in keys }),
    FuzzTarget(
      name: "control", what: "an operator's request on the control socket, and an answer there",
      seeds: { _ in
        [
          "STATUS\n", "#4 RACF\nHELP", "MESSAGE ONE \"HELLO \\\"YOU\\\"\"\n", "DRAIN 10m \"a b\"\n",
          "#3 TICKET GENERATE A B C\nabc", "turnstile-done 3\nab\n",
        ].map { Array($0.utf8) }
      },
      words: ["#", "\"", "\\n", "\\", " ", "\n", "99999999999", "turnstile-failed "].map {
        Array($0.utf8)
      }, make: { _ in control }),
  ]

  private static let copied = [
    "TURNSTILE CKDS 1",
    "KEY TEST.KEY DATA 0011223344556677 00112233445566778899AABBCCDDEEFF"
      + "00112233445566778899AABBCCDDEEFF",
  ]

  private static let paths = [
    "ACT/System.yaml", "ACT/Applications/A.yaml", "ACT/Users/BOB.yaml", "ACT/Profiles/P.yaml",
    "ACT/LUMasks.yaml",
  ]

  private static func tables(_ input: [UInt8]) -> String? {
    for path in paths {
      let source = SourceText(path: path, bytes: input)
      let (_, faults) = TableLoader.load([source])
      for fault in faults.prefix(5) { _ = fault.rendered(source) }
    }
    return nil
  }

  private static let canvases = [
    TerminalCapabilities(model: 2), TerminalCapabilities(color: .model2),
    TerminalCapabilities(color: .model4), TerminalCapabilities(model: 5),
  ].map { ($0, Panel.Canvas($0, page: .bracket)) }

  private static func panels(_ input: [UInt8]) -> String? {
    let source = SourceText(path: "Screens/TEN0003.panel", bytes: input)
    let (library, faults) = PanelLibrary.load([source], contracts: [])
    for fault in faults.prefix(5) { _ = fault.rendered(source) }
    guard let library else { return nil }
    for name in library.names {
      guard let panel = library[name] else { return "a panel has a name and is not there" }
      for (capabilities, canvas) in canvases {
        var space = PresentationSpace(capabilities)
        let outcome = space.apply(panel.render([:], on: canvas))
        if let error = outcome.error { return "the panel draws a broken record: \(error)" }
        _ = try? panel.read(space.readModified(all: true), on: canvas)
        _ = try? panel.read(Array(input.prefix(64)), on: canvas)
      }
    }
    return nil
  }

  private static func keys(_ input: [UInt8]) -> String? {
    let lines = String(decoding: input, as: UTF8.self).split(separator: "\n").map(String.init)
    _ = try? KeyBundle.tokens(lines)
    // A salt makes the key of a passphrase, which takes long on purpose.
    if !lines.contains(where: { $0.hasPrefix("SALT") }) {
      _ = try? KeyBundle.open(lines, passphrase: Secret(copying: Array("PASSPHRASE12".utf8)))
    }
    return nil
  }

  private static func control(_ input: [UInt8]) -> String? {
    _ = ControlReply.decode(input)
    var request = ControlInput { $0.first == "RACF" || $0.first == "TICKET" }
    let half = input.count / 2
    for part in [input[..<half], input[half...]] {
      switch request.take(part) {
      case .more: continue
      case .refused: return nil
      case .request(let words, _): return asked(words)
      }
    }
    if case .request(let words, _) = request.end() { return asked(words) }
    return nil
  }

  /// What was read is written, and read again.
  private static func asked(_ words: [String]) -> String? {
    _ = try? OperatorRequest(words)
    let line = ControlLine(words)
    // CR and LF are one character to Swift.
    let text = String(decoding: line.text.utf8.dropLast(), as: UTF8.self)
    guard let again = try? ControlLine(parsing: text), again == line else {
      return "\(words) is not read as it was written: \(line.text)"
    }
    return nil
  }
}
