import Foundation
import Platform
import Synchronization

@testable import Server

/// What outlives a rig's shards: duplicates of their descriptors, and copies of their ledgers.
final class RigCustody: Custody, @unchecked Sendable {
  /// A descriptor that is held, and the peer at its other end.
  private struct Entry {
    let held: Held
    let peer: RigSocket?
  }

  private var entries: [UInt64: Entry] = [:]
  /// Peers of sockets that nobody has asked to be held yet.
  private var peers: [Int32: RigSocket] = [:]
  /// The process is dead: what it still does counts no more.
  private(set) var isDead = false
  /// Descriptors of the process that lives.
  private var lent: [UInt64: Int32] = [:]

  var isKeeping: Bool { true }
  /// Whether the kernel is asked what it took and gave, as for any TCP connection.
  private let asksKernel: Bool

  /// What went over a connection that a TLS end has, by its token and the descriptor of this side.
  var relayed: ((UInt64, Int32) -> Held.Counts?)?

  init(asksKernel: Bool) { self.asksKernel = asksKernel }

  deinit { for entry in entries.values { close(entry.held.descriptor) } }

  /// A socket was made whose other end is a peer's.
  func expect(_ number: Int32, _ peer: RigSocket) { peers[number] = peer }

  @discardableResult func keep(_ held: [Held], release: [UInt64]) -> Bool {
    guard !isDead else { return true }
    for token in release { drop(token) }
    for held in held { take(held) }
    return true
  }

  private func take(_ held: Held) {
    // One that is held again keeps its peer.
    let isSame = lent[held.token] == held.descriptor
    let peer =
      peers.removeValue(forKey: held.descriptor) ?? (isSame ? entries[held.token]?.peer : nil)
    drop(held.token)
    lent[held.token] = held.descriptor
    let own = Held(
      token: held.token, held.kind, descriptor: dup(held.descriptor), address: held.address)
    entries[held.token] = Entry(held: own, peer: peer)
  }

  private func drop(_ token: UInt64) {
    guard let entry = entries.removeValue(forKey: token) else { return }
    lent[token] = nil
    close(entry.held.descriptor)
  }

  /// The process dies: its ledgers are what they are at this instant, and what it writes from here on
  /// reaches nobody.
  ///
  /// `watch`: has what took a connection's place watched, since what is not cannot be changed.
  func die(_ watch: (Int32, UInt64) -> Void) {
    guard !isDead else { return }
    isDead = true
    guard let (nowhere, other) = RigSocket.pair() else { return }
    for (token, entry) in entries {
      if entry.held.kind == .ledger {
        let copy = Self.copy(entry.held.descriptor)
        close(entry.held.descriptor)
        entries[token] = Entry(
          held: Held(token: token, .ledger, descriptor: copy), peer: nil)
      } else if let number = lent[token] {
        dup2(nowhere, number)
        watch(number, token)
      }
    }
    close(nowhere)
    close(other)
  }

  private static func copy(_ number: Int32) -> Int32 {
    guard let from = try? SharedMemory(reading: Descriptor(dup(number))),
      let copy = try? SharedMemory("copy", limit: max(4096, from.size)),
      copy.grow(to: from.size)
    else { return -1 }
    // Most of it is zeros that were never touched.
    for start in stride(from: 0, to: from.size, by: 4096) {
      let page = from.pointer(start..<min(from.size, start + 4096))
      let words = page.bindMemory(to: UInt64.self)
      if words.contains(where: { $0 != 0 }) {
        copy.pointer(start..<(start + page.count)).copyMemory(from: UnsafeRawBufferPointer(page))
      }
    }
    return dup(copy.number)
  }

  /// The ledgers as they are, but for what is zero.
  func ledgers() -> [[UInt8]] {
    entries.values.filter { $0.held.kind == .ledger }.map { entry in
      guard let memory = try? SharedMemory(reading: Descriptor(dup(entry.held.descriptor))) else {
        return []
      }
      return stride(from: 0, to: memory.size, by: 4096).flatMap { start in
        let page = memory.bytes(start..<min(memory.size, start + 4096))
        return page.allSatisfy { $0 == 0 } ? [0] : page
      }
    }
  }

  /// The next process begins; what it gets.
  func inheritance() -> Inheritance {
    isDead = false
    lent = [:]
    var inheritance = Inheritance()
    (inheritance.deaths, inheritance.wasFault) = (1, true)
    for (token, entry) in entries {
      let number = dup(entry.held.descriptor)
      lent[token] = number
      inheritance.held.append(
        Held(
          token: token, entry.held.kind, descriptor: number, address: entry.held.address,
          counts: relayed?(token, number)
            ?? (asksKernel ? nil : entry.peer.map { $0.counts(ofOther: number) })))
    }
    return inheritance
  }
}
