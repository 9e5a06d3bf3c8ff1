import DataStream
import Names

/// A statement of the language: reader, checker, help and manual come from these rows.
struct StatementRow: Sendable {
  typealias Read =
    @Sendable (_ operands: inout StatementReader) throws(ScriptFault) -> Operation

  enum Form: Sendable {
    case operation(Read)
    case ifBlock, elseBlock, endBlock
  }

  /// Its first word.
  let word: String
  /// As it is written.
  let usage: String
  let meaning: String
  let origin: ScriptOrigin
  let form: Form

  private init(
    _ usage: String, _ origin: ScriptOrigin, does meaning: String, form: Form
  ) {
    word = String(usage.prefix { $0 != " " })
    self.usage = usage
    self.meaning = meaning
    self.origin = origin
    self.form = form
  }

  private init(
    _ usage: String, _ origin: ScriptOrigin, does meaning: String, read: @escaping Read
  ) {
    self.init(usage, origin, does: meaning, form: .operation(read))
  }

  static func row(_ word: String) -> StatementRow? { all.first { $0.word == word } }

  static let all: [StatementRow] = waits + screen + ways + variables + user

  /// Keys that are pressed, and waits for the host.
  private static let waits = [
    StatementRow(
      "WINP", .documented,
      does: "wait until the application has written and the keyboard is free; at a script's start"
    ) { _ throws(ScriptFault) in .waitForHost },
    StatementRow("ENTER", .documented, does: "press ENTER, and wait as WINP does") {
      _ throws(ScriptFault) in .press(.enter)
    },
    StatementRow("PF n", .documented, does: "press a PF key, 1 to 24, and wait; PF3 is PF 3") {
      operands throws(ScriptFault) in .press(.pf(try operands.number(1...24, "PF key")))
    },
    StatementRow("PA n", .documented, does: "press a PA key, 1 to 3, and wait") {
      operands throws(ScriptFault) in
      let keys = [AID.pa1, .pa2, .pa3]
      return .press(keys[try operands.number(1...3, "PA key") - 1])
    },
    StatementRow("CLEAR", .documented, does: "press CLEAR, and wait") {
      _ throws(ScriptFault) in .press(.clear)
    },
    StatementRow(
      "WAIT [n] [FOR value]", .named,
      does:
        "wait for the next screen, or until the screen shows a text; n seconds at most"
    ) { operands throws(ScriptFault) in
      let isTimed = if case .number? = operands.next?.kind { true } else { false }
      let seconds = isTimed ? try operands.seconds() : nil
      let text = operands.takes(word: "FOR") ? try operands.value("the text") : nil
      return .wait(seconds: seconds, text: text)
    },
    StatementRow("PAUSE n", .named, does: "wait n seconds, whatever the application does") {
      operands throws(ScriptFault) in .pause(try operands.seconds())
    },
  ]

  /// What is typed, and what is looked for.
  private static let screen = [
    StatementRow(
      "KEY value ...", .named,
      does: "type texts, variables and &PSWD at the cursor, one behind the other"
    ) { operands throws(ScriptFault) in .key(try operands.typed()) },
    StatementRow("TABF [n]", .named, does: "go to the next input field, n times") {
      operands throws(ScriptFault) in .tab(try operands.times())
    },
    StatementRow("TABB [n]", .named, does: "go to the input field before, n times") {
      operands throws(ScriptFault) in .tab(-(try operands.times()))
    },
    StatementRow("HOME", .documented, does: "go to the first input field") {
      _ throws(ScriptFault) in .home
    },
    StatementRow(
      "SEARCH value ... [ROW n | AT row,column]", .named,
      does: "look for a text in a row of the screen; FOUND tells"
    ) { operands throws(ScriptFault) in
      let text = try operands.value("the text that is looked for")
      if operands.takes(word: "ROW") { return .search(text, .row(try operands.operand("a row"))) }
      guard operands.takes(word: "AT") else { return .search(text, .screen) }
      let row = try operands.operand("a row")
      guard operands.takes(",") else { throw operands.fault("no comma", "expected row,column") }
      return .search(text, .place(row: row, column: try operands.operand("a column")))
    },
  ]

