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
      return "\(verb.words[0]) is for the user who runs the server alone"
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

/// Who may use the control socket: the user who runs the server, the superuser, and the members of the group that
/// the tables name.
final class ControlGate: Sendable {
  private let state: String
  private let group = Mutex<ControlGroup?>(nil)

  /// A gate that lets the own user in.
  ///
  /// - `state`: the state directory, where the socket is.
  init(state: String) { self.state = state }

  /// The number of the group that is let in; nil for none.
  var number: UInt32? { group.withLock { $0?.number } }

  /// Follows the tables: whom they let in, and the rights of the socket where there is one.
  ///
  /// Whoever is let in no more is so from here on, whatever became of the file.
  /// - Throws: where the rights cannot be given; then nobody but the own user is let in.
  func follow(_ tables: SiteTables) throws(SystemError) {
    let new = Self.group(of: tables)
    group.withLock { $0 = $0?.number == new?.number ? new : nil }
    try FileRights.open(ControlSocket.path(state), toGroup: new?.number)
    group.withLock { $0 = new }
  }

  private static func group(of tables: SiteTables) -> ControlGroup? {
    guard let name = tables.system.controlGroup?.description,
      let number = Accounts.group(named: name)
    else { return nil }
    let named = tables.controlGroupClass
    return ControlGroup(
      name: name, number: number, className: named.name, commands: named.commands)
  }

  /// Who a peer is to the server now; nil where the system does not tell who it is.
  func asker(_ peer: LocalPeer?) -> OperatorDesk.Asker {
    guard let peer else { return .stranger(nil) }
    guard !Self.isOwn(peer) else { return .local(peer.user) }
    let group = group.withLock { $0 }
    guard let group, peer.groups.contains(group.number) else { return .stranger(peer.user) }
    return .member(peer.user, of: group)
  }

  /// Whether a peer is the user who runs the server, or the superuser.
  static func isOwn(_ peer: LocalPeer) -> Bool {
    peer.user == ProcessHygiene.user || peer.user == 0
  }
}
