import DataStream

/// What the user asked IND$FILE for.
struct TransferCommand: Hashable, Sendable {
  enum Direction: Hashable, Sendable {
    /// `GET`: to the terminal.
    case download
    /// `PUT`: from the terminal.
    case upload
  }

  let direction: Direction
  let dataset: String

  /// Reads `IND$FILE GET name options` or `PUT`; nil where it is neither. Options are the
  /// terminal's business: a dataset is kept as it comes.
  init?(_ text: String) {
    let words = text.uppercased().split(separator: " ")
    guard words.count >= 3, words[0] == "IND$FILE" else { return nil }
    switch words[1] {
    case "GET": direction = .download
    case "PUT": direction = .upload
    default: return nil
    }
    dataset = String(words[2].prefix(44))
  }
}

/// What a step of a transfer comes to.
enum TransferStep: Hashable, Sendable {
  /// A record for the terminal, whose answer is awaited.
  case send([UInt8])
  /// All is there: what an upload brought, nothing for a download.
  case finished([UInt8])
  /// The terminal gave up, or answered what makes no sense.
  case failed
}

/// The host's side of IND$FILE in one of its two protocols.
protocol TransferProtocol: Sendable {
  /// Takes the terminal's next record; the first is nil.
  mutating func next(_ record: [UInt8]?) -> TransferStep
}

extension TransferStep {
  /// Most bytes of one dataset: the demonstration keeps them in memory.
  static let sizeLimit = 4 << 20
  static let completed = "TRANS03  File transfer complete$"
}
