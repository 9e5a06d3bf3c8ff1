import Crypto
import Names
import PAM
import Platform
import SAF
import Synchronization
import Tables
import Time

/// PAM, for all shards: threads that wait for it, and how many of its processes there may be at once.
final class OutsideAuthority: Sendable {
  /// Made when it is first needed: most sites never do.
  private let threads = Mutex<HelperPool?>(nil)
  private let site: String
  private let open = Mutex(Places())

  /// How many processes there are, in all and for each source.
  private struct Places {
    var all = 0
    var bySource: [PeerAddress: Int] = [:]
  }

  /// - `site`: the site's directory.
  init(site: String) { self.site = site }

  /// The service that the site names; nil where RACF decides.
  func service(by system: SystemOptions) -> PAMService? {
    guard system.securitySystem == .pam, let name = system.pamService else { return nil }
    return PAMService("\(name)", site: site)
  }

  /// Runs something that may wait for PAM; false where too much waits, or there are no threads for it.
  func run(for source: PeerAddress, _ job: @escaping @Sendable () -> Void) -> Bool {
    let pool = threads.withLock { pool in
      if pool == nil {
        pool = try? HelperPool(
          threads: PeerLimits.authorityProcesses, limit: PeerLimits.waitingSignOns,
          limitOfOwner: PeerLimits.waitingSignOnsOfSource)
      }
      return pool
    }
    return pool?.run(for: source.description, job) ?? false
  }

  /// Begins a dialog about somebody from a source, on a thread that may wait; where as many go on as may, others
  /// have their turns until there is room, or it has taken too long. False where too much waits.
  func begin(
    from source: PeerAddress, _ job: @escaping @Sendable (Result<Dialog, Refused>) -> Void
  ) -> Bool {
    let patience = Duration.seconds(PAMDialog.patience)
    return begin(from: source, until: Clock.instant().advanced(by: patience), then: job)
  }

  private func begin(
    from source: PeerAddress, until end: Instant,
    then job: @escaping @Sendable (Result<Dialog, Refused>) -> Void
  ) -> Bool {
    run(for: source) { [self] in
      let begun = begin(from: source)
      guard case .failure(.busy) = begun, Clock.instant() < end else { return job(begun) }
      Threads.sleep(milliseconds: Self.pause)
      if !begin(from: source, until: end, then: job) { job(begun) }
    }
  }

  /// Milliseconds until one looks again whether there is room.
  private static let pause: UInt32 = 20

  private func begin(from source: PeerAddress) -> Result<Dialog, Refused> {
    let isRoom = open.withLock { places in
      guard places.all < PeerLimits.authorityProcesses,
        places.bySource[source, default: 0] < PeerLimits.authorityProcessesOfSource
      else { return false }
      places.all += 1
      places.bySource[source, default: 0] += 1
      return true
    }
    guard isRoom else { return .failure(.busy) }
    do {
      return .success(Dialog(try PAMDialog(.own), source, of: self))
    } catch {
      leave(source)
      return .failure(.fault("\(error)"))
    }
  }

  /// Why no dialog began.
  enum Refused: Error {
    case busy
    case fault(String)
  }

  private func leave(_ source: PeerAddress) {
    open.withLock { places in
      places.all -= 1
      let left = places.bySource[source, default: 1] - 1
      places.bySource[source] = left > 0 ? left : nil
    }
  }

  /// A dialog, and its place among those that go on.
  final class Dialog: Sendable {
    let pam: PAMDialog
    private let source: PeerAddress
    private let owner: OutsideAuthority

    fileprivate init(_ pam: PAMDialog, _ source: PeerAddress, of owner: OutsideAuthority) {
      (self.pam, self.source, self.owner) = (pam, source, owner)
    }

    deinit {
      pam.end()
      owner.leave(source)
    }
  }
}

extension SignOnTry {
  /// What PAM says, on a thread that may wait; the try's dialog is then the one that waits for an answer.
  ///
  /// - `begun`: a new dialog; nil where the try answers what its own one asked.
  mutating func ask(
    _ service: PAMService, in begun: Result<OutsideAuthority.Dialog, OutsideAuthority.Refused>?,
    of manager: SecurityManager, mayRevoke: Bool
  ) -> SignOnVerdict {
    let answer: AuthorityAnswer
    switch begun {
    case .failure(.busy): return .refused(SignOnRefusal(.busy))
    case .failure(.fault(let fault)): answer = .silent(fault)
    case .success(let begun):
      dialog = begun
      answer = begun.pam.ask(request(to: service), password: password, new: new)
    case nil: answer = dialog?.pam.reply(typed) ?? .lapsed
    }
    let verdict = AuthorityDesk(manager).signOn(
      user, answer, factor: policy, at: Clock.wall(), mayRevoke: mayRevoke)
    if !verdict.isQuestion { dialog = nil }
    return verdict
  }

  private func request(to service: PAMService) -> PAMRequest {
    PAMRequest(
      service, password == nil ? .account : .signOn, user: user, source: source.description,
      terminal: terminal)
  }

  private var password: SharedSecret? {
    if case .password(let password, _) = credential { password } else { nil }
  }

  private var new: SharedSecret? {
    if case .password(_, let new) = credential { new } else { nil }
  }

  /// What answers a question: the code's field or, where somebody is signed on, the password's.
  private var typed: SharedSecret {
    switch credential {
    case .password(let password, _): password
    case .code(let typed): typed.code
    case .certificate: SharedSecret(Secret(copying: []))
    }
  }
}

extension SignOnVerdict {
  /// Whether the authority waits for an answer.
  var isQuestion: Bool {
    switch self {
    case .factorNeeded(let step):
      if case .answer = step.need { true } else { false }
    case .refused(let refusal): refusal.isQuestion
    case .accepted, .passwordChanged: false
    }
  }
}