  /// Ways through a script.
  private static let ways = [
    StatementRow("BRANCH label", .named, does: "go on at a label") {
      operands throws(ScriptFault) in .branch(try operands.label())
    },
    StatementRow(
      "IF condition [statement]", .named,
      does:
        "do the statement where the condition holds; without one, the lines up to ELSE or ENDIF",
      form: .ifBlock),
    StatementRow("ELSE", .ours, does: "the other half of an IF", form: .elseBlock),
    StatementRow("ENDIF", .ours, does: "the end of an IF", form: .endBlock),
    StatementRow("CALL script", .named, does: "run another script, and go on behind it") {
      operands throws(ScriptFault) in
      let (word, span) = try operands.word("a script's name")
      guard let name = ScriptName(word) else {
        throw ScriptFault(span, "no name of a script", note: "expected 1 to 8 of A-Z 0-9 $ # @")
      }
      return .call(name)
    },
    StatementRow("RETURN", .ours, does: "go back to the script that called; at the top, END") {
      _ throws(ScriptFault) in .goBack
    },
    StatementRow("END", .ours, does: "end the run, as the end of the script does") {
      _ throws(ScriptFault) in .end
    },
    StatementRow(
      "FAIL value ...", .ours,
      does: "end the run, and the session's start, with these words for the user"
    ) { operands throws(ScriptFault) in .fail(try operands.value("words for the user")) },
  ]

  /// Variables and options.
  private static let variables = [
    StatementRow(
      "SET &name value ...", .named,
      does: "give a variable a value; SET &CURSOR place or row,column moves the cursor"
    ) { operands throws(ScriptFault) in try operands.assignment() },
    StatementRow("ADD &name value", .named, does: "add a number") {
      operands throws(ScriptFault) in try operands.sum(isNegative: false)
    },
    StatementRow("SUB &name value", .named, does: "take a number away") {
      operands throws(ScriptFault) in try operands.sum(isNegative: true)
    },
    define("VDEFINE", .program, makes: "a variable of this script and of those that it calls"),
    delete("VDELETE", .program),
    define(
      "UDEFINE", .shared(.user),
      makes: "a variable of all scripts of the user, while a session is active"),
    delete("UDELETE", .shared(.user)),
    define(
      "GDEFINE", .shared(.global),
      makes: "a variable of all scripts of all users; not available yet"),
    delete("GDELETE", .shared(.global)),
    StatementRow("OPTION name,value", .documented, does: "set an option, from here on") {
      operands throws(ScriptFault) in .option(try OptionRow.read(&operands))
    },
  ]

  private static func define(
    _ word: String, _ scope: VariableScope, makes meaning: String
  ) -> StatementRow {
    StatementRow("\(word) &name", .named, does: "make " + meaning) {
      operands throws(ScriptFault) in .define(scope, try operands.ownName())
    }
  }

  private static func delete(_ word: String, _ scope: VariableScope) -> StatementRow {
    StatementRow("\(word) &name", .named, does: "take such a variable away") {
      operands throws(ScriptFault) in .delete(scope, try operands.ownName())
    }
  }

  /// The user, the product and the log.
  private static let user = [
    StatementRow(
      "SEND value ...", .named, does: "show the user the application's screen, with these words"
    ) { operands throws(ScriptFault) in .send(try operands.value("words for the user")) },
    StatementRow(
      "INPUT", .named,
      does: "show the user the application's screen, and wait for a key, which &AID names"
    ) { _ throws(ScriptFault) in .input },
    StatementRow(
      "COMMAND value ...", .named, does: "give a command of the menu, such as COMMAND '/K'"
    ) {
      operands throws(ScriptFault) in .command(try operands.value("a command in quotes"))
    },
    StatementRow("LOG value ...", .ours, does: "write a line into the log") {
      operands throws(ScriptFault) in .log(try operands.value("words for the log"))
    },
    StatementRow("LOGOFF", .documented, does: "sign the user off") {
      _ throws(ScriptFault) in .logOff
    },
  ]
}

extension StatementReader {
  /// Takes seconds that a wait may last.
  mutating func seconds() throws(ScriptFault) -> Int {
    try number(1...ScriptLimits.longestWait, "number of seconds")
  }

  /// How many fields a tab goes on: one, or what is said; a screen has fewer than 100.
  fileprivate mutating func times() throws(ScriptFault) -> Int {
    isAtEnd ? 1 : try number(1...99, "number of fields")
  }

  fileprivate mutating func assignment() throws(ScriptFault) -> Operation {
    if case .variable("CURSOR")? = next?.kind {
      skip()
      skipSign()
      let place = try operand("a place, or row,column")
      return .setCursor(place, column: takes(",") ? try operand("a column") : nil)
    }
    let target = try target()
    skipSign()
    return .set(target, try value("a text in quotes, a number or a variable"))
  }

  fileprivate mutating func sum(isNegative: Bool) throws(ScriptFault) -> Operation {
    let target = try target()
    skipSign()
    return .add(target, try operand("a number or a variable"), isNegative: isNegative)
  }

  /// Between a variable and its value a comma or an equals sign may stand.
  private mutating func skipSign() {
    if !takes(",") { _ = takes("=") }
  }
}
