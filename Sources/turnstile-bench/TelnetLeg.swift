import Bytes
import Names
import TN3270

/// A server's and a client's telnet that have agreed on TN3270E with each other.
struct TelnetLeg {
  private var server = ServerMachine()
  private var client = ClientMachine()
  private var bytes: [UInt8] = []
  private var serverEvents: [ServerEvent] = []
  private var clientEvents: [ClientEvent] = []

  init() throws {
    guard let name = LUName("TN000001") else { throw HotPath.Broken("a name") }
    server.start(into: &serverEvents)
    while !serverEvents.isEmpty {
      let events = serverEvents
      serverEvents = []
      for event in events {
        switch event {
        case .send(let said): client.receive(said, into: &clientEvents)
        case .needsDeviceName: server.assignDevice(name: name, into: &serverEvents)
        default: break
        }
      }
      let answers = clientEvents
      clientEvents = []
      for case .send(let said) in answers { server.receive(said, into: &serverEvents) }
    }
    guard server.isReady, client.isReady else { throw HotPath.Broken("telnet did not agree") }
  }

  /// The state of both ends, into bytes.
  func freeze(into freezer: inout Freezer) {
    freezer.put(server)
    freezer.put(client)
  }

  /// A record from the server to the client.
  mutating func toTerminal(_ record: [UInt8]) -> [UInt8]? {
    bytes.removeAll(keepingCapacity: true)
    server.frame(record, into: &bytes)
    clientEvents.removeAll(keepingCapacity: true)
    client.receive(bytes, into: &clientEvents)
    if case .record(let record)? = clientEvents.last { return record.payload }
    return nil
  }

  /// A record from the client to the server.
  mutating func toHost(_ record: [UInt8]) -> [UInt8]? {
    bytes.removeAll(keepingCapacity: true)
    client.frame(record, dataType: .data3270, into: &bytes)
    serverEvents.removeAll(keepingCapacity: true)
    server.receive(bytes, into: &serverEvents)
    if case .record(let record)? = serverEvents.last { return record.payload }
    return nil
  }
}
