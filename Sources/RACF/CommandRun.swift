import Crypto
import Names
public import SAF
import Time

/// What a RACF command answers.
public struct RACFAnswer: Hashable, Sendable {
  /// What is told, line by line.
  public var lines: [String] = []
  /// Whether it did not do what was asked.
  public var isFailed = false

  /// An answer; an empty one says that it was done.
  public init(lines: [String] = [], isFailed: Bool = false) {
    self.lines = lines
    self.isFailed = isFailed
  }

  static func failed(_ line: String) -> RACFAnswer { RACFAnswer(lines: [line], isFailed: true) }

  mutating func fail(_ line: String) {
    lines.append(line)
    isFailed = true
  }
}

/// Hashes of a command's passwords, made before the command is worked out: they take tens of milliseconds.
public struct CommandHashes: Hashable, Sendable {
  /// Of a new password; blank where it is taken away, nil where it stays.
  public var password: String?
  /// Likewise of a phrase.
  public var phrase: String?

  /// For commands without passwords.
  public init() {}

  /// `options`: whether passwords are folded.
  /// - Throws: where no hash can be made.
  public init(_ command: RACFCommand, _ options: PasswordOptions) throws(StoreError) {
    switch command {
    case .addUser(_, let change), .alterUser(_, let change):
      if change.removesPassword { password = "" }
      if change.removesPhrase { phrase = "" }
      if let new = change.password {
        password = try PasswordCheck.hash(new.secret, .password, options: options)
      }
      if let new = change.phrase {
        phrase = try PasswordCheck.hash(new.secret, .phrase, options: options)
      }
    default: break
    }
  }
}

/// A command that is being worked out: the state as it will be, and the changes that make it so.
struct CommandRun {
  private(set) var state: SecurityState
  private(set) var changes: [SecurityChange] = []
  var answer = RACFAnswer()
  let keys: KeyService
  /// Of the secrets of what is worked out now.
  var hashes: CommandHashes
  let time: WallTime
  /// The system's name, in the labels that RACF makes up.
  let system: PackedName

  init(
    _ state: SecurityState, keys: KeyService, hashes: CommandHashes, at time: WallTime,
    system: PackedName
  ) {
    self.state = state
    self.keys = keys
    self.hashes = hashes
    self.time = time
    self.system = system
  }

  mutating func make(_ change: SecurityChange) {
    state.apply(change, at: time)
    changes.append(change)
  }

  mutating func make(_ list: [SecurityChange]) { for change in list { make(change) } }

  /// Makes changes, unless they would leave nobody with SPECIAL who can sign on where there was somebody.
  /// - Returns: whether they were made.
  mutating func makeKeepingAnAdministrator(_ list: [SecurityChange]) -> Bool {
    var after = state
    for change in list { after.apply(change, at: time) }
    guard after.hasAdministrator || !state.hasAdministrator else { return false }
    changes += list
    state = after
    return true
  }

  /// Takes keys out of the CKDS that RACF made for profiles which do not name them any more.
  mutating func dropUnusedKeys() { make(state.unusedLabels.map { .removeKey($0) }) }
}
