package import Crypto

/// The first line of an operator's request: its words, and how many bytes follow.
///
/// `#12 RACF` announces 12 bytes, so that half a deck is never taken for a whole one; without the
/// number the bytes go to the end. A word with a blank in it, or with none at all, stands in double
/// quotes; a backslash keeps what follows it, `\n` is a line end.
package struct ControlLine: Hashable, Sendable {
  /// Why a line is no request.
  package struct Fault: Error, Hashable {
    let reason: String
  }

  package var words: [String]
  /// Bytes that follow; nil where the sender did not say.
  var bodyCount: Int?

  package init(_ words: [String], bodyCount: Int? = nil) {
    self.words = words
    self.bodyCount = bodyCount
  }

  /// Longest line, its end left out.
  static let limit = 4096

  /// Reads a line without its end.
  package init(parsing text: String) throws(Fault) {
    words = []
    var word: String?
    var isQuoted = false
    // A number of bytes is never quoted: a word that looks like one is.
    var isFirstQuoted = false
    var characters = text.unicodeScalars.makeIterator()
    while let next = characters.next() {
      switch next {
      case "\\" where isQuoted:
        guard let kept = characters.next() else { throw Fault(reason: "the line ends at a \\") }
        word?.unicodeScalars.append(kept == "n" ? "\n" : kept)
      case "\"" where isQuoted: isQuoted = false
      case "\"" where word == nil:
        isQuoted = true
        if words.isEmpty { isFirstQuoted = true }
        word = ""
      case " " where !isQuoted:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(next)
      }
    }
    guard !isQuoted else { throw Fault(reason: "a quote is not closed") }
    if let word { words.append(word) }
    bodyCount = nil
    guard !isFirstQuoted, let first = words.first, first.hasPrefix("#") else { return }
    guard let count = Int(first.dropFirst()), count >= 0 else {
      throw Fault(reason: "\(first) is no number of bytes")
    }
    bodyCount = count
    words.removeFirst()
  }

  /// The line, with its end.
  package var text: String {
    let all = (bodyCount.map { ["#\($0)"] } ?? []) + words.map { Self.quoted($0) }
    return all.joined(separator: " ") + "\n"
  }

  private static func quoted(_ word: String) -> String {
    let special: Set<Unicode.Scalar> = [" ", "\"", "\\", "\n", "#"]
    guard word.isEmpty || word.unicodeScalars.contains(where: { special.contains($0) }) else {
      return word
    }
    var text = "\""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\"", "\\": text += "\\" + String(scalar)
      default: text += String(scalar)
      }
    }
    return text + "\""
  }
}

/// What arrives of one operator, piece by piece, until it is a request.
package struct ControlInput {
  /// What came of some bytes.
  package enum Step {
    case more
    /// A whole request. The bytes behind its line may hold passwords.
    case request([String], body: WipedArray)
    /// It will never be one, and why.
    case refused(String)
  }

  private var line: [UInt8] = []
  private var head: ControlLine?
  private var body: [UInt8] = []
  /// Whether a verb takes bytes behind its line.
  private let takesBody: ([String]) -> Bool

  /// Longest deck, ticket or key.
  static let bodyLimit = 1 << 20

  package init(takesBody: @escaping ([String]) -> Bool) { self.takesBody = takesBody }

  package mutating func take(_ bytes: ArraySlice<UInt8>) -> Step {
    var rest = bytes
    if head == nil {
      let part = rest.prefix { $0 != 0x0A }
      line += part
      guard line.count <= ControlLine.limit else {
        return .refused("a request's line has at most \(ControlLine.limit) bytes")
      }
      guard part.endIndex < rest.endIndex else { return .more }
      rest = rest[(part.endIndex + 1)...]
      do {
        let head = try ControlLine(parsing: String(decoding: line, as: UTF8.self))
        self.head = head
        if let count = head.bodyCount, count > Self.bodyLimit { return tooLong }
        body.reserveCapacity(min(head.bodyCount ?? 64 << 10, Self.bodyLimit))
      } catch {
        return .refused(error.reason)
      }
    }
    append(rest)
    guard let head else { return .more }
    if let count = head.bodyCount {
      guard body.count >= count else { return .more }
      body.removeLast(body.count - count)
      return finish(head)
    }
    guard takesBody(head.words) else { return finish(head) }
    return body.count > Self.bodyLimit ? tooLong : .more
  }

  /// The operator's side is closed.
  package mutating func end() -> Step {
    guard let head else {
      return line.isEmpty ? .more : take([0x0A])
    }
    if let count = head.bodyCount, body.count < count {
      return .refused("the request ends after \(body.count) of \(count) bytes; nothing was done")
    }
    return finish(head)
  }

  /// Overwrites what has arrived.
  mutating func wipe() { Wipe.bytes(&body) }

  private var tooLong: Step { .refused("a deck has at most \(Self.bodyLimit) bytes") }

  private mutating func finish(_ head: ControlLine) -> Step {
    .request(head.words, body: WipedArray(taking: &body))
  }

  /// Where the bytes have to move, no copy of a password stays behind.
  private mutating func append(_ more: ArraySlice<UInt8>) {
    if body.capacity < body.count + more.count {
      var moved: [UInt8] = []
      moved.reserveCapacity(2 * (body.count + more.count))
      moved += body
      Wipe.bytes(&body)
      body = moved
    }
    body += more
  }
}
