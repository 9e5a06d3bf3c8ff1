import Crypto
public import Names
public import SAF
public import Time

/// Runs commands of RACF's and statements of KGUP's on a security manager: works each out, and has its
/// changes made as one.
public struct CommandDesk: Sendable {
  private let manager: SecurityManager
  private let system: PackedName

  /// `system`: the system's name, in the labels that RACF makes up.
  public init(_ manager: SecurityManager, system: PackedName) {
    self.manager = manager
    self.system = system
  }

  /// Works a command out, has its changes made, and answers.
  public func execute(_ command: RACFCommand, at time: WallTime) -> RACFAnswer {
    do {
      if case .password(let change) = command { return try changePassword(change, at: time) }
      let hashes = try CommandHashes(command, manager.state.passwords)
      return try manager.change(at: time) { (state) throws(StoreError) in
        RACFExecution.execute(
          command, on: state, keys: manager.keys, hashes: hashes, at: time, system: system)
      }
    } catch {
      return .failed("\(error)")
    }
  }

  /// - Returns: what is told of it.
  /// - Throws: what is wrong; then nothing is changed.
  public func execute(
    _ statement: KeyStatement, at time: WallTime
  ) throws(RACFFault) -> [String] {
    let answer: Result<[String], RACFFault>
    do throws(StoreError) {
      answer = try manager.change(at: time) {
        (state) throws(StoreError) -> (Result<[String], RACFFault>, [SecurityChange]) in
        do throws(RACFFault) {
          let done = try KeyCommands.execute(statement, on: state, keys: manager.keys)
          return (.success(done.lines), done.changes)
        } catch {
          return (.failure(error), [])
        }
      }
    } catch {
      throw RACFFault(error.description)
    }
    return try answer.get()
  }

  /// PASSWORD and PHRASE (z/OS Security Server RACF Command Language Reference).
  ///
  /// RACF takes a new password of the user who issues the command. Here that is nobody: USER says whose it
  /// is, and the current one proves it, as at a sign-on.
  private func changePassword(
    _ change: PasswordChange, at time: WallTime
  ) throws(StoreError) -> RACFAnswer {
    guard let user = change.user else {
      return .failed("IKJ56701I MISSING USER: SAY WHOSE PASSWORD IT IS")
    }
    guard manager.state.users[user] != nil else {
      return .failed("ICH08001I \(user) NOT DEFINED TO RACF")
    }
    var answer = RACFAnswer()
    if let interval = change.interval {
      let most = try manager.change(at: time) { state -> (Int?, [SecurityChange]) in
        guard var record = state.users[user] else { return (nil, []) }
        let days = interval.value
        // A user's own interval is at most the system's (SETROPTS PASSWORD(INTERVAL)).
        if let days, days > state.passwords.interval { return (state.passwords.interval, []) }
        record.interval = days
        return (nil, [.user(record)])
      }
      if let most { answer.fail("ICH08003I INTERVAL NOT IN RANGE 1-\(most)") }
    }
    for (pair, wrong) in [
      (change.password, "ICH08005I VALUE SPECIFIED IS NOT CURRENT PASSWORD"),
      (change.phrase, "ICH08022I VALUE SPECIFIED IS NOT CURRENT PASS PHRASE"),
    ] {
      guard let pair else { continue }
      let verdict = manager.signOn(
        user, password: pair.current.secret, newPassword: pair.new, at: time)
      switch verdict {
      case .passwordChanged: break
      case .refused(let refusal) where refusal.reason == .revoked:
        answer.fail("\(user): the user is revoked")
      case .refused(let refusal):
        switch refusal.reason {
        case .badNewPassword(let fault): answer.fail(PasswordCommands.message(fault))
        case .notSaved, .database:
          answer.fail(
            "ICH08004I COMMAND ENDED DUE TO ERROR: "
              + refusal.reason.text)
        default: answer.fail(wrong)
        }
      case .accepted, .factorNeeded: answer.fail(wrong)
      }
    }
    return answer
  }
}
