import Journal
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import Syntax
import Tables

/// Answers administrators' sessions: who may do what, and what becomes of the site's files.
///
/// Where the class OPERCMDS has a profile that covers `TURNSTILE.ADMIN.area`, READ looks at an area's files
/// and UPDATE changes them; else who has SPECIAL may both (`AdminAuthority`).
final class AdminDesk: Sendable {
  /// Who asks, and the tables in force there.
  struct Asker: Sendable {
    let user: UserID
    let terminal: LUName
    /// Where the terminal connects from.
    let address: String
    let tables: SiteTables

    /// The same, as the audit has it.
    var author: AuditAuthor { OperatorDesk.Asker.user(user, at: terminal, address: address).author }
  }

  private let services: Services
  private let files: TableFiles
  /// One change at a time: between what is compared and what is written nobody else of ours writes.
  private let turn = Mutex<Void>(())
  /// Two: a site of very many files takes seconds to look at.
  private let helpers: HelperPool
  /// For what users want of their own files: they never keep administrators waiting.
  private let ownHelpers: HelperPool

  init(_ services: Services, site: String) throws(SystemError) {
    self.services = services
    files = TableFiles(site: site)
    helpers = try HelperPool(threads: 2, limit: 64)
    // One wish of a user's waits at a time: who sends many waits for the own ones.
    ownHelpers = try HelperPool(threads: 1, limit: 64, limitOfOwner: 1)
  }

  /// Sees to a request; `answer` is called once, from any thread.
  func take(
    _ request: AdminRequest, by asker: Asker, answer: @escaping @Sendable (AdminAnswer) -> Void
  ) {
    let isOwn =
      switch request {
      case .openOwn, .saveOwn: true
      case .areas, .list, .open, .save, .delete: false
      }
    let isQueued =
      isOwn
      ? ownHelpers.run(for: asker.user.description) { [self] in
        answer(performOwn(request, by: asker))
      }
      : helpers.run { [self] in answer(perform(request, by: asker)) }
    if !isQueued { answer(.failed(ShardOperator.busy)) }
  }

  private var authority: AdminAuthority {
    AdminAuthority(services.database.manager.state, at: Clock.wall())
  }

  /// Why a user may not do what a request wants in an area; nil for who may.
  private func refusal(_ request: AdminRequest, _ area: AdminArea, of user: UserID) -> String? {
    let wanted: AccessLevel = request.isChange ? .update : .read
    if area == .users, let path = request.path {
      let target = UserID(SourceText(path: path, text: "").name)
      return authority.refusal(of: user, wanting: wanted, file: target)
    }
    return switch authority.reach(of: user, area: area.rawValue, wanted: wanted) {
    case .everything, .groups: nil
    case .nothing(let why): why
    }
  }

  /// An area's files, as far as a user may look at them.
  private func list(_ area: AdminArea, for asker: Asker) throws(SystemError) -> [AdminLine] {
    let lines = try files.list(area, asker.tables)
    let authority = authority
    guard
      case .groups(let groups) = authority.reach(
        of: asker.user, area: area.rawValue, wanted: .read)
    else { return lines }
    let users = authority.members(
      of: groups, among: lines.compactMap { UserID($0.name) }, for: asker.user)
    return lines.filter { line in UserID(line.name).map(users.contains) ?? false }
  }

  private func perform(_ request: AdminRequest, by asker: Asker) -> AdminAnswer {
    guard let area = request.area else {
      let open = AdminArea.allCases.filter { refusal(.list($0), $0, of: asker.user) == nil }
      guard open.isEmpty else { return .areas(open) }
      return .failed(
        "\(asker.user) may look at no tables: it takes SPECIAL, or access to TURNSTILE.ADMIN.ACT, "
          + "PROFILES, USERS, MASKS, UPDATE, COMMAND, OPERATOR or SYSTEM in OPERCMDS")
    }
    if let refusal = refusal(request, area, of: asker.user) {
      services.database.manager.acting(asker.author)
        .noteRefusal(
          of: asker.user, command: "ADMIN.\(area.rawValue)",
          wanted: request.isChange ? .update : .read, at: Clock.wall())
      return .failed(refusal)
    }
    if let path = request.path, SiteFile.kind(of: path) != area.kind {
      return .failed("\(path) is no file of \(area.rawValue)")
    }
    do throws(SystemError) {
      switch request {
      case .areas, .openOwn, .saveOwn: return .areas([])
      case .list: return .list(try list(area, for: asker))
      case .open(_, let path):
        return .file(
          AdminFile(
            path: path, bytes: try files.read(path), tables: asker.tables,
            rights: rights(area, path, for: asker)))
      case .save(_, let save):
        return try turn.withLock { _ throws(SystemError) in
          if let refusal = self.refusal(
            area, save.path, from: save.was, to: save.becomes, by: asker)
          {
            return refusal
          }
          return try self.change(save.path, from: save.was, to: save.becomes, by: asker)
        }
      case .delete(_, let path):
        return try turn.withLock { _ throws(SystemError) in
          let was = try self.files.read(path)
          guard was != nil else { return .failed("\(path) is not there any more") }
          if let refusal = self.refusal(area, path, from: was, to: nil, by: asker) {
            return refusal
          }
          return try self.change(path, from: was, to: nil, by: asker)
        }
      }
    } catch {
      return .failed("\(error)")
    }
  }

  /// What the security manager says of the user whose file it is.
  private func rights(_ area: AdminArea, _ path: String, for asker: Asker) -> Rights {
    guard area == .users, let user = UserID(SourceText(path: path, text: "").name) else {
      return Rights()
    }
    return rights(of: user, asker.tables)
  }

