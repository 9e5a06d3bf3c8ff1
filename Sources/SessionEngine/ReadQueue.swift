import Bytes
import DataStream
import Terminal
import Time

/// A read that an application asked of the terminal, which has not answered yet.
struct TerminalRead: Hashable, Sendable {
  let command: Command
  /// Whether it came as Read Partition, whose answer has an AID of its own.
  let isPartition: Bool
  /// When the model answers in the terminal's place.
  let until: Instant
}

extension TerminalRead {
  /// Whether a terminal's record answers it, rather than being a key that was on its way when the read
  /// came: only a locked terminal has a key's AID to answer with.
  func isAnswered(by record: [UInt8], _ space: PresentationSpace) -> Bool {
    if isPartition { return record.first == AID.readPartition.byte }
    if command == .readBuffer {
      return PresentationSpace.cells(ofReadBuffer: record) == space.size.cells
    }
    return space.lock == .waiting || record.first == AID.none.byte
  }

  /// What the application gets where no terminal can answer.
  func answer(of space: PresentationSpace) -> [UInt8] {
    let key = isPartition ? AID.readPartition : nil
    return command == .readBuffer
      ? space.readBuffer(as: key)
      : space.readModified(all: command == .readModifiedAll, as: key)
  }

  /// What the application gets of the terminal's answer.
  ///
  /// After a jump the terminal still holds the key that led here; the application hears of the key that
  /// it knows. With inbound compression (TPX Programming Guide) the terminal was not told of fields that
  /// the application sent as modified: what it answers is completed from the model.
  func answer(
    _ record: [UInt8], completing isCompleted: Bool, from space: inout PresentationSpace
  ) -> [UInt8] {
    guard !isPartition, record.first != AID.structuredField.byte else { return record }
    let (key, lock) = (space.aid, space.lock)
    guard isCompleted else {
      if record.first == key.byte { return record }
      return command == .readBuffer ? [key.byte] + record.dropFirst() : answer(of: space)
    }
    if command == .readBuffer {
      guard space.merge(readBuffer: record, keepsModified: true) != nil else { return record }
      return space.readBuffer(as: key)
    }
    guard let inbound = try? InboundRecord(record, in: space.size) else { return record }
    if inbound.cursor != nil { space.merge(inbound) }
    space.restore(aid: key, lock: lock)
    return answer(of: space)
  }
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

  /// All of it; nothing is awaited any more.
  mutating func takeAll() -> ReadQueue {
    defer { answers = [] }
    return self
  }

  /// What becomes of it where the model answers each question in its place.
  ///
  /// - Parameter answer: what the model answers to a question.
  /// - Returns: all answers, in order, and the questions that the terminal still owes.
  func settled(
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
    return (records, owed)
  }
}

extension ReadQueue: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(number: UInt64(answers.count))
    for answer in answers {
      switch answer {
      case .awaited(let read):
        freezer.put(byte: 0)
        freezer.put(read)
      case .ready(let record):
        freezer.put(byte: 1)
        freezer.put(bytes: record)
      }
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    for _ in 0..<(try thawer.count()) {
      switch try thawer.byte() {
      case 0: answers.append(.awaited(try thawer.take()))
      case 1: answers.append(.ready(try thawer.run()))
      default: throw .invalid("answer to a read")
      }
    }
  }
}

extension TerminalRead: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(command)
    freezer.put(isPartition)
    freezer.put(until)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    command = try thawer.take()
    isPartition = try thawer.take()
    until = try thawer.take()
  }
}
