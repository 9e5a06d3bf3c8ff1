import Bytes
import DataStream
import Testing

@Suite struct DataStreamTests {
  @Test func `addresses are coded in 12 bits up to 4096 cells, and in 14 above`() throws {
    var bytes: [UInt8] = []
    BufferAddress.append(1919, in: .model2, to: &bytes)
    BufferAddress.append(3439, in: .model4, to: &bytes)
    let wide = try #require(Geometry(rows: 62, columns: 160))
    BufferAddress.append(5000, in: wide, to: &bytes)
    #expect(Hex.encode(bytes) == "5D7FF56F1388")
    #expect(BufferAddress.decode(0x5D, 0x7F) == 1919)
    #expect(BufferAddress.decode(0x13, 0x88) == 5000)
  }

  @Test func `every key has its name and reads back`() {
    for number in 1...24 { #expect(AID(name: "PF \(number)") == AID.pf(number)) }
    #expect(AID.pf(13).byte == 0xC1)
    #expect(AID(name: "PA2")?.description == "PA2")
    #expect(AID(name: "PF25") == nil)
    #expect(AID.pf(10).pfNumber == 10)
  }

  @Test func `an inbound record gives its fields, also in tnz's form`() throws {
    let record = try #require(Hex.decode("7DC2E311C2618182"))
    let inbound = try InboundRecord(record, in: .model2)
    #expect(inbound.aid == .enter)
    #expect(inbound.cursor == 163)
    #expect(inbound.fields.map(\.position) == [161])
    #expect(inbound.fields.map { Array($0.data) } == [[0x81, 0x82]])
    let bytes = try #require(Hex.decode("7D40C5114040C1C2"))
    let unformatted = try InboundRecord(bytes, in: .model2)
    #expect(unformatted.fields.map(\.position) == [0])
    let short = try InboundRecord([0x6C], in: .model2)
    #expect(short.aid == .pa1 && short.cursor == nil)
  }

  @Test func `an inbound record that is cut or points outside is an error`() throws {
    for text in ["", "7D6040", "7D404011", "7D404011604081", "7D404008"] {
      let record = try #require(Hex.decode(text))
      #expect(throws: DataStreamError.self, "\(text)") {
        _ = try InboundRecord(record, in: .model2)
      }
    }
  }

  /// What s3270 answers as a 3279-4.
  static let queryReply =
    "88000E81808081848586878895A1A6" + "001781810100005000 2B01000A02E50002006F090C0D70"
    + "00088184000D7000" + "001B81858200090C000000000700100002B900250100F103C30136"
    + "00088186000200F4" + "000F81870500F0F1F1F2F2F4F4F8F8" + "00078188000102"
    + "000C81950000400040000101" + "001281A1000000000000000006A7F3F2F7F0"
    + "001181A600000B01000050001800500 02B"

  @Test func `a query reply tells sizes and abilities`() throws {
    let record = try #require(Hex.decode(Self.queryReply.filter { $0 != " " }))
    let terminal = try #require(TerminalCapabilities(queryReply: record, model: 2))
    #expect(terminal.alternateSize == .model4)
    #expect(terminal.hasColor && terminal.hasHighlighting && terminal.hasGraphicEscape)
    #expect(terminal.hasDDM)
    #expect(terminal.characterSet == 0x02B9_0025)
    let forHost = terminal.queryReplyForHost()
    let again = try #require(TerminalCapabilities(queryReply: forHost, model: 2))
    #expect(again.alternateSize == .model4)
  }

  @Test func `a terminal without a query reply has its model's`() throws {
    let terminal = TerminalCapabilities(model: 5)
    #expect(terminal.alternateSize == .model5 && !terminal.hasColor)
    let reply = terminal.queryReplyForHost()
    let told = try #require(TerminalCapabilities(queryReply: reply, model: 2))
    #expect(told.alternateSize == .model5)
  }

  @Test func `the encoder leaves an address out that is there already`() {
    var encoder = OutboundEncoder(.eraseWrite, [.restoreKeyboard], in: .model2)
    encoder.move(to: 0)
    encoder.startField(.autoskip)
    encoder.characters([0xC1, 0xC2])
    encoder.move(to: 3)
    encoder.insertCursor()
    encoder.move(to: 10)
    #expect(Hex.encode(encoder.bytes) == "F5C21DF0C1C21311404A")
  }
}
