import DataStream
import TN3270
import Terminal

/// The terminal of a trace: by the trace's heading, else by its Query Reply, else by its type.
struct TraceTerminal {
  let capabilities: TerminalCapabilities

  init(_ trace: TraceFile) {
    var conversation = RecordedConversation()
    var type: TerminalType?
    var reply: TerminalCapabilities?
    for segment in trace.segments {
      for item in conversation.receive(segment.bytes, isFromHost: segment.isFromHost) {
        switch item {
        case .terminalType(let named): type = type ?? named
        case .record(.data3270, _, let record) where !segment.isFromHost:
          reply =
            reply ?? TerminalCapabilities(queryReply: record, model: type?.model ?? 2)
        default: break
        }
      }
    }
    let size =
      trace.size ?? reply?.alternateSize ?? type.map { Geometry.model($0.model) } ?? .model2
    // A pair takes two bytes in Repeat to Address where the terminal knows pairs.
    capabilities = TerminalCapabilities(color: size, isDoubleByte: reply?.isDoubleByte ?? false)
  }
}
