public import Bytes

/// A line of a script.
public struct ScriptPlace: Hashable, Sendable, CustomStringConvertible {
  /// The script.
  public let script: ScriptName
  /// Its line, from 1; 0 before the first statement.
  public let line: Int

  /// Such as `TSOLOGON line 12`.
  public var description: String { "\(script) line \(line)" }
}

/// How a run ended.
public enum ScriptEnd: Hashable, Sendable {
  /// As the script wanted.
  case done
  /// At a place, for a reason.
  case failed(ScriptPlace, ScriptFailure)
}

/// Why a run failed.
public enum ScriptFailure: Hashable, Sendable, CustomStringConvertible {
  /// A wait was longer than so many seconds.
  case timeOut(seconds: Int)
  /// A statement could not be done.
  case fault(RunFault)
  /// More statements than OPTION MAXI allows.
  case maxi(Int)
  /// So many statements in a row without a wait.
  case runaway(Int)
  /// Scripts called scripts too deep.
  case tooDeep
  /// A script that is called is not there.
  case noScript(ScriptName)
  /// The script is another one since the server's process began.
  case changed
  /// FAIL: the script's own words.
  case said(String)
  /// The user broke in.
  case brokenIn
  /// The session ended meanwhile.
  case sessionEnded

  /// The reason in words for people.
  public var description: String {
    switch self {
    case .timeOut(let seconds): "the application did not answer within \(seconds) seconds"
    case .fault(let fault): fault.description
    case .maxi(let count): "the script has run \(count) statements, as many as OPTION MAXI allows"
    case .runaway(let count): "the script has run \(count) statements without a wait"
    case .tooDeep: "scripts call each other more than \(ScriptLimits.calls) deep"
    case .noScript(let name): "there is no script \(name)"
    case .changed: "the script was changed while it ran"
    case .said(let words): words
    case .brokenIn: "the user went on without the script"
    case .sessionEnded: "the session ended"
    }
  }
}

/// Why a statement could not be done: with OPTION ERROR,ON the script is told.
public enum RunFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The keyboard is locked.
  case locked
  /// The cursor is in no input field.
  case protected
  /// The screen has no input field.
  case noField
  /// The text has more characters than the field has room for.
  case noRoom(Int)
  /// A row, column or place that the screen does not have.
  case outside(Int)
  /// &PSWD into a field that shows it.
  case visible
  /// A variable that nobody defined.
  case undefined(String)
  /// A value that should be a number.
  case noNumber
  /// A sum that is negative or too large.
  case range
  /// A value that is too long.
  case tooLong
  /// Too many variables.
  case tooMany
  /// What was asked for was refused; why.
  case refused(String)

  /// One of each, for the manual.
  static let examples: [RunFault] = [
    .locked, .protected, .noField, .noRoom(8), .outside(0), .visible, .undefined("X"), .noNumber,
    .range, .tooLong, .tooMany, .refused("why, in the words of who refused"),
  ]

  /// Its number, for &ERR_RC.
  public var code: Int {
    switch self {
    case .locked: 1
    case .protected: 2
    case .noField: 3
    case .noRoom: 4
    case .outside: 5
    case .visible: 6
    case .undefined: 7
    case .noNumber: 8
    case .range: 9
    case .tooLong: 10
    case .tooMany: 11
    case .refused: 12
    }
  }

  /// What is wrong, in words for people.
  public var description: String {
    switch self {
    case .locked: "the keyboard is locked: WINP waits until it is free"
    case .protected: "the cursor is in no input field"
    case .noField: "the screen has no input field"
    case .noRoom(let room): "the text is longer than the \(room) characters that the field takes"
    case .outside(let number): "the screen has no place \(number)"
    case .visible: "the field would show &PSWD"
    case .undefined(let name): "nobody defined the variable &\(name)"
    case .noNumber: "the value is no number"
    case .range: "the number is negative or too large"
    case .tooLong: "a variable takes at most \(ScriptLimits.valueLength) characters"
    case .tooMany: "there are \(ScriptLimits.variables) variables, as many as may be"
    case .refused(let words): words
    }
  }
}

extension ScriptPlace: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(script)
    freezer.put(line)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    script = try thawer.take()
    line = try thawer.take()
    guard (0...ScriptLimits.fileSize).contains(line) else { throw .invalid("line") }
  }
}

extension ScriptEnd: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .done: freezer.put(byte: 0)
    case .failed(let place, let failure):
      freezer.put(byte: 1)
      freezer.put(place)
      freezer.put(failure)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .done
    case 1: self = .failed(try thawer.take(), try thawer.take())
    default: throw .invalid("end of a script")
    }
  }
}

extension ScriptFailure: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .timeOut(let seconds): freezer.put(byte: 0); freezer.put(seconds)
    case .fault(let fault): freezer.put(byte: 1); freezer.put(fault)
    case .maxi(let count): freezer.put(byte: 2); freezer.put(count)
    case .runaway(let count): freezer.put(byte: 3); freezer.put(count)
    case .tooDeep: freezer.put(byte: 4)
    case .noScript(let name): freezer.put(byte: 5); freezer.put(name)
    case .changed: freezer.put(byte: 6)
    case .said(let words): freezer.put(byte: 7); freezer.put(words)
    case .brokenIn: freezer.put(byte: 8)
    case .sessionEnded: freezer.put(byte: 9)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .timeOut(seconds: try thawer.take())
    case 1: self = .fault(try thawer.take())
    case 2: self = .maxi(try thawer.take())
    case 3: self = .runaway(try thawer.take())
    case 4: self = .tooDeep
    case 5: self = .noScript(try thawer.take())
    case 6: self = .changed
    case 7: self = .said(try thawer.value())
    case 8: self = .brokenIn
    case 9: self = .sessionEnded
    default: throw .invalid("failure of a script")
    }
  }
}

extension RunFault: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(byte: UInt8(truncatingIfNeeded: code))
    switch self {
    case .noRoom(let number), .outside(let number): freezer.put(number)
    case .undefined(let text), .refused(let text): freezer.put(text)
    default: break
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 1: self = .locked
    case 2: self = .protected
    case 3: self = .noField
    case 4: self = .noRoom(try thawer.take())
    case 5: self = .outside(try thawer.take())
    case 6: self = .visible
    case 7: self = .undefined(try thawer.value())
    case 8: self = .noNumber
    case 9: self = .range
    case 10: self = .tooLong
    case 11: self = .tooMany
    case 12: self = .refused(try thawer.value())
    default: throw .invalid("fault of a script")
    }
  }
}

extension Thawer {
  /// Reads a text that is as long as a value of a script may be.
  mutating func value() throws(ThawError) -> String {
    let text = try take(String.self)
    guard text.unicodeScalars.count <= ScriptLimits.textLength else { throw .invalid("text") }
    return text
  }
}
