import Journal
import Messages
import Panels
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import Syntax
import TLS
import TLSEnd
import Tables

/// Takes changed definition files over while the server runs; broken ones change nothing.
///
/// Each load watches first and reads then, so that no change falls between; and since it watches
/// again each time, a folder that is new or took another's place is watched as well.
final class Reloader: Sendable {
  private let directory: String
  private let watch: FileWatch
  private let state: Mutex<State>
  private let custody: any Custody

  /// What became of the files that are on the disk.
  enum Standing: Equatable {
    case inForce
    /// Folders, or ACT/System.yaml, are gone, and nobody said that this is meant.
    case lost(Set<String>)
    /// They have errors; the first.
    case refused(String)

    /// Why what is on the disk does not count; nil where it does.
    var remark: String? {
      switch self {
      case .inForce: nil
      case .lost(let paths):
        "not in force: \(paths.sorted().joined(separator: ", ")) is gone; bring it back, or say "
          + "turnstile oper reload"
      case .refused(let first): "not in force: \(first)"
      }
    }
  }

  private struct State {
    /// What was read last, in force or not.
    var files: SiteFiles
    /// What became of them.
    var standing = Standing.inForce
    /// What the audit knows of the files.
    var audit: SiteAudit
    /// What became of the files before anybody could write it down.
    var untold: [AuditEntry] = []
    /// The parts of the tables that are in force.
    var parts: Set<String>
    /// What the kernel refused to watch when that was last told.
    var unwatched: [SystemError] = []
    var stamp = 0
  }

  /// Seconds after which the files are looked at though nothing was told of them: network file systems
  /// tell nothing.
  private static let patrol: Int32 = 5

  /// What a server starts with.
  struct Start {
    let reloader: Reloader
    /// The site to start with, or why there is none.
    let loaded: SiteLoader.Result
    /// What is wrong with the files on the disk, where the site is the one that was kept.
    let refused: SiteLoader.Result?
  }

  /// Watches a site, then reads it for the first time.
  ///
  /// - `kept`: the files that were in force when the worker before ended; they count where those on the
  ///   disk have errors.
  static func first(
    _ directory: String, kept: SiteFiles?, custody: any Custody
  ) throws(SystemError) -> Start {
    let watch = try FileWatch()
    let refused = watch.set(SiteFiles.places(directory))
    let stamp = SiteFiles.stamp(directory)
    let files = SiteFiles(directory)
    let found = SiteLoader.load(files, directory, moment: .start)
    let isKept = found.site == nil && kept != nil
    let inForce = isKept ? kept ?? files : files
    // What was in force when the worker before ended is what the audit knows.
    var state = State(files: files, audit: SiteAudit(kept ?? files), parts: inForce.parts)
    if found.site != nil { state.untold = state.audit.entries(files, at: Clock.wall()) }
    if isKept { state.standing = .refused(Self.firstError(found)) }
    state.stamp = stamp
    state.unwatched = refused
    try KeptValue.keep(inForce, as: .site, token: Held.siteToken, by: custody)
    return Start(
      reloader: Reloader(directory, watch, state: state, custody: custody),
      // What is wrong with this machine, such as a certificate, was right when they were taken.
      loaded: isKept ? SiteLoader.load(inForce, directory, moment: .tables) : found,
      refused: isKept ? found : nil)
  }

  private init(
    _ directory: String, _ watch: FileWatch, state: consuming State, custody: any Custody
  ) {
    self.directory = directory
    self.watch = watch
    self.state = Mutex(state)
    self.custody = custody
  }

  /// Takes changes over from now on, on a thread of its own.
  func start(_ services: Services) throws(SystemError) {
    let (refused, untold) = state.withLock { state in
      defer { state.untold = [] }
      return (state.unwatched, state.untold)
    }
    services.database.manager.store.note(untold)
    if let first = refused.first {
      services.journal.record(.site.notWatched(reason: first.description), at: Clock.wall())
    }
    _ = watch.set(places(services))
    try Threads.start {
      while true {
        if self.watch.wait(milliseconds: Self.patrol * 1000) || self.isStale() {
          _ = self.load(services, isAsked: false)
        }
        let now = Clock.wall()
        for message in services.terminalContext.patrol(at: now) {
          services.journal.record(message, at: now)
        }
      }
    }
  }

  private func places(_ services: Services) -> Set<FileWatch.Place> {
    SiteFiles.places(directory).union(services.terminalContext.places)
  }

  /// Whether names, sizes or times of the files have changed since they were last read.
  private func isStale() -> Bool {
    let stamp = SiteFiles.stamp(directory)
    return state.withLock { $0.stamp != stamp }
  }

  /// How long shards may take until what was read counts at their terminals: a shard takes it within a turn.
  private static let turnsPatience = Duration.seconds(10)

  /// Reads the site again because somebody asked for it; what came of it. What it says is in force counts at every
  /// terminal by then.
  @discardableResult
  func reload(_ services: Services) -> Administration.Answer {
    var answer = load(services, isAsked: true) ?? Administration.Answer(lines: [])
    let late = answer.isFailed ? 0 : services.commons.awaitAll(Self.turnsPatience)
    if late > 0 {
      answer.isFailed = true
      answer.lines.append(
        "\(counted(late, "shard")) did not take it in \(Self.turnsPatience.components.seconds) s, "
          + "and will as soon as \(late == 1 ? "it goes" : "they go") on")
    }
    return answer
  }

