import ArgumentParser
import Server
import Tables

extension Ticket {
  /// `turnstile ticket time`.
  struct Time: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Measure how long a ticket takes, in a database of its own.",
      discussion: "One after another: with a masked key, a key in the CKDS, and an enhanced key.")

    @Option(help: "Tickets of each kind of key.")
    var count = 2000
    @Option(help: "The crypto card, as in \"Crypto card 1\"; without it, the built-in one.")
    var card: String?

    func validate() throws {
      guard (1...100_000).contains(count) else {
        throw ValidationError("--count is 1 to 100000.")
      }
      guard card.map({ CardTarget($0) != nil }) ?? true else {
        throw ValidationError("'\(card ?? "")' is no card; expected \(CardTarget.expected).")
      }
    }

    func run() throws {
      var isFailed = false
      for line in try TicketMeasure.run(card: card.flatMap { CardTarget($0) }, count: count) {
        let name = line.kind + String(repeating: " ", count: 9 - line.kind.count)
        Output.line(
          "\(name) \(line.times.count) tickets  p50 \(line.microseconds(0.5))  "
            + "p99 \(line.microseconds(0.99))  max \(line.microseconds(1)) us"
            + (line.failures > 0 ? "  \(line.failures) failed: \(line.failure)" : ""))
        isFailed = isFailed || line.failures > 0
      }
      if isFailed { throw ExitCode(1) }
    }
  }
}
