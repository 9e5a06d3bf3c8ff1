import Syntax

/// An option of a script: reader and manual come from these rows.
struct OptionRow: Sendable {
  typealias Read =
    @Sendable (_ operands: inout StatementReader) throws(ScriptFault) -> ScriptOption

  /// Its first word.
  let word: String
  /// As it is written behind OPTION.
  let usage: String
  let meaning: String
  /// Where nothing says otherwise.
  let standard: String
  let origin: ScriptOrigin
  private let read: Read

  private init(
    _ usage: String, _ origin: ScriptOrigin, standard: String, does meaning: String,
    read: @escaping Read
  ) {
    word = String(usage.prefix { $0 != "," && $0 != "=" })
    self.usage = usage
    self.meaning = meaning
    self.standard = standard
    self.origin = origin
    self.read = read
  }

  static let all = [
    OptionRow("FLOW,ON|OFF", .documented, standard: "OFF", does: "log each statement that is run") {
      operands throws(ScriptFault) in .flow(try operands.isOn())
    },
    OptionRow(
      "MAXI,n", .documented, standard: "\(ScriptLimits.maxi)",
      does: "most statements of the run; 0 for no limit"
    ) { operands throws(ScriptFault) in
      .maxi(try operands.number(0...ScriptLimits.largestMaxi, "number of statements"))
    },
    OptionRow(
      "TERM,ON|OFF", .documented, standard: "OFF", does: "show the user the screens meanwhile"
    ) {
      operands throws(ScriptFault) in .terminal(try operands.isOn())
    },
    OptionRow(
      "TIME=n,label", .documented, standard: "OFF",
      does: "go to a label where a wait lasts longer than n seconds; TIME,OFF ends that"
    ) { operands throws(ScriptFault) in
      if operands.takes(word: "OFF") { return .noTime }
      let seconds = try operands.seconds()
      guard operands.takes(",") else {
        throw operands.fault("no comma", "expected OPTION TIME=n,label")
      }
      return .time(seconds, label: try operands.label())
    },
    OptionRow(
      "WAIT,n", .documented, standard: "OFF",
      does: "go on where a wait lasts longer than n seconds; WAIT,OFF ends that"
    ) { operands throws(ScriptFault) in
      operands.takes(word: "OFF") ? .wait(nil) : .wait(try operands.seconds())
    },
    OptionRow(
      "ERROR,ON|OFF", .named, standard: "OFF",
      does: "go on after a fault, with &ERR_MSG and &ERR_RC"
    ) { operands throws(ScriptFault) in .error(try operands.isOn()) },
    OptionRow(
      "VISIBLE,ON|OFF", .ours, standard: "OFF",
      does: "let &PSWD be typed into a field that shows it"
    ) { operands throws(ScriptFault) in .visible(try operands.isOn()) },
  ]

  /// Reads an option's name, the sign behind it, and its value.
  static func read(_ operands: inout StatementReader) throws(ScriptFault) -> ScriptOption {
    let names = all.map(\.word)
    let (word, span) = try operands.word(names.joined(separator: " "))
    guard let row = all.first(where: { $0.word == word }) else {
      let near = Suggestion.closest(to: word, among: names)
      throw ScriptFault(
        span, "\(word) is no option",
        note: near.map { "did you mean \($0)?" } ?? "expected \(names.joined(separator: " "))")
    }
    guard operands.takes(",") || operands.takes("=") else {
      throw operands.fault("no comma", "expected OPTION \(row.usage)")
    }
    return try row.read(&operands)
  }
}
