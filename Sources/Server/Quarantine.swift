import Bytes
import Ledger
import Messages
import Platform
import Synchronization
import Time

/// Connections at whose input workers died of their own fault. One that did so twice is not tried a third
/// time: it is ended, and what it said is kept for the developers, its texts dark.
struct Suspects: Hashable {
  /// Connections at whose input a worker has died.
  var once: Set<UInt64> = []
  /// Those where a second one died.
  var twice: Set<UInt64> = []

  /// - `former`: connections at whose input workers died before.
  /// - `working`: those at whose input the last one was when it ended, none being 0.
  /// - `wasFault`: whether it died of its own fault; somebody's kill suspects nobody.
  init(former: Set<UInt64>, working: [UInt64], wasFault: Bool) {
    let now = wasFault ? Set(working.filter { $0 != 0 }) : []
    twice = former.intersection(now)
    once = former.union(now).subtracting(twice)
  }
}

/// The connections that a worker must not go on with, and what it does with them.
final class Quarantine {
  private let suspects: Suspects
  private let folder: String
  /// Lines for the log: of each that was ended.
  private(set) var messages: [Message] = []

  /// Most bytes of a connection's last input that are kept: more than a record may have.
  private static let sizeLimit = 64 << 10

  /// Reads whom workers before suspected, adds whom the last one worked for, and has the list kept.
  init(_ inheritance: Inheritance, working: [UInt64], custody: any Custody) {
    folder = inheritance.crashFolder
    let held = inheritance.held.first { $0.kind == .suspects }
    let former = held.flatMap { KeptValue.thaw(Set<UInt64>.self, $0) } ?? []
    suspects = Suspects(former: former, working: working, wasFault: inheritance.wasFault)
    // Where there is no memory for it, a connection may take one worker more with it.
    if suspects.once != former {
      try? KeptValue.keep(suspects.once, as: .suspects, token: Held.suspectsToken, by: custody)
    }
  }

  /// Whether a connection is ended; then what it said last is kept.
  ///
  /// - `input`: what was not looked at yet, which is what the workers died of.
  func ends(_ token: UInt64, address: String, input: @autoclosure () -> [UInt8]) -> Bool {
    guard suspects.twice.contains(token) else { return false }
    let bytes = Array(input().prefix(Self.sizeLimit))
    let date = CivilDate(Clock.wall())
    let name = "\(date.year)-\(date.month)-\(date.day)-\(token).txt"
    let path = folder + "/" + name
    do throws(SystemError) {
      try Files.makeDirectory(folder)
      try Files.write(Array(CrashReport.text(address: address, input: bytes).utf8), to: path)
      messages.append(WorkerMessages.quarantined(address: address, file: path))
    } catch {
      messages.append(WorkerMessages.quarantined(address: address, file: "\(error)"))
    }
    return true
  }
}

/// What a connection said when workers died, as a text for the developers: bytes in hexadecimal, with
/// what people typed or hosts showed made dark.
enum CrashReport {
  /// Orders of the data stream, with the bytes behind each that are no text (GA23-0059).
  private static let operands: [UInt8: Int] = [
    0x05: 0, 0x08: 0, 0x11: 2, 0x12: 2, 0x13: 0, 0x1D: 1, 0x28: 2, 0x29: 1, 0x2C: 1, 0x3C: 3,
  ]
  private static let command: UInt8 = 0xFF
  /// Stands for each byte of text.
  private static let dark: UInt8 = 0xE7
  /// Bytes at the head of a record that are none: AID and cursor, behind the header of TN3270E where the
  /// first byte is one of that and no AID.
  private static func head(_ first: UInt8) -> Int { first < 0x40 ? 8 : 3 }
  private static let bytesInLine = 16

  static func text(address: String, input: [UInt8]) -> String {
    var lines = [
      "Two processes of the server ended at this input, "
        + "of \(address.isEmpty ? "a host" : address).",
      "Bytes of text are shown as \(String(dark, radix: 16)); "
        + "orders, addresses and telnet are as they came.",
      "",
    ]
    let shown = darkened(input)
    for start in stride(from: 0, to: shown.count, by: bytesInLine) {
      let row = shown[start..<min(shown.count, start + bytesInLine)]
      lines.append(Hex.encode(row))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Darkens text: graphics of EBCDIC outside of telnet's commands, heads of records and orders.
  static func darkened(_ input: [UInt8]) -> [UInt8] {
    var out = input
    var place = 0
    var head = 0
    var index = 0
    var free = 0
    while index < input.count {
      let byte = input[index]
      if byte == command, index + 1 < input.count {
        // A command has two bytes or three; after the end of a record the next one's head begins.
        let next = input[index + 1]
        let count =
          next == 0xFA ? subnegotiation(input, index) : ((0xFB...0xFE).contains(next) ? 3 : 2)
        if next == 0xEF { place = 0 }
        index += count
        continue
      }
      if place == 0 { head = Self.head(byte) }
      if let operands = operands[byte] {
        free = operands
      } else if free > 0 {
        free -= 1
      } else if place >= head, byte >= 0x40 {
        out[index] = dark
      }
      place += 1
      index += 1
    }
    return out
  }

  /// Bytes of a subnegotiation, to its end or the last that came.
  private static func subnegotiation(_ input: [UInt8], _ start: Int) -> Int {
    var index = start + 2
    while index + 1 < input.count {
      if input[index] == command, input[index + 1] == 0xF0 { return index + 2 - start }
      index += 1
    }
    return input.count - start
  }
}
