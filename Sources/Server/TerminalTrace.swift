import Messages
import Platform
import Replay
import SessionEngine
import TN3270
import Time

/// The trace of one terminal: what it and the server say, and what happens to its user. It belongs to the
/// terminal's connection, and goes with it to another shard.
final class TerminalTrace {
  let sink: TraceFileSink
  private let helpers: HelperPool
  private var writer: TraceWriter

  /// Begins with a heading; nil where the terminal is not negotiated.
  init?(_ connection: TerminalConnection, into sink: TraceFileSink, at now: Moment) {
    guard let session = connection.session, connection.isListening else { return nil }
    self.sink = sink
    helpers = connection.desk.context.services.helpers
    let terminal = session.terminal
    writer = TraceWriter(
      TraceWriter.Terminal(
        name: terminal.name, type: terminal.type,
        functions: terminal.isTN3270E ? connection.machine.agreedFunctions : nil,
        capabilities: session.capabilities),
      title: "Turnstile trace, begun " + Self.stamp(now.wall))
    flush()
  }

  private static func stamp(_ time: WallTime) -> String {
    TPXLayout.stamp(time, offsetSeconds: Clock.utcOffset(at: time))
  }

  /// Whether nothing is written any more.
  var isOver: Bool { sink.end != nil }

  /// Bytes to the terminal, or from it, in clear.
  func take(_ bytes: ArraySlice<UInt8>, isFromHost: Bool) {
    writer.take(bytes, isFromHost: isFromHost)
    flush()
  }

  /// Something happened to the user.
  func event(_ event: Event, _ session: UserSession?) {
    switch event {
    case .terminalRecord, .viewer(_, .looks): return
    case .hostRecord(let handle, let record, _):
      writer.session(name(handle, session), record, isFromHost: true)
    default: writer.note("= \(event.words { name($0, session) })")
    }
    flush()
  }

  /// Something is to be done for the user.
  func effect(_ effect: Effect, _ session: UserSession?) {
    switch effect {
    case .sendTerminal, .tellViewer: return
    case .sendHost(let handle, let record):
      writer.session(name(handle, session), record, isFromHost: false)
    default: writer.note("- \(effect.words { name($0, session) })")
    }
    flush()
  }

  /// The last line.
  func end(_ reason: String) {
    writer.note("= \(reason)")
    flush()
  }

  private func name(_ handle: SessionHandle, _ session: UserSession?) -> String {
    session?.sessions[handle].map { "\($0.id)" } ?? "\(handle)"
  }

  private func flush() {
    let text = writer.takeText()
    if !text.isEmpty { sink.write(text, with: helpers) }
  }
}
