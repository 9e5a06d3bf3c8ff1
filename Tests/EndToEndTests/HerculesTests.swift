import Foundation
import TestSupport
import Testing

/// Sessions to Hercules, a host that none of us wrote, and that waits for every answer.
@Suite struct HerculesTests {
  private static let deck = Repository.root
    .appending(path: "Tests/EndToEndTests/Fixtures/hercules-deck.bin")

  /// What a person sees: each row, each cell with its attributes, the cursor, the lock.
  private struct Picture: Equatable {
    let rows: [String]
    let cells: [String]
    let cursor: [String]

    init(_ emulator: S3270) throws {
      rows = try emulator.screen()
      cells = try emulator.run("ReadBuffer(Ebcdic)")
      let status = emulator.status.split(separator: " ").map(String.init)
      cursor = [status[0]] + status[8...9]
    }
  }

  /// A server with one Hercules as application HERC, and an emulator at its screen.
  private static func relayed(
    _ hercules: Hercules, _ prefix: String
  ) throws -> (ServerProcess, S3270) {
    let site = try TestSite()
    try site.application("HERC", host: "tn3270://127.0.0.1:\(hercules.port)")
    let server = try ServerProcess(site: site.path)
    let emulator = try S3270(
      port: server.port, prefix: prefix, extra: S3270.unlocksAtOnce)
    try emulator.signOn(ServerProcess.user, ServerProcess.password)
    try emulator.until("TPX MENU")
    try emulator.enter("HERC")
    return (server, emulator)
  }

  /// Away to another session, and back by the jump key.
  private static func thereAndBack(_ emulator: S3270, to text: String) throws {
    try emulator.run("PF(24)")
    let menu = try emulator.until("TPX MENU")
    if menu.contains(where: { $0.contains("TSOA") && $0.contains("active") }) {
      try emulator.run("PF(23)")
    } else {
      try emulator.enter("TSOA")
    }
    try emulator.until("READY")
    try emulator.run("PF(23)")
    try emulator.until(text)
  }

  @Test(arguments: ["", "N:"])
  func `the logo is that of a direct connection, also after a jump`(prefix: String) throws {
    let logo = "My PC thinks it's a MAINFRAME"
    let other = try Hercules()
    let direct = try S3270(
      port: other.port, extra: S3270.unlocksAtOnce, hasInput: false)
    try direct.until(logo)
    let expected = try Picture(direct)

    let hercules = try Hercules()
    let (server, emulator) = try Self.relayed(hercules, prefix)
    try emulator.until(logo)
    #expect(try Picture(emulator) == expected)
    try Self.thereAndBack(emulator, to: logo)
    #expect(try Picture(emulator) == expected)

    hercules.kill()
    // In order, or broken off where it had not read what it was asked last.
    let menu = try emulator.until("==> Session HERC ended - the ")
    #expect(menu[4].contains("the host ended") || menu[4].contains("the connection was lost"))
    let log = try server.log(until: "SESSION ENDED")
    #expect(log.components(separatedBy: "SESSION: HERC").count == 3)
  }

  /// Keys, and what the deck says when it is done with each.
  private static let keys: [(key: String, answer: String)] = [
    ("Enter", "ENTER READ"), ("PF(1)", "READ BUFFER DONE"), ("PF(3)", "QUERY REPLY READ"),
    ("PF(4)", "EAU DONE"), ("PF(5)", "CHAINED W DONE"), ("PF(6)", "SOLICITED RM DONE"),
    ("PF(8)", "W+RB CHAIN DONE"), ("PF(10)", "TWO WRITES DONE"), ("PF(11)", "RA/EUA DONE"),
    ("PA(1)", "PA KEY"), ("PF(2)", "EWA SCREEN"), ("Clear", "OWN IPL DECK"),
  ]

  /// Presses all keys; the picture after each.
  private static func pictures(
    _ emulator: S3270, jumpsAfter: Set<String> = []
  ) throws -> [Picture] {
    try keys.map { key, answer in
      try emulator.type("ab")
      try emulator.run(key)
      try emulator.until(answer)
      let picture = try Picture(emulator)
      if jumpsAfter.contains(key) {
        try thereAndBack(emulator, to: answer)
        #expect(try Picture(emulator) == picture, "\(key)")
      }
      return picture
    }
  }

  /// A terminal at a Hercules that has loaded the deck.
  ///
  /// On a busy machine Hercules, whose automation loads the deck when a terminal connects, misses that
  /// now and then, and stays at its logo: then another one is tried.
  private static func loaded<Other>(
    _ connect: (Hercules) throws -> (Other, S3270)
  ) throws -> (hercules: Hercules, other: Other, emulator: S3270) {
    var attempt = 1
    while true {
      let hercules = try Hercules(deck: deck)
      let (other, emulator) = try connect(hercules)
      do {
        try emulator.until("OWN IPL DECK")
        return (hercules, other, emulator)
      } catch  where attempt < 3 {
        attempt += 1
        hercules.kill()
      }
    }
  }

  @Test func `a channel program's screens and reads are those of a direct connection`() throws {
    let direct = try Self.loaded { ((), try S3270(port: $0.port, extra: S3270.unlocksAtOnce)) }
    let expected = try Self.pictures(direct.emulator)
    direct.hercules.kill()
    let (hercules, server, emulator) = try Self.loaded { try Self.relayed($0, "") }
    let relayed = try Self.pictures(emulator, jumpsAfter: ["PF(1)", "PF(11)", "PF(2)"])
    for (index, key) in Self.keys.enumerated() {
      #expect(relayed[index] == expected[index], "\(key.key)")
    }
    #expect(server.stop() == 0)
    hercules.kill()
  }
}
