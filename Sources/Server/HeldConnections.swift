import Bytes
import Ledger
import Platform

/// Connections that were held for a new worker, and what is on its way in them. Each is taken once.
final class HeldConnections {
  private var held: [UInt64: Held]
  private let custody: any Custody
  private let links: TLSLinks
  private let quarantine: Quarantine?

  init(
    _ held: [Held], _ custody: any Custody, links: TLSLinks, quarantine: Quarantine?
  ) {
    self.held = Dictionary(held.map { ($0.token, $0) }) { $1 }
    self.custody = custody
    self.links = links
    self.quarantine = quarantine
  }

  /// Takes a connection whose frozen state is there; nil where it was not held, is broken, or where its
  /// counts do not fit what was kept: then it is closed.
  ///
  /// - `isWhole`: whether what was not looked at yet begins with a record.
  /// - `part`: has what waited to be written, and what was read.
  func take(
    _ token: UInt64, _ frozen: FrozenChannel, isWhole: Bool, of part: Estate.Part
  ) -> (socket: Int32, ways: Ways)? {
    guard let found = held.removeValue(forKey: token) else { return nil }
    let isEnded = quarantine?.ends(
      token, address: found.address, isWhole: isWhole,
      input: frozen.input + (part.inputs[token] ?? []).flatMap(\.bytes))
    guard isEnded != true else {
      end(found)
      return nil
    }
    guard let kernel = counts(found, of: frozen),
      let ways = Ways(
        frozen, kept: part.output(token),
        inputs: part.inputs[token] ?? [], kernel: kernel)
    else {
      end(found)
      return nil
    }
    return (found.descriptor, ways)
  }

  /// Whether something is left out, since workers died of it.
  ///
  /// - `name`: what it is, for the log.
  func leavesOut(_ work: WorkedAt, _ name: @autoclosure () -> String) -> Bool {
    quarantine?.leavesOut(work, name()) ?? false
  }

  /// Who has counted: the TLS end, where it has the peer, else the kernel.
  private func counts(_ held: Held, of frozen: FrozenChannel) -> Held.Counts? {
    guard held.counts == nil, let link = frozen.security.link else {
      return Self.counts(held, since: frozen.base)
    }
    return links[link]?.counts(of: held.token, held.descriptor)
  }

  private static func counts(_ held: Held, since base: Held.Counts) -> Held.Counts? {
    if let counts = held.counts { return counts }
    guard let now = Sockets.counts(held.descriptor), now.written >= base.written,
      now.read >= base.read
    else { return nil }
    return Held.Counts(written: now.written - base.written, read: now.read - base.read)
  }

  /// Ends a connection that nobody goes on with.
  private func end(_ held: Held) {
    Sockets.shutDown(held.descriptor)
    _ = Descriptor(held.descriptor)
    custody.release(held.token)
  }

  /// Takes the rest, whose states nobody had committed. A terminal that has neither said nor heard
  /// anything comes anew, by `welcome`; everything else is closed.
  ///
  /// - Returns: how many were closed.
  func takeRest(_ welcome: (Held) -> Void) -> Int {
    var ended = 0
    for (_, found) in held.sorted(by: { $0.key < $1.key }) {
      let counts = Self.counts(found, since: Held.Counts(written: 0, read: 0))
      if case .terminal = found.kind, counts == Held.Counts(written: 0, read: 0) {
        welcome(found)
        custody.release(found.token)
      } else {
        end(found)
        ended += 1
      }
    }
    held = [:]
    return ended
  }
}
