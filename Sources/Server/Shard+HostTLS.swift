import Platform
import SessionEngine
import TLS
import TN3270
import Time

/// TLS with hosts: from the first byte, or agreed on inside telnet; and ports that may be for TLS.
extension Shard {
  /// The TLS handshake begins: what comes from here on is inside it.
  func secure(_ host: HostID, _ connection: HostConnection, _ channel: Channel) {
    do throws(TLSContextError) {
      guard let context = connection.context else { return }
      channel.secure(
        try TLSMachine(client: try context.get(), host: connection.target.host), isClient: true)
      flushSoon(host, connection)
    } catch {
      ended(host, .certificateRefused(error.description))
    }
  }

  /// Both sides agreed on START_TLS: telnet begins anew inside it.
  func startTLS(_ host: HostID, _ connection: HostConnection) {
    guard let channel = connection.channel else { return }
    // What came in clear with the command must never count as said inside TLS.
    guard !channel.hasInput else {
      return ended(host, .protocolError(TelnetViolation.bytesBeforeTLS.description))
    }
    connection.machine.restart()
    extend(host, connection)
    secure(host, connection, channel)
  }

  /// Nothing came: telnet's NOP, long enough for a TLS record's head, makes a TLS port say or do
  /// something, so that the reason can be told.
  func sound(_ host: HostID, _ connection: HostConnection) {
    connection.isSounded = true
    connection.channel?.send(ClientMachine.nop + ClientMachine.nop + ClientMachine.nop)
    connection.deadline = now.instant.advanced(by: HostConnection.soundingTime)
    setTimer(connection.deadline, host: host)
    flushSoon(host, connection)
  }
}
