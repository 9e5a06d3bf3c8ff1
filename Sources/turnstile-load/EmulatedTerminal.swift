import DataStream
import TN3270
import Terminal

/// What a terminal is that answers as an emulator does: its side of the negotiation, and its screen.
struct EmulatedTerminal {
  private var machine = ClientMachine()
  /// What it shows.
  var screen = PresentationSpace(TerminalCapabilities(color: .model2))
  /// Screens that the server has restored the keyboard with.
  private(set) var screens = 0

  /// Whether 3270 mode was agreed.
  var isReady: Bool { machine.isReady }

  /// Takes what the server sent; what answers it.
  mutating func take(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var events: [ClientEvent] = []
    machine.receive(bytes, into: &events)
    var answer: [UInt8] = []
    for event in events {
      switch event {
      case .send(let bytes): answer += bytes
      case .record(let record):
        guard record.dataType == .data3270 else { continue }
        let outcome = screen.apply(record.payload)
        for reply in outcome.replies { machine.frame(reply, into: &answer) }
        if outcome.restored { screens += 1 }
      case .bind(let image): screen.bind(image)
      case .unbind: screen.bind(default: nil, alternate: nil)
      default: continue
      }
    }
    return answer
  }

  /// A record in the form that was agreed; nothing before that.
  mutating func framed(_ record: [UInt8]) -> [UInt8] {
    guard machine.isReady else { return [] }
    var out: [UInt8] = []
    machine.frame(record, into: &out)
    return out
  }
}

extension PresentationSpace {
  /// The host's application is bound: its sizes count from now on.
  mutating func bind(_ image: BindImage) {
    switch image.size {
    case .fixed(let size): bind(default: size, alternate: size)
    case .both(let first, let second): bind(default: first, alternate: second)
    case .model2: bind(default: .model2, alternate: .model2)
    case .queried, .unspecified: bind(default: nil, alternate: nil)
    }
  }
}
