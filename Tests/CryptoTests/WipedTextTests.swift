import Crypto
import Testing

@Suite struct WipedTextTests {
  @Test func `a part of a text is no copy, and keeps it alive`() {
    var slice = WipedText(copying: Array("RDEFINE KEY(1122)".utf8)).slice
    slice = slice[12..<16]
    #expect(String(decoding: slice, as: UTF8.self) == "1122")
    #expect(slice.first == 0x31 && slice.count == 4)
    #expect(Array(slice.dropFirst(2)) == [0x32, 0x32])
  }

  @Test func `a text that is written takes back its last bytes`() {
    let text = WipedText(capacity: 8) { writer in
      for byte in Array("AB -".utf8) { writer.append(byte) }
      writer.removeLast(1)
    }
    #expect(Array(text.slice) == Array("AB ".utf8))
    #expect(WipedText(copying: []).slice.isEmpty)
  }
}
