import Journal
import Messages
import Panels
import Platform
import SessionEngine
import TLS
import Tables

/// Takes changed definition files over while the server runs; broken ones change nothing.
enum Reloader {
  /// Watches the site's folders on a thread of its own.
  static func start(_ directory: String, _ services: Shard.Services) throws(SystemError) {
    let watch = WatchBox(try FileWatch(SiteLoader.directories(directory)))
    try Threads.start {
      while true {
        watch.watch.wait()
        reload(directory, services)
      }
    }
  }

  /// A watch that a thread's closure can hold.
  private final class WatchBox: Sendable {
    let watch: FileWatch
    init(_ watch: consuming FileWatch) { self.watch = watch }
  }

  /// Reads the site again; what came of it.
  @discardableResult
  static func reload(
    _ directory: String, _ services: Shard.Services
  ) -> Administration.Answer {
    let loaded = SiteLoader.load(directory)
    let now = Clock.wall()
    guard let site = loaded.site else {
      let first = loaded.rendered.first?.split(separator: "\n").first.map(String.init) ?? ""
      services.journal.record(.tablesRefused(faults: loaded.errorCount, first: first), at: now)
      return Administration.Answer(
        lines: loaded.rendered
          + ["\(counted(loaded.errorCount, "error")): the tables stay as they were"],
        isFailed: true)
    }
    let system = site.tables.system
    if !system.certificateFile.isEmpty {
      do {
        try services.terminalContext.load(
          certificate: Files.path(system.certificateFile, in: directory),
          key: Files.path(system.keyFile, in: directory))
      } catch {
        let line = error.description
        services.journal.record(.tablesRefused(faults: 1, first: line), at: now)
        return Administration.Answer(
          lines: [line, "1 error: the tables stay as they were"], isFailed: true)
      }
    }
    services.hostContexts.forget()
    services.mailbox.send(.site(site))
    services.journal.record(
      .tablesLoaded(
        applications: site.tables.sessions.count, panels: site.panels.names.count), at: now)
    let count = site.tables.sessions.count
    return Administration.Answer(
      lines: loaded.rendered
        + ["\(counted(count, "application")) \(count == 1 ? "is" : "are") in force"])
  }
}
