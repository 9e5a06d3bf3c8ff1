import Bytes
import SessionEngine

/// What is at the far end of a session: an application of the server's own, or a connection by some
/// transport. A new transport is one type that conforms, and a line in `HostDesk.open`.
///
/// It tells what happens by posting `Inbox.Item.host` and, once and last, `hostEnded`.
protocol HostLink: AnyObject {
  /// A 3270 record of the user's.
  func send(_ record: [UInt8])
  /// What was typed for the host's system services (SSCP-LU data, RFC 2355 10.5).
  func send(text: [UInt8])
  /// What became of a record of the host's (RFC 2355 10.4).
  func respond(to sequence: UInt16, _ sense: ResponseSense)
  /// ATTN was pressed.
  func attention()
  /// SYSREQ was pressed.
  func systemRequest()
  /// The terminal reads again, so the host is heard.
  func resume()
  /// A deadline has come that it set for itself.
  func timeHasCome()
  /// Appends all that a new process needs to go on with it, or to open it again.
  func freeze(into freezer: inout Freezer)
  /// Ends it from this side; nothing comes from it any more.
  func close()
}

/// A session's end towards its application, and the terminal that the session is behind.
final class HostLeg {
  let handle: SessionHandle
  /// Terminal that the session is behind; each session's leg is on its terminal's shard.
  var owner: TerminalConnection
  /// Nil where it could not be opened, and the terminal will hear why.
  var link: (any HostLink)?
  /// It was closed, from whatever side: what is still posted for it reaches nobody.
  var isClosed = false
  /// It changed since the last commit.
  var isMarked = false
  /// The connection whose waiting bytes were kept at the last commit.
  var keptChannel: Channel?

  init(_ handle: SessionHandle, owner: TerminalConnection) {
    self.handle = handle
    self.owner = owner
  }
}
