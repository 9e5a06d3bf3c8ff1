import DataStream

/// IND$FILE by structured fields (DFT): Open, then Insert or Get record by record, Close, and the
/// last word as a message of its own.
struct StructuredFieldTransfer: TransferProtocol {
  private enum Stage: Sendable {
    case opening, data, closing, openingMessage, message
  }

  /// Functions of structured field D0.
  private enum Function {
    static let open: [UInt8] = [0x00, 0x12]
    static let openReply: [UInt8] = [0x00, 0x09]
    static let close: [UInt8] = [0x41, 0x12]
    static let closeReply: [UInt8] = [0x41, 0x09]
    static let setCursor: [UInt8] = [0x45, 0x11]
    static let get: [UInt8] = [0x46, 0x11]
    static let dataReply: [UInt8] = [0x46, 0x05]
    static let endOfFile: [UInt8] = [0x46, 0x08]
    static let insertRequest: [UInt8] = [0x47, 0x11]
    static let insert: [UInt8] = [0x47, 0x04]
    static let insertReply: [UInt8] = [0x47, 0x05]
  }

  /// Bytes of a dataset in one record; terminals announce 4,096 and more.
  private static let chunk = 2000
  private let direction: TransferCommand.Direction
  private var rest: ArraySlice<UInt8>
  private var received: [UInt8] = []
  private var stage = Stage.opening

  /// A transfer before its first record; `data` is the dataset of a download, and empty for an
  /// upload.
  init(_ direction: TransferCommand.Direction, _ data: [UInt8]) {
    self.direction = direction
    rest = data[...]
  }

  mutating func next(_ record: [UInt8]?) -> TransferStep {
    guard let record else { return .send(Self.open("FT:DATA")) }
    guard record.count >= 6, record[0] == AID.structuredField.byte, record[3] == 0xD0 else {
      return .failed
    }
    let function = Array(record[4...5])
    switch (stage, function) {
    case (.opening, Function.openReply):
      stage = .data
      return data()
    case (.data, Function.insertReply): return data()
    case (.data, Function.dataReply):
      guard record.count >= 17, received.count < TransferStep.sizeLimit else { return .failed }
      received += record[17...]
      return data()
    case (.data, Function.endOfFile): return close()
    case (.closing, Function.closeReply):
      stage = .openingMessage
      return .send(Self.open("FT:MSG "))
    case (.openingMessage, Function.openReply):
      stage = .message
      return .send(Self.insert(Array(TransferStep.completed.utf8)[...]))
    case (.message, Function.insertReply): return .finished(received)
    default: return .failed
    }
  }

  private mutating func data() -> TransferStep {
    switch direction {
    case .upload:
      return .send([0xF3] + Self.field(Function.setCursor) + Self.field(Function.get))
    case .download:
      guard !rest.isEmpty else { return close() }
      let chunk = rest.prefix(Self.chunk)
      rest = rest.dropFirst(chunk.count)
      return .send(Self.insert(chunk))
    }
  }

  private mutating func close() -> TransferStep {
    stage = .closing
    return .send([0xF3] + Self.field(Function.close))
  }

  private static func field(_ function: [UInt8], _ body: [UInt8] = []) -> [UInt8] {
    let length = 3 + function.count + body.count
    return [UInt8(length >> 8), UInt8(length & 0xFF), 0xD0] + function + body
  }

  private static func open(_ name: String) -> [UInt8] {
    [0xF3]
      + field(
        Function.open,
        [
          0x01, 0x06, 0x01, 0x01, 0x04, 0x03, 0x0A, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x11, 0x01, 0x01,
          0x00, 0x50, 0x05, 0x52, 0x03, 0xF0, 0x03, 0x09,
        ] + Array(name.utf8))
  }

  private static func insert(_ data: ArraySlice<UInt8>) -> [UInt8] {
    let length = data.count + 5
    return [0xF3] + field(Function.insertRequest, [0x01, 0x05, 0x00, 0x80, 0x00])
      + field(
        Function.insert, [0xC0, 0x80, 0x61, UInt8(length >> 8), UInt8(length & 0xFF)] + data)
  }
}
