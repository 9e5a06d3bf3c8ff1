import Names
import TLS
import TN3270

extension TerminalConnection {
  /// Queues a 3270 record with a secret in it; a trace has another record in its place.
  func send(_ record: [UInt8], tracedAs told: [UInt8]) {
    guard isListening, let channel else { return }
    let tap = channel.tap
    if let tap {
      var (machine, bytes) = (machine, [UInt8]())
      machine.frame(told, into: &bytes)
      tap(bytes[...], true)
    }
    channel.tap = nil
    send(record)
    channel.tap = tap
  }

  /// The user whose certificate the terminal has shown: its common name is a user id.
  var certified: UserID? { channel?.client?.commonName.flatMap { UserID($0.uppercased()) } }
}
