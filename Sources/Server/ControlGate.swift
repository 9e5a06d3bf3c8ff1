import Platform
import Synchronization
import Tables

/// Members of a group of the machine who may ask the server, and what they may.
struct ControlGroup: Hashable, Sendable {
  /// The group's name.
  let name: String
  /// Its number.
  let number: UInt32
  /// The operator class that says what its members may; nil for none.
  let className: String?
  /// What they may.
  let commands: OperatorClass

  /// Why members may not give a command; nil where they may. Everybody may ask what there is.
  func refusal(of verb: OperatorVerb) -> String? {
    guard verb.name != .help, !verb.isGiven(by: commands) else { return nil }
    guard OperatorCommand(rawValue: verb.resource) != nil else {
      return "\(verb.words[0]) is for the user who runs the server, and root, alone"
    }
    let source = className.map { "the operator class \($0)" } ?? "no class is named, which"
    return "the group \(name) has not \(verb.resource): \(source) gives \(commands.summary)"
  }

  /// What members may give, a line each.
  func help(_ word: String?) -> Administration.Answer {
    let lines = OperatorVerb.help(word) { verb in
      // TOP is made of the figures, at the operator's own end.
      switch verb.name {
      case .top: commands.permits(.figures)
      case .help, .end: true
      default: refusal(of: verb) == nil
      }
    }
    guard lines.isEmpty else { return Administration.Answer(lines: lines) }
    return .failed(
      "\(word ?? "") is no command that the group \(name) may give; HELP shows them")
  }
}

/// What this machine says of the group that the tables name; asked once for a reading of the tables.
enum MachineGroup: Hashable, Sendable {
  case number(UInt32)
  /// There is none of the name.
  case missing
  /// Whoever knows the groups did not answer; why.
  case unknown(String)

  /// Asks the name service, which may wait.
  static func look(_ name: MachineGroupName) -> MachineGroup {
    do {
      return try Accounts.group(named: name.description).map { .number($0) } ?? .missing
    } catch {
      return .unknown(error.reason)
    }
  }
}

/// Who may use the control socket: the user who runs the server, the superuser, and the members of the group that
/// the tables name.
final class ControlGate: Sendable {
  /// Why a group cannot be let in: one sentence.
  struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String
  }

  private let state: String
  private let group = Mutex<ControlGroup?>(nil)

  /// A gate that lets the own user in.
  ///
  /// - `state`: the state directory, where the socket is.
  init(state: String) { self.state = state }

  /// Who is let in now; nil for nobody but the own user.
  var standing: ControlGroup? { group.withLock { $0 } }

  /// The number of the group that is let in; nil for none.
  var number: UInt32? { standing?.number }

  /// Follows the tables, and makes the socket or takes over the one that is there.
  ///
  /// - Parameters:
  ///   - tables: those in force.
  ///   - found: what the machine says of their group; nil where nobody has asked yet.
  ///   - kept: the socket of the worker before this one, where operators may wait already.
  ///   - isFirst: whether nobody served before. Afterwards a group that cannot be let in keeps nobody else from
  ///     anything: it is kept out.
  ///   - warn: hears what went wrong then.
  /// - Returns: the socket, which stays open.
  /// - Throws: where there can be no socket; or, of the first worker, no group.
  func open(
    _ tables: SiteTables, found: MachineGroup?, kept: Int32?, isFirst: Bool,
    warn: (String) -> Void
  ) throws -> Int32 {
    do {
      if let remark = try follow(tables, found: found) { warn(remark) }
      return try ControlSocket.listen(state, kept: kept, group: number)
    } catch {
      // Such as a service that may give nothing to a group.
      guard !isFirst else { throw error }
      group.withLock { $0 = nil }
      warn("\(error); the Control group is kept out until a reload lets it in")
      return try ControlSocket.listen(state, kept: kept, group: nil)
    }
  }

  /// Follows the tables: whom they let in, and the rights of the socket where there is one.
  ///
  /// - Parameters:
  ///   - tables: those that are to be in force.
  ///   - found: what the machine says of their group; nil where nobody has asked yet.
  /// - Returns: what is to be told of it, in a sentence; nil for nothing.
  /// - Throws: where the rights cannot be given; then all is as it was.
  @discardableResult
  func follow(_ tables: SiteTables, found: MachineGroup? = nil) throws(Fault) -> String? {
    let former = standing
    let (new, remark) = try Self.group(of: tables, found, former: former)
    // Nobody is let in whom the tables before, or these, keep out.
    group.withLock { $0 = former?.number == new?.number ? former : nil }
    do {
      try FileRights.open(ControlSocket.path(state), toGroup: new?.number)
    } catch {
      goBack(to: former)
      throw Fault(description: "\(error.path): \(error.reason)")
    }
    group.withLock { $0 = new }
    return remark
  }

  /// Lets in again who was let in before tables that were refused.
  func goBack(to former: ControlGroup?) {
    try? FileRights.open(ControlSocket.path(state), toGroup: former?.number)
    group.withLock { $0 = former }
  }

  private static func group(
    of tables: SiteTables, _ found: MachineGroup?, former: ControlGroup?
  ) throws(Fault) -> (ControlGroup?, remark: String?) {
    guard let name = tables.system.controlGroup else { return (nil, nil) }
    let named = tables.controlGroupClass
    func group(_ number: UInt32) -> ControlGroup {
      ControlGroup(
        name: name.description, number: number, className: named.name, commands: named.commands)
    }
    switch found ?? MachineGroup.look(name) {
    case .number(let number): return (group(number), nil)
    case .missing: throw Fault(description: "this machine has no group \(name)")
    case .unknown(let reason):
      let words = "whether this machine has the group \(name) cannot be told: \(reason)"
      guard let former, former.name == name.description else { throw Fault(description: words) }
      return (group(former.number), "\(words); its number stays \(former.number)")
    }
  }

  /// Who a peer is to the server now; nil where the system does not tell who it is.
  func asker(_ peer: LocalPeer?) -> OperatorDesk.Asker {
    guard let peer else { return .stranger(nil) }
    guard !Self.isOwn(peer) else { return .local(peer.user) }
    guard let group = standing, peer.groups.contains(group.number) else {
      return .stranger(peer.user)
    }
    return .member(peer.user, of: group)
  }

  /// Whether a peer is the user who runs the server, or the superuser.
  static func isOwn(_ peer: LocalPeer) -> Bool {
    peer.user == ProcessHygiene.user || peer.user == 0
  }
}
