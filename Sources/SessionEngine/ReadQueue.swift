import DataStream
import Time

/// A read that an application asked of the terminal, which has not answered yet.
struct TerminalRead: Hashable, Sendable {
  let command: Command
  /// Whether it came as Read Partition, whose answer has an AID of its own.
  let isPartition: Bool
  /// When the model answers in the terminal's place.
  let until: Instant
}

/// Answers that an application waits for, in the order of its questions.
///
/// What the model could answer at once waits behind a question that only the terminal can answer.
struct ReadQueue: Sendable {
  private enum Answer: Sendable {
    case awaited(TerminalRead)
    case ready([UInt8])
  }

  private var answers: [Answer] = []

  var count: Int { answers.count }
  var isEmpty: Bool { answers.isEmpty }

  /// The oldest question, which the terminal is to answer; nil where nothing is awaited.
  var oldest: TerminalRead? {
    if case .awaited(let read)? = answers.first { read } else { nil }
  }

  /// Whether the terminal's answer to a Read Buffer is on its way.
  var awaitsBuffer: Bool {
    answers.contains {
      if case .awaited(let read) = $0 { read.command == .readBuffer } else { false }
    }
  }

  mutating func ask(_ read: TerminalRead) { answers.append(.awaited(read)) }

  /// Puts an answer of the model in its place.
  ///
  /// - Returns: whether it can go at once, since nothing is awaited before it.
  mutating func passes(_ answer: [UInt8]) -> Bool {
    guard !answers.isEmpty else { return true }
    answers.append(.ready(answer))
    return false
  }

  /// The oldest question has its answer.
  ///
  /// - Returns: the answers that waited behind it and can go now.
  mutating func answered() -> [[UInt8]] {
    if !answers.isEmpty { answers.removeFirst() }
    var passed: [[UInt8]] = []
    while case .ready(let record)? = answers.first {
      passed.append(record)
      answers.removeFirst()
    }
    return passed
  }

  /// Gives up on all questions: the model answers each in its place.
  ///
  /// - Parameter answer: what the model answers to a question.
  /// - Returns: all answers, in order, and the questions that the terminal still owes.
  mutating func settle(
    _ answer: (TerminalRead) -> [UInt8]
  ) -> (records: [[UInt8]], owed: [TerminalRead]) {
    var records: [[UInt8]] = []
    var owed: [TerminalRead] = []
    for item in answers {
      switch item {
      case .ready(let record): records.append(record)
      case .awaited(let read):
        records.append(answer(read))
        owed.append(read)
      }
    }
    answers = []
    return (records, owed)
  }
}
