import DataStream

/// IND$FILE through the screen (CUT), for terminals without DDM: frames on a screen of 24 by 80,
/// which the terminal acknowledges with keys.
struct ScreenTransfer: TransferProtocol {
  private enum Stage: Sendable {
    case starting, data, ending
  }

  /// Places in a frame.
  private enum Place {
    static let data = 5
    static let requestField = 1
    static let responseField = 1914
    static let lastField = 1919
  }

  /// Characters of a download that one frame holds.
  private static let frameLimit = Place.responseField - Place.data
  private static let endOfFile: [UInt8] = [0x5C, 0xA9]
  private static let acknowledged: [UInt8] = [0x81, 0x81]
  private static let complete: [UInt8] = [0x81, 0x89]

  private let direction: TransferCommand.Direction
  private var rest: ArraySlice<UInt8>
  private var encoder = CUTEncoder()
  private var decoder = CUTDecoder()
  private var received: [UInt8] = []
  private var stage = Stage.starting
  private var sequence: UInt8 = 0
  private var sentEnd = false

  /// A transfer before its first record; `data` is the dataset of a download, and empty for an
  /// upload.
  init(_ direction: TransferCommand.Direction, _ data: [UInt8]) {
    self.direction = direction
    rest = data[...]
  }

  mutating func next(_ record: [UInt8]?) -> TransferStep {
    guard let record else { return .send(control(Self.acknowledged, "")) }
    guard record.first == AID.enter.byte else { return .failed }
    switch stage {
    case .starting:
      stage = .data
      return data()
    case .data:
      if direction == .download { return data() }
      guard let inbound = try? InboundRecord(record, in: .model2),
        let field = inbound.fields.first(where: { $0.position == Place.requestField + 1 })
      else { return .failed }
      return received(Array(field.data))
    case .ending: return .finished(received)
    }
  }

  /// The next frame with data, or the request for the terminal's.
  private mutating func data() -> TransferStep {
    sequence = (sequence + 1) & 0x3F
    guard direction == .download else {
      var frame = OutboundEncoder(.eraseWrite, [.restoreKeyboard], in: .model2)
      frame.characters([0xC2])
      frame.startField(FieldAttribute(rawValue: 0x01))
      frame.characters([0x40, CUTAlphabet.six(sequence)])
      return .send(Self.closed(&frame))
    }
    if rest.isEmpty, sentEnd { return end() }
    var text = encoder.encode(&rest, limit: Self.frameLimit)
    if text.isEmpty {
      sentEnd = true
      text = Self.endOfFile
    }
    var frame = OutboundEncoder(.eraseWrite, [.restoreKeyboard], in: .model2)
    let sum = text.reduce(0, ^) & 0x3F
    frame.characters([0xC1, CUTAlphabet.six(sequence), CUTAlphabet.six(sum)])
    frame.characters([
      CUTAlphabet.six(UInt8(text.count >> 6)), CUTAlphabet.six(UInt8(text.count & 0x3F)),
    ])
    frame.characters(text)
    frame.move(to: Place.responseField)
    frame.startField(FieldAttribute(rawValue: 0x00))
    return .send(Self.closed(&frame))
  }

  /// Takes data code, sequence, sum, length and data of an upload.
  private mutating func received(_ bytes: [UInt8]) -> TransferStep {
    guard bytes.count >= 5, let high = CUTAlphabet.value(six: bytes[3]),
      let low = CUTAlphabet.value(six: bytes[4]), bytes[1] == CUTAlphabet.six(sequence)
    else { return .failed }
    let text = bytes.dropFirst(5).prefix(Int(high) << 6 | Int(low))
    guard CUTAlphabet.six(text.reduce(0, ^) & 0x3F) == bytes[2] else { return .failed }
    if Array(text) == Self.endOfFile { return end() }
    guard let decoded = decoder.decode(text), received.count < TransferStep.sizeLimit else {
      return .failed
    }
    received += decoded
    return data()
  }

  private mutating func end() -> TransferStep {
    stage = .ending
    return .send(control(Self.complete, TransferStep.completed))
  }

  private func control(_ code: [UInt8], _ message: String) -> [UInt8] {
    var frame = OutboundEncoder(.eraseWrite, [.restoreKeyboard], in: .model2)
    frame.characters([0xC3, CUTAlphabet.six(sequence)] + code)
    frame.characters(CUTAlphabet.text(message))
    frame.move(to: Place.responseField)
    frame.startField(FieldAttribute(rawValue: 0x00))
    return Self.closed(&frame)
  }

  /// Ends a frame with the attribute by which the terminal knows it.
  private static func closed(_ frame: inout OutboundEncoder) -> [UInt8] {
    frame.move(to: Place.lastField)
    frame.startField(FieldAttribute(rawValue: 0x30))
    frame.move(to: 0)
    frame.insertCursor()
    return frame.bytes
  }
}
