import Messages
import Names
import Platform
import SessionEngine
import Time

/// What an operator asks about one terminal, on its shard.
enum TerminalQuestion: Sendable {
  /// How is it?
  case show
  /// All that it says and hears goes into a file from now on.
  case trace(TraceFileSink)
  /// Its trace ends.
  case endTrace

  func answer(_ connection: TerminalConnection) -> Administration.Answer {
    let name = connection.name.map { "\($0)" } ?? "-"
    let trace = connection.trace.flatMap { $0.isOver ? nil : $0 }
    switch self {
    case .show: return Administration.Answer(lines: TerminalReport.lines(connection))
    case .trace(let sink):
      if let trace { return .failed("\(name) is traced already, into \(trace.sink.name)") }
      guard connection.beginTrace(into: sink) else {
        return .failed("\(name) has not negotiated yet")
      }
      return Administration.Answer(lines: ["\(name) is traced into \(sink.name)"])
    case .endTrace:
      guard let former = connection.trace else { return .failed("\(name) is not traced") }
      connection.endTrace("the operator ended the trace")
      let end = former.sink.end.map { "; it ended before: \($0)" } ?? ""
      return Administration.Answer(lines: ["\(former.sink.name) has the trace of \(name)\(end)"])
    }
  }
}

/// Takes `SHOW TERMINAL` and `TRACE TERMINAL ON|OFF [FILE]` to the shard that has the terminal.
struct TerminalOperator {
  private let services: Services

  init(_ services: Services) { self.services = services }

  /// Whether a verb is one of these.
  static func answers(_ verb: OperatorVerb.Name) -> Bool { verb == .show || verb == .trace }

  /// Sees to a request; waits for the disk where a trace begins.
  func take(
    _ request: OperatorRequest, _ answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    let operands = request.operands
    guard let name = LUName(operands[0].uppercased()) else {
      return answer(.failed("\(operands[0]) is no name of a terminal"))
    }
    guard request.verb.name == .trace else { return ask(.show, name, answer: answer) }
    switch (operands[1].uppercased(), operands.count) {
    case ("ON", _): begin(name, file: operands.count > 2 ? operands[2] : nil, answer: answer)
    case ("OFF", 2): ask(.endTrace, name, answer: answer)
    case ("OFF", _): answer(.failed("a file is named with ON only"))
    default: answer(.failed("\(operands[1]) is neither ON nor OFF"))
    }
  }

  private func begin(
    _ name: LUName, file: String?,
    answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    let sink: TraceFileSink
    do {
      sink = try TraceFileSink(
        file ?? "\(name)-\(Clock.wall().seconds).trace", in: services.printer.directory)
    } catch {
      return answer(.failed(error.text))
    }
    ask(.trace(sink), name) { told in
      // Nobody writes into it.
      if told.isFailed { sink.discard() }
      answer(told)
    }
  }

  private func ask(
    _ question: TerminalQuestion, _ name: LUName,
    answer: @escaping @Sendable (Administration.Answer) -> Void
  ) {
    ShardOperator(commons: services.commons).gather(
      or: answer, { .terminal(name, question, $0) }
    ) { parts in
      answer(parts.compactMap(\.self).first ?? .failed("no terminal is called \(name)"))
    }
  }
}
