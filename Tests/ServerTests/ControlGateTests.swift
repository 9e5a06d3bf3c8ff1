import Foundation
import Names
import Platform
import Syntax
import Tables
import TestSupport
import Testing

@testable import Server

/// Whom the control socket lets in, and what they may there.
@Suite struct ControlGateTests {
  private static func tables(_ system: String, _ commands: String? = nil) throws -> SiteTables {
    let files =
      [SourceText(path: "ACT/System.yaml", text: system)]
      + (commands.map { [SourceText(path: "ACT/OperatorClasses/OPS.yaml", text: $0)] } ?? [])
    return try #require(TableLoader.load(files).tables)
  }

  private static func mode(_ path: String) -> (mode: UInt32, group: UInt32) {
    var facts = stat()
    stat(path, &facts)
    return (facts.st_mode & 0o7777, facts.st_gid)
  }

  /// The name of a group that this process may give files to.
  private static var ownGroup: String? {
    getgrgid(getegid()).map { String(cString: $0.pointee.gr_name) }
  }

  private static let stranger = LocalPeer(user: 54_321, groups: [54_321])

  @Test func `a class has each command that is given at terminals, and the figures`() {
    let given = OperatorVerb.all.filter {
      $0.isTyped && $0.place != .console && $0.place != .keeper
    }
    #expect(
      Set(given.map(\.resource)).union(["FIGURES"])
        == Set(OperatorCommand.allCases.map(\.rawValue)))
    for command in OperatorCommand.allCases {
      #expect(OperatorVerb.find(command.rawValue)?.resource == command.rawValue)
    }
  }

  @Test func `the own user may all, a member what the class gives, and others nothing`() throws {
    let group = try #require(Self.ownGroup)
    let folder = try TemporaryFolder()
    let gate = ControlGate(state: folder.path)
    let member = LocalPeer(user: 54_321, groups: [54_321, getegid()])
    func isMember(_ peer: LocalPeer) -> ControlGroup? {
      if case .member(_, let group) = gate.asker(peer) { group } else { nil }
    }
    #expect(isMember(member) == nil, "before the tables say so")
    try gate.follow(Self.tables("Control group: \(group)\n"))
    #expect(isMember(member)?.commands == .display && isMember(member)?.className == nil)
    #expect(isMember(Self.stranger) == nil)
    for own in [getuid(), 0] {
      guard case .local(own) = gate.asker(LocalPeer(user: own, groups: [])) else {
        Issue.record("\(own) may ask")
        return
      }
    }
    guard case .stranger(nil) = gate.asker(nil) else {
      Issue.record("nobody is nobody")
      return
    }
    try gate.follow(
      Self.tables(
        "Control group: \(group)\nControl group class: OPS\n", "MESSAGE: Y\n"))
    let ops = try #require(isMember(member))
    let verbs = OperatorVerb.all.filter { ops.refusal(of: $0) == nil }
    #expect(verbs.map(\.name) == [.message, .help])
    let drain = try #require(OperatorVerb.find("DRAIN"))
    #expect(
      ops.refusal(of: drain)
        == "the group \(group) has not DRAIN: the operator class OPS gives MESSAGE")
    let racf = try #require(OperatorVerb.find("racf"))
    #expect(ops.refusal(of: racf) == "RACF is for the user who runs the server, and root, alone")
    let help = ops.help(nil)
    #expect(help.lines.contains { $0.hasPrefix("MESSAGE") })
    #expect(!help.lines.contains { $0.hasPrefix("DRAIN") || $0.hasPrefix("TOP") })
    #expect(ops.help("drain").isFailed)
    // The tables name none any more: who was one is nobody.
    try gate.follow(Self.tables("System name: X\n"))
    #expect(isMember(member) == nil && gate.number == nil)
  }

  @Test func `rights of socket and directory follow the tables from the first moment`() throws {
    let group = try #require(Self.ownGroup)
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o700)
    let gate = ControlGate(state: folder.path)
    let path = ControlSocket.path(folder.path)
    func listen() throws -> Int32 {
      try ControlSocket.listen(folder.path, kept: nil, group: gate.number)
    }
    let first = try listen()
    #expect(Self.mode(path).mode == 0o600 && Self.mode(folder.path).mode == 0o700)
    try gate.follow(Self.tables("Control group: \(group)\n"))
    #expect(Self.mode(path) == (0o660, getegid()))
    #expect(Self.mode(folder.path) == (0o710, getegid()), "it can be passed, and not listed")
    close(first)
    let second = try listen()
    #expect(Self.mode(path) == (0o660, getegid()))
    // The same again changes nothing; another worker's gate knows none of it, and closes what was open.
    try gate.follow(Self.tables("Control group: \(group)\n"))
    try ControlGate(state: folder.path).follow(Self.tables("System name: X\n"))
    #expect(Self.mode(path).mode == 0o600 && Self.mode(folder.path).mode == 0o700)
    // A directory that all may pass stays as it is.
    chmod(folder.path, 0o711)
    try gate.follow(Self.tables("Control group: \(group)\n"))
    #expect(Self.mode(folder.path).mode == 0o711 && Self.mode(path).mode == 0o660)
    close(second)
  }

  @Test func `the kernel says who is at the other end`() throws {
    let (near, far) = try LocalStream.pair()
    defer { for end in [near, far] { close(end) } }
    let peer = try #require(LocalPeer(of: near))
    #expect(peer.user == getuid() && peer.groups.contains(getegid()))
    var groups = [gid_t](repeating: 0, count: 65_536)
    let count = getgroups(Int32(groups.count), &groups)
    #expect(peer.groups == Set(groups.prefix(Int(max(0, count)))).union([getegid()]))
    #expect(LocalPeer(of: -1) == nil)
    #expect(Accounts.name(ofUser: 0) == "root" && Accounts.name(ofUser: 4_123_456_789) == nil)
    #expect(try Accounts.group(named: "no such group") == nil)
  }

  // MARK: What cannot be done

  /// A group of this machine that is not this process's own.
  private static var otherGroup: String? {
    for number in gid_t(0)..<200 where number != getegid() {
      if let found = getgrgid(number) { return String(cString: found.pointee.gr_name) }
    }
    return nil
  }

  /// A directory that is open to this process's own group by somebody else's choice, so that no other group can be
  /// let in.
  private static func taken() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o750)
    return folder
  }

  @Test func `only a first start is refused for a group that cannot be let in`() throws {
    let other = try #require(Self.otherGroup)
    let folder = try Self.taken()
    let tables = try Self.tables("Control group: \(other)\n")
    let gate = ControlGate(state: folder.path)
    #expect(throws: ControlGate.Fault.self) {
      _ = try gate.open(tables, found: nil, kept: nil, isFirst: true) { _ in }
    }
    var warnings: [String] = []
    let socket = try gate.open(tables, found: nil, kept: nil, isFirst: false) {
      warnings.append($0)
    }
    #expect(socket >= 0 && gate.standing == nil)
    #expect(warnings.count == 1 && warnings[0].contains("is kept out until a reload"))
    #expect(Self.mode(ControlSocket.path(folder.path)).mode == 0o600)
    // The same with the socket of the worker before, and with a group that has gone meanwhile.
    let next = ControlGate(state: folder.path)
    let gone = try Self.tables("Control group: nosuchgroup\n")
    #expect(
      try next.open(gone, found: .missing, kept: socket, isFirst: false) { warnings.append($0) }
        == socket)
    #expect(warnings.count == 2 && next.standing == nil)
    chmod(folder.path, 0o700)
    if geteuid() == 0 {
      try gate.follow(tables)
      #expect(gate.standing?.name == other, "a reload lets it in")
    }
    close(socket)
  }

  @Test func `tables that are refused leave the gate and the rights as they were`() throws {
    let (group, other) = (try #require(Self.ownGroup), try #require(Self.otherGroup))
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o700)
    let gate = ControlGate(state: folder.path)
    let tables = try Self.tables(
      "Control group: \(group)\nControl group class: OPS\n", "MESSAGE: Y\n")
    let socket = try gate.open(tables, found: nil, kept: nil, isFirst: true) { _ in }
    let former = try #require(gate.standing)
    // Somebody lets the group list the directory: to give it to another one would take that away.
    chmod(folder.path, 0o750)
    #expect(throws: ControlGate.Fault.self) {
      try gate.follow(Self.tables("Control group: \(other)\n"))
    }
    #expect(gate.standing == former)
    #expect(Self.mode(ControlSocket.path(folder.path)) == (0o660, getegid()))
    // What is wrong with them is seen later, as in a certificate.
    try gate.follow(Self.tables("System name: X\n"))
    #expect(gate.standing == nil)
    gate.goBack(to: former)
    #expect(gate.standing == former)
    #expect(Self.mode(ControlSocket.path(folder.path)) == (0o660, getegid()))
    close(socket)
  }

  @Test func `a group that nobody can tell of keeps its number, and a new one is refused`() throws {
    let group = try #require(Self.ownGroup)
    let folder = try TemporaryFolder()
    let gate = ControlGate(state: folder.path)
    let silence = MachineGroup.unknown("the directory is silent")
    let tables = try Self.tables("Control group: \(group)\n")
    #expect(throws: ControlGate.Fault.self) { try gate.follow(tables, found: silence) }
    #expect(gate.standing == nil)
    #expect(try gate.follow(tables) == nil)
    let ops = try Self.tables(
      "Control group: \(group)\nControl group class: OPS\n", "MESSAGE: Y\n")
    #expect(
      try gate.follow(ops, found: silence)?.hasSuffix("its number stays \(getegid())") == true)
    #expect(gate.number == getegid() && gate.standing?.className == "OPS")
    #expect(throws: ControlGate.Fault.self) {
      try gate.follow(Self.tables("Control group: another\n"), found: silence)
    }
    #expect(gate.number == getegid())
    func faults(_ moment: SiteLoader.Moment, _ found: MachineGroup) -> [String] {
      SiteMachine(folder.path, tables, sources: [:]).faults(moment, group: found)
        .map { "\($0.severity) \($0.message)" }
    }
    let words = "whether this machine has the group \(group) cannot be told"
    #expect(faults(.reload, silence).first?.hasPrefix("warning \(words)") == true)
    #expect(faults(.start, silence).first?.hasPrefix("error \(words)") == true)
    #expect(
      faults(.reload, .missing).first?.hasPrefix("error this machine has no group") == true)
    #expect(
      faults(.reload, .number(OverflowIDs.group)).first?.contains("stands for all") == true)
    #expect(faults(.reload, .number(getegid())) == [])
  }

  @Test func `others make room for each other, and never take the own user's place`() {
    func seats(own: Int, others: Int) -> [ControlSeat] {
      (0..<own).map { ControlSeat(number: $0, isOwn: true, isReading: true) }
        + (0..<others).map { ControlSeat(number: 100 + $0, isOwn: false, isReading: $0 > 0) }
    }
    let (all, half) = (PeerLimits.operators, PeerLimits.otherOperators)
    #expect(ControlSeat.room(forOwn: false, among: []) == .free)
    #expect(ControlSeat.room(forOwn: false, among: seats(own: 0, others: half)) == .inPlace(101))
    #expect(ControlSeat.room(forOwn: false, among: seats(own: all, others: 0)) == .none)
    #expect(
      ControlSeat.room(forOwn: false, among: seats(own: all - 1, others: 1)) == .inPlace(100))
    #expect(ControlSeat.room(forOwn: true, among: seats(own: all - 1, others: 1)) == .inPlace(0))
    #expect(ControlSeat.room(forOwn: true, among: seats(own: 0, others: half)) == .free)
  }
}
