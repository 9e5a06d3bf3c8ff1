import Foundation
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
    #expect(ops.refusal(of: racf) == "RACF is for the user who runs the server alone")
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
    #expect(Accounts.group(named: "no such group") == nil)
  }
}