  private func rights(of user: UserID, _ tables: SiteTables) -> Rights {
    RightsRule(services.database.manager.state, asking: tables.everything)
      .rights(of: user, at: Clock.wall())
  }

  /// What users want of their own files (`/E`): which file it is follows from who asks.
  private func performOwn(_ request: AdminRequest, by asker: Asker) -> AdminAnswer {
    let rights = rights(of: asker.user, asker.tables)
    do throws(SystemError) {
      let path = try files.path(of: asker.user)
      let user = asker.tables.effective(asker.user, rights)
      guard asker.tables.commandClass(of: user).permits(.edit) else {
        return .failed("your command class does not have /E")
      }
      guard case .saveOwn(let save) = request else {
        return .file(
          AdminFile(
            path: path, bytes: try files.read(path), tables: asker.tables, rights: rights))
      }
      guard save.path == path else { return .failed("your file is \(path)") }
      guard let own = asker.tables.updateClass(of: user) else {
        return .failed("your update class lets you change nothing")
      }
      return try turn.withLock { _ throws(SystemError) in
        let now = try self.files.read(path)
        guard now == save.was else { return .changed(now) }
        let faults = SelfMaintenance(asker.tables, own, rights: rights)
          .faults(path, from: now, to: save.becomes)
        guard faults.isEmpty else { return .wrong(faults) }
        // What clashes it has looked for by what this user has, and tells of nothing else.
        return try self.change(
          path, from: save.was, to: save.becomes, by: asker, looksForClashes: false)
      }
    } catch {
      return .failed("\(error)")
    }
  }

  private func change(
    _ path: String, from was: [UInt8]?, to new: [UInt8]?, by asker: Asker,
    looksForClashes: Bool = true
  ) throws(SystemError) -> AdminAnswer {
    let now = try files.read(path)
    guard now == was else { return .changed(now) }
    let faults = files.faults(path, with: new, looksForClashes: looksForClashes)
    guard faults.isEmpty else { return .wrong(faults) }
    func text(_ bytes: [UInt8]?) -> String? { bytes.map { SourceText(path: path, bytes: $0).text } }
    // To look at the whole site takes seconds, in which somebody may have edited the file.
    var meanwhile = now
    let standing = try services.reloader.save(
      path, from: text(was), to: text(new), by: asker.author, telling: services
    ) { () throws(SystemError) -> Bool in
      meanwhile = try files.read(path)
      guard meanwhile == was else { return false }
      if let new { try files.write(new, to: path) } else { try files.remove(path) }
      return true
    }
    guard let standing else { return .changed(meanwhile) }
    services.journal.record(
      .site.tableChanged(
        path: path, by: asker.user, at: asker.terminal, isDeleted: new == nil), at: Clock.wall())
    // What else is wrong, such as another file or a certificate, keeps it from being in force.
    return .done(remark: standing.remark ?? "")
  }
}

// MARK: What operators may

extension AdminDesk {
  /// Why a change of a file, by somebody who may change files of its area, is refused all the same: what operators
  /// may is for who may change that. The audit has it. Nil where nothing is against it.
  private func refusal(
    _ area: AdminArea, _ path: String, from was: [UInt8]?, to new: [UInt8]?, by asker: Asker
  ) -> AdminAnswer? {
    switch area {
    case .system: controlGroupRefusal(path, from: was, to: new, by: asker)
    case .users: operatorClassRefusal(path, from: was, to: new, by: asker)
    case .applications, .profiles, .updateClasses, .commandClasses, .operatorClasses, .masks: nil
    }
  }

  /// The control group's commands are operators', whatever file names it.
  private func controlGroupRefusal(
    _ path: String, from was: [UInt8]?, to new: [UInt8]?, by asker: Asker
  ) -> AdminAnswer? {
    func group(_ bytes: [UInt8]?) -> [String] {
      FileReading(SourceText(path: path, bytes: bytes ?? [])).controlGroup
    }
    guard group(was) != group(new) else { return nil }
    let area = AdminArea.operatorClasses.rawValue
    guard
      case .nothing(let why) = authority.reach(of: asker.user, area: area, wanted: .update)
    else { return nil }
    services.database.manager.acting(asker.author)
      .noteRefusal(of: asker.user, command: "ADMIN.\(area)", wanted: .update, at: Clock.wall())
    return .failed("\(SystemOptions.controlGroupLabel) is for operators' administrators: \(why)")
  }

  /// Who administers users of some groups alone gives none of them an operator's commands, nor takes them away:
  /// neither by the class that the file names, nor by a profile.
  private func operatorClassRefusal(
    _ path: String, from was: [UInt8]?, to new: [UInt8]?, by asker: Asker
  ) -> AdminAnswer? {
    let reach = authority.reach(
      of: asker.user, area: AdminArea.users.rawValue, wanted: .update)
    let tables = asker.tables
    guard reach != .everything, tables.hasOperatorClasses,
      let user = UserID(SourceText(path: path, text: "").name)
    else { return nil }
    let rights = rights(of: user, tables)
    func name(_ bytes: [UInt8]?) -> String? {
      tables.operatorClass(of: tables.effective(own: path, bytes, rights: rights))?.name
    }
    guard name(was) != name(new) else { return nil }
    let why = "the Operator Cmd Cls of \(user) is for who administers all users"
    services.database.manager.acting(asker.author)
      .noteRefusal(ofCommand: "ADMIN.\(AdminArea.users.rawValue)", why: why, at: Clock.wall())
    return .failed(why)
  }
}