  /// Saves a file of the site in somebody's name, and reads the site again: the audit has it once, with who
  /// it was, and not as a file that was edited outside.
  ///
  /// - `path`: as `ACT/Users/BOB.yaml`.
  /// - `was`: what was in it; nil where it was not there.
  /// - `text`: what is in it from now on; nil where it goes.
  /// - `write`: puts it there, whole or not at all; false where it did not, since it is another meanwhile.
  /// - Returns: what became of the files; nil where nothing was written.
  /// - Throws: what `write` throws; then nothing is told.
  func save<Fault: Error>(
    _ path: String, from was: String?, to text: String?, by author: AuditAuthor,
    telling services: Services, write: () throws(Fault) -> Bool
  ) throws(Fault) -> Standing? {
    let entries = try state.withLock { (state) throws(Fault) in
      let isWritten = try write()
      return isWritten
        ? state.audit.saved(path, from: was, to: text, by: author, at: Clock.wall()) : []
    }
    guard !entries.isEmpty else { return nil }
    services.database.manager.store.note(entries)
    _ = load(services, isAsked: false)
    // Whoever read them, this thread or the one that watches.
    return state.withLock { $0.standing }
  }

  /// `isAsked`: whether somebody asked for it, who means what is lost to be so.
  ///
  /// Returns nil where nothing has changed, or something is lost.
  private func load(_ services: Services, isAsked: Bool) -> Administration.Answer? {
    let (answer, entries) = look(services, isAsked: isAsked)
    services.database.manager.store.note(entries)
    return answer
  }

  /// What came of it, and what the audit has to tell.
  private func look(
    _ services: Services, isAsked: Bool
  ) -> (Administration.Answer?, [AuditEntry]) {
    state.withLock { state in
      let refused = watch.set(places(services))
      if !refused.isEmpty, refused != state.unwatched {
        services.journal.record(
          .site.notWatched(reason: refused[0].description), at: Clock.wall())
      }
      state.unwatched = refused
      state.stamp = SiteFiles.stamp(directory)
      let files = SiteFiles(directory)
      guard isAsked || files != state.files else { return (nil, []) }
      state.files = files
      if !isAsked {
        let lost = state.parts.subtracting(files.parts)
        tell(lost, services)
        guard lost.isEmpty else {
          state.standing = .lost(lost)
          return (nil, [])
        }
      }
      let (outcome, standing) = take(files, services)
      state.standing = standing
      guard standing == .inForce else { return (outcome, []) }
      state.parts = files.parts
      // Where there is no memory for it, the next worker reads the disk.
      try? KeptValue.keep(files, as: .site, token: Held.siteToken, by: custody)
      return (outcome, state.audit.entries(files, at: Clock.wall()))
    }
  }

  /// Says what is lost; ACT in one word where nothing of it is left.
  private func tell(_ lost: Set<String>, _ services: Services) {
    let isWhole = !Files.exists("\(directory)/ACT")
    var paths = Set(lost.map { isWhole && $0.hasPrefix("ACT/") ? "ACT" : $0 })
    if isWhole, !lost.isEmpty { paths.insert("ACT") }
    for path in paths.sorted() {
      services.journal.record(.site.folderLost(path: path), at: Clock.wall())
    }
  }

  /// Puts files in force, or says why not.
  private func take(
    _ files: SiteFiles, _ services: Services
  ) -> (Administration.Answer, Standing) {
    let loaded = SiteLoader.load(files, directory, moment: .reload)
    let now = Clock.wall()
    func refused(
      _ faults: Int, _ first: String, lines: [String]
    ) -> (Administration.Answer, Standing) {
      services.journal.record(.site.tablesRefused(faults: faults, first: first), at: now)
      let answer = Administration.Answer(
        lines: lines + ["\(counted(faults, "error")): the tables stay as they were"],
        isFailed: true)
      return (answer, .refused(first))
    }
    guard let site = loaded.site else {
      return refused(loaded.errorCount, Self.firstError(loaded), lines: loaded.rendered)
    }
    let former = services.controlGate.standing
    do {
      if let remark = try services.controlGate.follow(site.tables, found: loaded.controlGroup) {
        services.journal.record(.server.warning(remark), at: now)
      }
    } catch {
      return refused(1, error.description, lines: [error.description])
    }
    if !site.tables.system.certificateFile.isEmpty {
      do {
        try services.terminalContext.load(
          TerminalRules(site.tables.system, site: directory))
      } catch {
        services.controlGate.goBack(to: former)
        return refused(1, error.description, lines: [error.description])
      }
    }
    services.hostTLS.renew()
    services.journal.write(LogForms(site.tables.system.logFormat))
    services.commons.tellAll(.site(site))
    services.journal.record(
      .site.tablesLoaded(
        applications: site.tables.sessions.count, panels: site.panels.names.count), at: now)
    let count = site.tables.sessions.count
    let answer = Administration.Answer(
      lines: loaded.rendered
        + ["\(counted(count, "application")) \(count == 1 ? "is" : "are") in force"])
    return (answer, .inForce)
  }

  private static func firstError(_ loaded: SiteLoader.Result) -> String {
    loaded.faults.first { $0.severity == .error }?.summary ?? ""
  }
}

extension LogForms {
  /// What the option `Log format` wants beside turnstile.log.
  init(_ format: LogFormat) {
    self =
      switch format {
      case .tpx: []
      case .json: .json
      case .journald: .journald
      case .all: [.json, .journald]
      }
  }
}
