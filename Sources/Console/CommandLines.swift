/// A command that may go over several lines: `-` or `+` at the end of one says that another follows.
///
/// It may have a password in it: `wipe` overwrites what it still has.
public struct CommandLines: Sendable {
  /// What a line came to.
  public enum Outcome: Hashable, Sendable {
    /// Another line follows.
    case more
    /// The command is whole, with the signs and line ends in it.
    case whole([UInt8])
    /// What was typed is not to be done, and a new command begins.
    case abandoned
    /// Nothing more comes.
    case end
  }

  /// Bytes behind which nothing is continued: no request takes more.
  public static let limit = 1 << 20

  /// The lines so far, each that is continued with its sign and end.
  public private(set) var text: [UInt8] = []

  /// No line yet.
  public init() {}

  /// Takes what an editor of lines came to: a command whose last line was not typed is never done.
  public mutating func take(_ step: LineEditor.Step) -> Outcome {
    switch step {
    case .more: return .more
    case .cancelled:
      wipe()
      return .abandoned
    case .end:
      guard !text.isEmpty else { return .end }
      wipe()
      return .abandoned
    case .line(let line):
      text += line
      // What no request takes is refused as a whole, by who is asked.
      guard Self.isContinued(line), text.count <= Self.limit else {
        let whole = text
        wipe()
        return .whole(whole)
      }
      text.append(0x0A)
      return .more
    }
  }

  /// Overwrites what there is.
  public mutating func wipe() {
    for place in text.indices { text[place] = 0 }
    text = []
  }

  private static func isContinued(_ line: some BidirectionalCollection<UInt8>) -> Bool {
    let last = line.last { $0 != 0x20 }
    return last == 0x2D || last == 0x2B
  }

  /// A whole command on one line, without the signs, as a history keeps it.
  public static func joined(_ command: [UInt8]) -> [UInt8] {
    let lines = command.split(separator: 0x0A, omittingEmptySubsequences: false)
    var joined: [UInt8] = []
    for (place, line) in lines.enumerated() {
      guard place < lines.count - 1, let sign = line.lastIndex(where: { $0 != 0x20 }) else {
        joined += line
        continue
      }
      let rest = line[..<sign]
      let end = rest.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? rest.startIndex
      joined += rest[..<end] + [0x20]
    }
    return joined
  }
}
