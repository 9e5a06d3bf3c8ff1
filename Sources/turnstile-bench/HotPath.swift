import Bytes
import DataStream
import EBCDIC
import Ledger
import Names
import Platform
import SessionEngine
import TN3270
import Terminal

/// What is measured: a name, and what is done again and again.
struct HotPath: Sendable {
  let name: String
  /// Prepares it, and gives what one time does.
  let make: @Sendable () throws -> (_ number: Int) -> Void

  /// Something that a path needs is not as it should be.
  struct Broken: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  static let all: [HotPath] = [
    HotPath(name: "menu", make: menu), HotPath(name: "input", make: input),
    HotPath(name: "telnet", make: telnet), HotPath(name: "apply", make: apply),
    HotPath(name: "relay", make: relay), HotPath(name: "key", make: key),
    HotPath(name: "freeze", make: freeze), HotPath(name: "ledger", make: ledger),
  ]

  /// PF7 on the menu, from the record to the record that draws it again.
  private static func menu() throws -> (Int) -> Void {
    var user = try SignedOn()
    let record = user.press(.pf7)
    user.happen(.terminalRecord(record))
    guard user.sent.count == 1, user.sent[0].count > 500 else { throw Broken("no menu was drawn") }
    return { _ in user.happen(.terminalRecord(record)) }
  }

  /// A command that is typed on the menu and read, up to the word that it is none.
  private static func input() throws -> (Int) -> Void {
    var user = try SignedOn()
    let record = user.press(.enter, typing: "NOSUCH")
    user.happen(.terminalRecord(record))
    guard user.sent.count == 1 else { throw Broken("the command was not answered") }
    return { _ in user.happen(.terminalRecord(record)) }
  }

  /// A terminal's key and a host's full screen through the telnet of both.
  private static func telnet() throws -> (Int) -> Void {
    var leg = try TelnetLeg()
    let screen = HostScreen.record(0)
    let key = HostScreen.key
    guard leg.toTerminal(screen) == screen, leg.toHost(key) == key else {
      throw Broken("telnet does not bring what it was given")
    }
    return { _ in
      _ = leg.toTerminal(screen)
      _ = leg.toHost(key)
    }
  }

  /// A full screen into the model.
  private static func apply() throws -> (Int) -> Void {
    var space = PresentationSpace(TerminalCapabilities(color: .model2))
    let screens = [HostScreen.record(0), HostScreen.record(1)]
    guard space.apply(screens[0]).error == nil else { throw Broken("the screen is broken") }
    return { number in _ = space.apply(screens[number & 1]) }
  }

  /// A host's full screen through the engine to the terminal.
  private static func relay() throws -> (Int) -> Void {
    var user = try SignedOn()
    let host = try user.enterSession()
    let screens = [HostScreen.record(0), HostScreen.record(1)]
    user.happen(.hostRecord(host, screens[1], reply: .no))
    guard user.sent == [screens[1]] else { throw Broken("the screen was not relayed") }
    return { number in user.happen(.hostRecord(host, screens[number & 1], reply: .no)) }
  }

  /// A terminal's key through the engine to the host.
  private static func key() throws -> (Int) -> Void {
    var user = try SignedOn()
    _ = try user.enterSession()
    user.happen(.terminalRecord(HostScreen.key))
    guard user.relayed == [HostScreen.key] else { throw Broken("the key was not relayed") }
    return { _ in user.happen(.terminalRecord(HostScreen.key)) }
  }

  /// What a relayed screen changes, into bytes: the session with its screen, the user's pace, and the
  /// telnet of both ends.
  private static func freeze() throws -> (Int) -> Void {
    var user = try SignedOn()
    _ = try user.enterSession()
    let leg = try TelnetLeg()
    var freezer = Freezer()
    user.freezeRelayed(into: &freezer)
    guard freezer.count > 1920 else { throw Broken("the screen was not frozen") }
    return { _ in
      freezer.clear()
      user.freezeRelayed(into: &freezer)
      leg.freeze(into: &freezer)
    }
  }
}

extension HotPath {
  /// What a relayed screen changes and brings to its terminal, frozen before, into the ledger; with the
  /// commit, and with what is wiped after it.
  private static func ledger() throws -> (Int) -> Void {
    var user = try SignedOn()
    let handle = try user.enterSession()
    var freezer = Freezer()
    user.freezeRelayed(into: &freezer)
    let leg = try TelnetLeg()
    var telnet = Freezer()
    leg.freeze(into: &telnet)
    let objects = [freezer.bytes, telnet.bytes]
    let screen = HostScreen.record(0)
    let layout = LedgerLayout()
    let memory = try SharedMemory("bench", limit: layout.most)
    guard
      var ledger = Ledger(
        memory, layout: layout, version: Freezer.version, epoch: 1, place: (0, 1))
    else { throw Broken("there is no memory") }
    var place: UInt64 = 0
    return { _ in
      for (kind, bytes) in objects.enumerated() {
        ledger.put(LedgerKey(kind: UInt8(kind), id: handle.value), bytes.span)
      }
      _ = ledger.tell(handle.value, screen.span, at: place)
      place += UInt64(screen.count)
      ledger.commit()
      // The kernel has it.
      ledger.commit()
    }
  }
}

/// What a measured host shows, and what a terminal answers.
enum HostScreen {
  /// 24 rows, each a field, every cell written; the number makes screens differ.
  static func record(_ number: Int) -> [UInt8] {
    var screen = OutboundEncoder(.eraseWrite, .restoreKeyboard, in: .model2)
    for row in 0..<24 {
      screen.move(to: row * 80)
      screen.startField(row == 1 ? [] : .protected)
      if row == 1 { screen.insertCursor() }
      let text = String(repeating: "ROW \(row) OF SCREEN \(number), ", count: 5).prefix(79)
      screen.characters(CodePage.cp037.encode(String(text)))
    }
    return screen.bytes
  }

  /// ENTER with a short command.
  static let key: [UInt8] = {
    var record: [UInt8] = [AID.enter.byte]
    BufferAddress.append(91, in: .model2, to: &record)
    record.append(OrderCode.setBufferAddress)
    BufferAddress.append(81, in: .model2, to: &record)
    return record + CodePage.cp037.encode("COMMAND 01")
  }()
}
