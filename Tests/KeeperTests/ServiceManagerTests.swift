import TestSupport
import Testing

@testable import Keeper

/// What a service manager is told.
@Suite struct ServiceManagerTests {
  private func manager(_ variables: [String: String]) -> ServiceManager {
    ServiceManager(value: { variables[$0] }, process: 7)
  }

  @Test func `it is told by a datagram, a line each`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/notify"
    let reader = try DatagramReader(path: path)
    manager(["NOTIFY_SOCKET": path]).notify(["READY=1", "STATUS=Serves"])
    manager(["NOTIFY_SOCKET": path]).notify(["WATCHDOG=1"])
    #expect(
      reader.readAll().map { String(decoding: $0, as: UTF8.self) }
        == ["READY=1\nSTATUS=Serves", "WATCHDOG=1"])
  }

  @Test(arguments: [[:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "/nowhere/at/all"]])
  func `where nobody listens nothing happens`(_ variables: [String: String]) {
    manager(variables).notify(["READY=1"])
  }
}
