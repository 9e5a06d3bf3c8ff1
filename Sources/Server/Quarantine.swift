import Bytes
import Ledger
import Messages
import Platform
import Time

/// At what workers died of their own fault. What two died at is not tried a third time: a connection is
/// ended, and what it said is kept for the developers, its texts dark; what cannot be taken over is left
/// out.
struct Suspects: Hashable {
  /// What is kept of it for the next worker.
  struct List: Hashable, Freezable {
    /// At what one worker has died.
    var once: Set<WorkedAt> = []
    /// The last set of ledgers that was looked at: what its shards were at counts once, also where the
    /// next worker died before it had ledgers of its own.
    var epoch: UInt64 = 0

    init(once: Set<WorkedAt> = [], epoch: UInt64 = 0) {
      self.once = once
      self.epoch = epoch
    }

    func freeze(into freezer: inout Freezer) {
      freezer.put(once)
      freezer.put(epoch)
    }

    init(thawing thawer: inout Thawer) throws(ThawError) {
      once = try thawer.take()
      epoch = try thawer.take()
    }
  }

  /// For the next worker.
  let list: List
  /// At what a second one died.
  let twice: Set<WorkedAt>

  /// - `former`: what workers before knew.
  /// - `working`: what the last one was at when it ended, in the ledgers of `epoch`.
  /// - `wasFault`: whether it died of its own fault; somebody's kill suspects nobody.
  init(former: List, working: [WorkedAt], epoch: UInt64, wasFault: Bool) {
    let now = wasFault && epoch > former.epoch ? Set(working) : []
    twice = former.once.intersection(now)
    list = List(once: former.once.union(now).subtracting(twice), epoch: max(epoch, former.epoch))
  }
}

/// What a worker must not go on with, and what it does with it.
final class Quarantine {
  private let suspects: Suspects
  private let folder: String
  /// Lines for the log: of each that was ended or left out.
  private(set) var messages: [Message] = []

  /// Most bytes of a connection's last input that are kept: more than a record may have.
  private static let sizeLimit = 64 << 10

  /// Reads what workers before suspected, adds what the last one was at, and has the list kept.
  init(_ inheritance: Inheritance, _ estate: Estate, custody: any Custody) {
    folder = inheritance.crashFolder
    let held = inheritance.held.first { $0.kind == .suspects }
    let former = held.flatMap { KeptValue.thaw(Suspects.List.self, $0) } ?? Suspects.List()
    suspects = Suspects(
      former: former, working: estate.working, epoch: estate.epoch,
      wasFault: inheritance.wasFault)
    // Where there is no memory for it, a connection may take one worker more with it.
    if suspects.list != former {
      try? KeptValue.keep(suspects.list, as: .suspects, token: Held.suspectsToken, by: custody)
    }
  }

  /// Whether something cannot be taken over without harm, and is left out.
  ///
  /// - `name`: what it is, for the log.
  func leavesOut(_ work: WorkedAt, _ name: @autoclosure () -> String) -> Bool {
    guard suspects.twice.contains(work) else { return false }
    messages.append(.worker.leftOut(name()))
    return true
  }

  /// Whether a connection is ended; then what it said last is kept.
  ///
  /// - `isWhole`: whether the input begins with a record; else what it begins with is dark.
  /// - `input`: what was not looked at yet, which is what the workers died of.
  func ends(
    _ token: UInt64, address: String, isWhole: Bool, input: @autoclosure () -> [UInt8]
  ) -> Bool {
    guard suspects.twice.contains(WorkedAt(.input, token)) else { return false }
    let bytes = Array(input().prefix(Self.sizeLimit))
    let date = CivilDate(Clock.wall())
    let name = "\(date.year)-\(date.month)-\(date.day)-\(token).txt"
    let path = folder + "/" + name
    let text = CrashReport.text(address: address, input: bytes, isWhole: isWhole)
    do throws(SystemError) {
      try Files.makeDirectory(folder)
      try Files.write(Array(text.utf8), to: path)
      messages.append(.worker.quarantined(address: address, file: path))
    } catch {
      messages.append(.worker.quarantined(address: address, file: "\(error)"))
    }
    return true
  }
}

/// What a connection said when workers died, as a text for the developers: bytes in hexadecimal, with
/// what people typed or hosts showed made dark: only what must be structure is shown.
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

  static func text(address: String, input: [UInt8], isWhole: Bool) -> String {
    var lines = [
      "Two processes of the server ended at this input, "
        + "of \(address.isEmpty ? "a host" : address).",
      "Bytes of text are shown as \(String(dark, radix: 16)); "
        + "orders, addresses and telnet are as they came"
        + (isWhole ? "." : " from the first whole record on."),
      "",
    ]
    let shown = darkened(input, isWhole: isWhole)
    for start in stride(from: 0, to: shown.count, by: bytesInLine) {
      let row = shown[start..<min(shown.count, start + bytesInLine)]
      lines.append(Hex.encode(row))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Darkens all but telnet's commands, heads of records, orders and their operands.
  ///
  /// - `isWhole`: whether it begins with a record. In the middle of one nobody can tell what is text: all
  ///   is dark until the next begins.
  static func darkened(_ input: [UInt8], isWhole: Bool) -> [UInt8] {
    var out = input
    /// Bytes since the record's beginning; nil where that is unknown.
    var place: Int? = isWhole ? 0 : nil
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
        if next == 0xEF { (place, free) = (0, 0) }
        index += count
        continue
      }
      if place == 0 { head = Self.head(byte) }
      if let now = place {
        if now >= head { (out[index], free) = shown(byte, free) }
        place = now + 1
      } else {
        out[index] = dark
      }
      index += 1
    }
    return out
  }

  /// How a byte behind a record's head is shown, and how many operands follow that are shown.
  private static func shown(_ byte: UInt8, _ free: Int) -> (UInt8, Int) {
    if free > 0 { return (byte, free - 1) }
    if let operands = operands[byte] { return (byte, operands) }
    return (dark, 0)
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
