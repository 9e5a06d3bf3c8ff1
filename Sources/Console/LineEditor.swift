/// A line that a person types at a terminal of this machine, edited as shells have it: bytes of keys go in, bytes
/// for the terminal and whole lines come out.
///
/// It is a value without descriptors. A line may have a password in it: `wipe` overwrites what it still has.
public struct LineEditor: Sendable {
  /// What a byte came to.
  public enum Step: Hashable, Sendable {
    /// More is awaited.
    case more
    /// A line is whole, without its end.
    case line([UInt8])
    /// CTRL-C: the line, and what it continues, is not to be done.
    case cancelled
    /// CTRL-D on an empty line.
    case end
  }

  /// Most bytes of a line: what a request of the server's may have.
  public static let limit = 4096

  /// What a word is completed to: those that begin with what was typed.
  public typealias Complete = @Sendable (_ line: String) -> [String]
  /// Whether a line may have a secret in it, which is then never made a text, nor completed.
  public typealias Hides = @Sendable (_ line: ArraySlice<UInt8>) -> Bool

  private let prompt: String
  private let complete: Complete
  private let hides: Hides
  private var columns: Int
  private var text: [UInt8] = []
  private var cursor = 0
  private var history: LineHistory
  /// How many lines back the one is that is shown; 0: the one that is typed.
  private var back = 0
  /// What was typed before a former line was shown.
  private var typed: [UInt8] = []
  private var keys = KeyReader()
  /// Bytes for the terminal.
  private var output: [UInt8] = []

  /// An editor of an empty line.
  ///
  /// - `columns`: the terminal's width; a longer line moves sideways.
  public init(
    prompt: String, columns: Int, history: LineHistory,
    hides: @escaping Hides = { _ in false }, complete: @escaping Complete = { _ in [] }
  ) {
    self.prompt = prompt
    self.columns = max(prompt.utf8.count + 2, columns)
    self.history = history
    self.hides = hides
    self.complete = complete
    draw()
  }

  /// What the terminal is to be sent since this was asked last.
  public mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  /// Overwrites what is left of the line.
  public mutating func wipe() {
    for place in text.indices { text[place] = 0 }
    for place in typed.indices { typed[place] = 0 }
    (text, typed, cursor) = ([], [], 0)
  }

  /// Takes a byte that came from the keyboard.
  public mutating func take(_ byte: UInt8) -> Step {
    guard let key = keys.take(byte) else { return .more }
    switch key {
    case .enter:
      output += [0x0D, 0x0A]
      let line = text
      wipe()
      return .line(line)
    case .cancel:
      output += Array("^C\r\n".utf8)
      wipe()
      back = 0
      return .cancelled
    case .deleteOrEnd where text.isEmpty:
      output += [0x0D, 0x0A]
      return .end
    case .up: recall(back + 1)
    case .down: recall(back - 1)
    case .tab: completeWord()
    case .clear: output += Array("\u{1B}[H\u{1B}[2J".utf8)
    case .byte(let byte): insert([byte])
    default: edit(key)
    }
    draw()
    return .more
  }

  private mutating func edit(_ key: KeyReader.Key) {
    switch key {
    case .left: cursor = before(cursor)
    case .right: cursor = after(cursor)
    case .home: cursor = 0
    case .last: cursor = text.count
    case .erase: remove(before(cursor)..<cursor)
    case .delete, .deleteOrEnd: remove(cursor..<after(cursor))
    case .eraseWord: remove(wordStart..<cursor)
    case .eraseBefore: remove(0..<cursor)
    case .eraseAfter: remove(cursor..<text.count)
    default: break
    }
  }

  // MARK: The line

