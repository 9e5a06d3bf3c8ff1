import DataStream
import EBCDIC
import Foundation
import TN3270
import Terminal
import TestSupport

/// A terminal that does what a test says, also what no emulator would do.
final class ScriptedTerminal {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let client: RawClient
  private var machine = ClientMachine(options: ClientOptions(model: 2, isExtended: false))
  /// Whether it answers DO TIMING-MARK, as every emulator does.
  var answersMarks = true
  private var heard: [UInt8] = []
  private(set) var space = PresentationSpace(TerminalCapabilities(model: 2))

  init(port: Int) throws {
    client = try RawClient(port: port)
  }

  /// A terminal at the menu of a user who has just signed on.
  static func signedOn(
    to server: ServerProcess, _ user: String = ServerProcess.user,
    password: String = ServerProcess.password
  ) throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal(port: server.port)
    try terminal.until("TEN0003")
    terminal.key(.enter, user, password)
    try terminal.until("TPX MENU")
    return terminal
  }

  var rows: [String] { ScreenText.lines(space, .bracket) }

  /// Reads until a text is on the screen and the keyboard is free.
  func until(_ text: String) throws {
    while !rows.contains(where: { $0.contains(text) }) || space.lock != .unlocked {
      guard take() else {
        throw Failure(description: "never saw \(text):\n" + rows.joined(separator: "\n"))
      }
    }
  }

  /// Reads until bytes have come so many times.
  func untilBytes(_ bytes: [UInt8], count: Int) throws {
    while heard.ranges(of: bytes).count < count {
      guard take() else { throw Failure(description: "never heard \(bytes): \(heard)") }
    }
  }

  /// Takes the next byte; false at the end.
  private func take() -> Bool {
    let bytes = client.read(1)
    guard !bytes.isEmpty else { return false }
    heard += bytes
    var events: [ClientEvent] = []
    machine.receive(bytes, into: &events)
    for event in events {
      switch event {
      case .send(let bytes):
        if answersMarks || bytes != [0xFF, 0xFC, 0x06] { client.send(bytes) }
      case .record(let record):
        for reply in space.apply(record.payload).replies { client.send(frame(reply)) }
      default: break
      }
    }
    return true
  }

  func frame(_ record: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    machine.frame(record, into: &bytes)
    return bytes
  }

  /// Types into the fields from the cursor on, and presses a key.
  func key(_ aid: AID, _ texts: String...) {
    let typed = texts.map { CodePage.bracket.encode($0) }
    guard let record = space.typing(typed, then: aid) else { return }
    space.restore(aid: aid, lock: .waiting)
    client.send(frame(record))
  }
}
