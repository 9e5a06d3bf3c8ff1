import Foundation
import Synchronization
import TestSupport
import Testing

/// The server is killed while tickets are made and used.
@Suite struct CrashTests {
  /// A ticket that was accepted, and for whom.
  private struct Used: Hashable, Sendable {
    let ticket: String
    let user: String
  }

  private static let profile = "TSOS001"

  /// `TURNSTILE_KILLS` says how often it is killed.
  @Test func `a ticket that was acknowledged stays used after kill -9 under load`() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    let client = ControlClient(state: state)
    var all: [Used] = []
    let kills = Scale.of("TURNSTILE_KILLS", 4)
    for round in 0...kills {
      let server = try ServerProcess(state: state)
      if round == 0 { try permit(server) }
      // All of the last round, and some of those before.
      let known = all.suffix(40) + all.shuffled().prefix(10)
      for used in known {
        #expect(client.accepts(used.ticket, used.user, Self.profile) == false, "round \(round)")
      }
      guard round < kills else { break }
      let used = load(client, round) { server.kill() }
      #expect(used.count >= 8)
      all += used
    }
    // No second was given away twice, in no round.
    #expect(Set(all).count == all.count)
  }

  private func permit(_ server: ServerProcess) throws {
    for command in [
      "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(UABCDE) ACCESS(UPDATE)",
      "SETROPTS RACLIST(PTKTDATA) REFRESH",
    ] { try server.ask("oper", command) }
  }

  /// Four clients make and use tickets until the server is killed in the middle of it; what was
  /// acknowledged.
  private func load(_ client: ControlClient, _ round: Int, kill: () -> Void) -> [Used] {
    let used = Mutex<[Used]>([])
    let enough = DispatchSemaphore(value: 0)
    let group = DispatchGroup()
    for worker in 0..<4 {
      Thread {
        defer { group.leave() }
        for number in 0... {
          let user = "U\(round % 100)W\(worker)N\(number % 1000)"
          guard let ticket = client.ticket(user, Self.profile),
            let isAccepted = client.accepts(ticket, user, Self.profile)
          else { break }
          if isAccepted {
            let count = used.withLock { list in
              list.append(Used(ticket: ticket, user: user))
              return list.count
            }
            if count == 8 { enough.signal() }
          }
        }
        enough.signal()
      }.start(in: group)
    }
    enough.wait()
    kill()
    group.wait()
    return used.withLock { $0 }
  }
}

extension Thread {
  /// Starts it as a part of a group, which it leaves by itself.
  fileprivate func start(in group: DispatchGroup) {
    group.enter()
    start()
  }
}