  private static func isInside(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private func before(_ place: Int) -> Int {
    var place = max(0, place - 1)
    while place > 0, Self.isInside(text[place]) { place -= 1 }
    return place
  }

  private func after(_ place: Int) -> Int {
    var place = min(text.count, place + 1)
    while place < text.count, Self.isInside(text[place]) { place += 1 }
    return place
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, text[place - 1] == 0x20 { place -= 1 }
    while place > 0, text[place - 1] != 0x20 { place -= 1 }
    return place
  }

  private mutating func insert(_ bytes: [UInt8]) {
    guard text.count + bytes.count <= Self.limit else {
      output.append(0x07)
      return
    }
    text.insert(contentsOf: bytes, at: cursor)
    cursor += bytes.count
  }

  private mutating func remove(_ range: Range<Int>) {
    text.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// Shows the line that is so many back; there is none before the oldest and after the newest.
  private mutating func recall(_ wanted: Int) {
    guard (0...history.lines.count).contains(wanted) else {
      output.append(0x07)
      return
    }
    if back == 0 { typed = text }
    back = wanted
    text = wanted == 0 ? typed : Array(history.lines[history.lines.count - wanted].utf8)
    cursor = text.count
  }

  /// Completes the word before the cursor as far as all that begin so agree; where they agree no further, shows
  /// them.
  private mutating func completeWord() {
    guard !hides(text[..<cursor]) else {
      output.append(0x07)
      return
    }
    let head = String(decoding: text[..<cursor], as: UTF8.self)
    let start = text[..<cursor].lastIndex { Self.separators.contains($0) }.map { $0 + 1 } ?? 0
    let word = String(decoding: text[start..<cursor], as: UTF8.self)
    let found = complete(head).filter { $0.uppercased().hasPrefix(word.uppercased()) }
    guard let first = found.first else {
      output.append(0x07)
      return
    }
    let common = found.dropFirst().reduce(Substring(first)) { common, next in
      common.prefix(zip(common, next).prefix { $0 == $1 }.count)
    }
    if common.count > word.count || found.count == 1 {
      remove(start..<cursor)
      // Behind `AS=` something follows at once.
      let isWhole = found.count == 1 && !["=", ","].contains { common.hasSuffix($0) }
      insert(Array((String(common) + (isWhole ? " " : "")).utf8))
    } else {
      output += Array(("\r\n" + found.joined(separator: "  ") + "\r\n").utf8)
    }
  }

  /// What ends the word before: commands have commas between operands.
  private static let separators: Set<UInt8> = [0x20, 0x2C, 0x3D]

  // MARK: The terminal

  /// Draws the line anew: the part of it that has room, and the cursor.
  private mutating func draw() {
    let room = columns - prompt.utf8.count - 1
    var (start, used) = (cursor, 0)
    // What the cursor stands on is seen.
    let rest = cursor < text.count ? 1 : 0
    while start > 0, used < room - rest { (start, used) = (before(start), used + 1) }
    var end = cursor
    while end < text.count, used < room { (end, used) = (after(end), used + 1) }
    output += Array("\r\(prompt)".utf8)
    output += text[start..<end]
    output += Array("\u{1B}[K".utf8)
    let back = width(cursor..<end)
    if back > 0 { output += Array("\u{1B}[\(back)D".utf8) }
  }

  private func width(_ range: Range<Int>) -> Int {
    text[range].count { !Self.isInside($0) }
  }
}

/// Keys out of the bytes of a terminal that calls itself ANSI, xterm or the like (ECMA-48 8.3).
struct KeyReader: Sendable {
  enum Key: Hashable {
    case byte(UInt8)
    case enter, tab, cancel, clear
    case left, right, home, last, up, down
    case erase, delete, deleteOrEnd, eraseWord, eraseBefore, eraseAfter
  }

  private enum State {
    case plain
    case escape
    /// Behind ESC [ or ESC O, with the parameter so far.
    case sequence([UInt8])
  }

  private var state = State.plain

  /// What a byte completes; nil where it completes nothing, or what has no meaning here.
  mutating func take(_ byte: UInt8) -> Key? {
    switch state {
    case .plain:
      if byte == 0x1B { state = .escape }
      return Self.key(byte)
    case .escape:
      state = byte == 0x5B || byte == 0x4F ? .sequence([]) : .plain
      return nil
    case .sequence(let parameter):
      guard (0x40...0x7E).contains(byte) else {
        // One that never ends is none.
        state = parameter.count < 16 ? .sequence(parameter + [byte]) : .plain
        return nil
      }
      state = .plain
      return Self.key(byte, parameter)
    }
  }

  private static func key(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x01: .home
    case 0x02: .left
    case 0x03: .cancel
    case 0x04: .deleteOrEnd
    case 0x05: .last
    case 0x06: .right
    case 0x08, 0x7F: .erase
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x0B: .eraseAfter
    case 0x0C: .clear
    case 0x0E: .down
    case 0x10: .up
    case 0x15: .eraseBefore
    case 0x17: .eraseWord
    case 0..<0x20: nil
    default: .byte(byte)
    }
  }

  private static func key(_ final: UInt8, _ parameter: [UInt8]) -> Key? {
    switch (final, parameter.first) {
    case (0x41, _): .up
    case (0x42, _): .down
    case (0x43, _): .right
    case (0x44, _): .left
    case (0x48, _), (0x7E, 0x31), (0x7E, 0x37): .home
    case (0x46, _), (0x7E, 0x34), (0x7E, 0x38): .last
    case (0x7E, 0x33): .delete
    default: nil
    }
  }
}
