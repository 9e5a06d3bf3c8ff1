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

  /// Begins a dialog, on a thread that may wait; where as many go on as may, others have their turns until there
  /// is room, or it has taken too long. False where too much waits.
  ///
  /// - `isExempt`: whether the source may have more than its share.
  func begin(
    _ matter: Matter, isExempt: Bool,
    then job: @escaping @Sendable (Result<Dialog, Refused>) -> Void
  ) -> Bool {
    let patience = Duration.seconds(PAMDialog.patience)
    return begin(
      matter, isExempt: isExempt, until: Clock.instant().advanced(by: patience), then: job)
  }

  private func begin(
    _ matter: Matter, isExempt: Bool, until end: Instant,
    then job: @escaping @Sendable (Result<Dialog, Refused>) -> Void
  ) -> Bool {
    run(for: matter.source) { [self] in
      let begun = begin(matter, isExempt: isExempt)
      guard case .failure(.busy) = begun, Clock.instant() < end else { return job(begun) }
      Threads.sleep(milliseconds: Self.pause)
      if !begin(matter, isExempt: isExempt, until: end, then: job) { job(begun) }
    }
  }

  /// Milliseconds until one looks again whether there is room.
  private static let pause: UInt32 = 20

  private func begin(_ matter: Matter, isExempt: Bool) -> Result<Dialog, Refused> {
    let source = matter.source
    let isRoom = open.withLock { places in
      let ofSource = places.bySource[source, default: 0]
      guard places.all < PeerLimits.authorityProcesses,
        isExempt || ofSource < PeerLimits.authorityProcessesOfSource
      else { return false }
      places.all += 1
      places.bySource[source, default: 0] += 1
      return true
    }
    guard isRoom else { return .failure(.busy) }
    do {
      return .success(Dialog(try PAMDialog(.own), matter, of: self))
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

  /// What a dialog is about: an answer to its question counts for nothing else.
  struct Matter: Sendable {
    /// What the password is for.
    enum Purpose: Sendable {
      case signOn, unlock
      case change(SharedSecret)
    }

    let user: UserID
    let purpose: Purpose
    /// Who asks, for the audit.
    let author: AuditAuthor
    let source: PeerAddress

    /// Whether an answer that is typed for one is for the other.
    func isSame(as other: Matter) -> Bool {
      guard user == other.user else { return false }
      return switch (purpose, other.purpose) {
      case (.signOn, .signOn), (.unlock, .unlock): true
      case (.change(let new), .change(let again)): new.secret.isEqual(to: again.secret)
      case (.signOn, _), (.unlock, _), (.change, _): false
      }
    }
  }

  /// A dialog, and its place among those that go on.
  final class Dialog: Sendable {
    private struct Progress {
      var given = 0
      var withholds = false
    }

    let matter: Matter
    private let pam: PAMDialog
    private let progress = Mutex(Progress())
    private let owner: OutsideAuthority

    fileprivate init(_ pam: PAMDialog, _ matter: Matter, of owner: OutsideAuthority) {
      (self.pam, self.matter, self.owner) = (pam, matter, owner)
    }

    deinit {
      pam.end()
      owner.leave(matter.source)
    }

    /// Passwords and answers that it was given.
    var given: Int { progress.withLock { $0.given } }

    /// Whether a new password was typed that it was not given.
    var withholds: Bool {
      get { progress.withLock { $0.withholds } }
      set { progress.withLock { $0.withholds = newValue } }
    }

    /// Asks, and waits.
    func ask(
      _ request: PAMRequest, password: SharedSecret?, new: SharedSecret?
    ) -> AuthorityAnswer {
      progress.withLock { $0.given = 1 }
      return pam.ask(request, password: password, new: new)
    }

    /// Answers its question, and waits.
    func reply(_ text: SharedSecret) -> AuthorityAnswer {
      progress.withLock { $0.given += 1 }
      return pam.reply(text)
    }
  }
}
