import Crypto
import Testing

@testable import Server

@Suite struct ControlLineTests {
  @Test(arguments: [
    ["STATUS"], ["MESSAGE", "BOB", "it's", "5", "o'clock"], ["BACKUP", "a b/c"],
    ["TICKET", "GENERATE", "A", "B", "A B"],
    ["MESSAGE", "BOB", "one\ntwo", "\"q\"", "back\\slash"],
    ["MESSAGE", "BOB", ""], ["#1", "x"],
  ])
  func `words come out as they went in`(_ words: [String]) throws {
    let line = ControlLine(words, bodyCount: 7)
    #expect(line.text.last == "\n")
    #expect(line.text.dropLast().contains("\n") == false)
    #expect(try ControlLine(parsing: String(line.text.dropLast())) == line)
    // A first word that looks like a number of bytes is quoted, and is none.
    let plain = ControlLine(words)
    #expect(try ControlLine(parsing: String(plain.text.dropLast())) == plain)
  }

  @Test func `a line that a person writes is read as well`() throws {
    #expect(try ControlLine(parsing: "  status ").words == ["status"])
    #expect(
      try ControlLine(parsing: "message BOB it's six").words == ["message", "BOB", "it's", "six"])
    #expect(try ControlLine(parsing: "").words == [])
    #expect(try ControlLine(parsing: "racf").bodyCount == nil)
  }

  @Test(arguments: ["#x racf", "#-1 racf", "a \"b", "a \"b\\", "#99999999999999999999 racf"])
  func `a line that is none is refused`(_ text: String) {
    #expect(throws: ControlLine.Fault.self) { try ControlLine(parsing: text) }
  }
}

@Suite struct ControlInputTests {
  /// What became of bytes that came in pieces; `nil` where more is wanted.
  static func feed(_ pieces: [[UInt8]], ends: Bool = false) -> String? {
    var input = ControlInput { $0.first == "racf" }
    var steps: [ControlInput.Step] = []
    for piece in pieces { steps.append(input.take(piece[...])) }
    if ends { steps.append(input.end()) }
    for step in steps {
      switch step {
      case .more: continue
      case .request(let words, let body):
        return words.joined(separator: "+") + "|" + String(decoding: body.bytes, as: UTF8.self)
      case .refused(let reason): return "refused: \(reason)"
      }
    }
    return nil
  }

  @Test func `a request is the same however it is cut`() {
    let bytes = Array("#5 racf\nABCDE".utf8)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]].map { Array($0) }
        #expect(Self.feed(pieces.filter { !$0.isEmpty }) == "racf|ABCDE")
      }
    }
    #expect(Self.feed(bytes.map { [$0] }) == "racf|ABCDE")
  }

  @Test func `half a deck is never taken for a whole one`() {
    #expect(
      Self.feed([Array("#9 racf\nABCDE".utf8)], ends: true)
        == "refused: the request ends after 5 of 9 bytes; nothing was done")
    // Who does not say how much comes says so by ending.
    #expect(Self.feed([Array("racf\nABCDE".utf8)]) == nil)
    #expect(Self.feed([Array("racf\nABCDE".utf8)], ends: true) == "racf|ABCDE")
  }

  @Test func `a verb without a deck is answered at its line's end, and at the sender's end`() {
    #expect(Self.feed([Array("status\n".utf8)]) == "status|")
    #expect(Self.feed([Array("status".utf8)], ends: true) == "status|")
    #expect(Self.feed([], ends: true) == nil)
  }

  @Test func `what is too long is refused before it is kept`() {
    let long = [UInt8](repeating: 0x41, count: 5000)
    #expect(Self.feed([long])?.hasPrefix("refused: a request's line") == true)
    #expect(Self.feed([Array("#2000000 racf\n".utf8)])?.hasPrefix("refused: a deck has") == true)
    var input = ControlInput { _ in true }
    _ = input.take(Array("racf\n".utf8)[...])
    var refused = false
    for _ in 0..<300 {
      if case .refused = input.take(long[...]) { refused = true }
    }
    #expect(refused)
  }

  @Test func `an answer that was cut short is none`() {
    let answer = Administration.Answer(lines: ["turnstile-done 3", "!", ""], isFailed: true)
    let bytes = ControlReply.encode(answer)
    for count in 0..<bytes.count { #expect(ControlReply.decode(Array(bytes[..<count])) == nil) }
    let whole = ControlReply.decode(bytes)
    #expect(whole?.lines == answer.lines)
    #expect(whole?.isFailed == true)
    #expect(ControlReply.decode(ControlReply.encode(Administration.Answer(lines: [])))?.lines == [])
  }
}
