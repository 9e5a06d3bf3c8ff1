import Bytes
import DataStream
import EBCDIC
import Testing

@testable import Terminal

@Suite struct NarratorTests {
  private static let terminal = TerminalCapabilities(color: .model2)
  private static let secret = CodePage.bracket.encode("SECRET")

  /// A visible field with USER, and a hidden one at (2,1) with the secret in it.
  private static let signOn: [UInt8] =
    [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x60] + CodePage.bracket.encode("TPX MENU")
    + [0x1D, 0x40, 0x13, 0x11, 0xC1, 0x50, 0x1D, 0x4D] + secret + [0x1D, 0x60]

  @Test func `a write reads as in x3270's trace`() {
    var narrator = Narrator(Self.terminal, page: .bracket)
    #expect(
      narrator.host(Self.signOn).words
        == "EraseWrite(restore,resetMDT) SetBufferAddress(1,1) StartField(protected) 'TPX MENU' "
        + "StartField(unprotected) InsertCursor SetBufferAddress(2,1) "
        + "StartField(unprotected,nondisplay,modified) '******' StartField(protected)")
    #expect(
      narrator.host([0xF1, 0xC4, 0x29, 0x02, 0xC0, 0xF0, 0x42, 0xF2, 0x28, 0x41, 0xF4, 0x08, 0xC5])
        .words
        == "Write(alarm) StartFieldExtended(skip,color red) SetAttribute(highlighting underscore) "
        + "GraphicEscape '┌'")
    #expect(
      narrator.host([0xF1, 0xC2, 0x3C, 0x40, 0xC8, 0x60, 0x12, 0x40, 0x40, 0x05, 0x00]).words
        == "Write(restore) RepeatToAddress(1,9) '-' EraseUnprotectedToAddress(1,1) ProgramTab X'00'"
    )
    #expect(
      narrator.host(StructuredField.readPartitionQuery).words
        == "WriteStructuredField ReadPartition(Query)")
    #expect(narrator.host([0x6F]).words == "EraseAllUnprotected")
    #expect(narrator.host([0x99, 0xC1]).words == "(no 3270 command)")
  }

  @Test func `what is typed is told by its fields, and dark where it is not shown`() {
    var narrator = Narrator(Self.terminal, page: .bracket)
    _ = narrator.host(Self.signOn)
    let typed: [UInt8] =
      [0x7D, 0xC1, 0x50, 0x11, 0x40, 0x4A] + CodePage.bracket.encode("BOB") + [0x11, 0xC1, 0xD1]
      + Self.secret
    let told = narrator.terminal(typed)
    #expect(
      told.words == "ENTER(2,1) SetBufferAddress(1,11) 'BOB' SetBufferAddress(2,2) '******'")
    #expect(told.record == typed.dropLast(6) + [UInt8](repeating: 0x5C, count: 6))
    #expect(narrator.terminal([0x6C]).words == "PA2" || narrator.terminal([0x6C]).words == "PA1")
    // Not typed by the user: all of it.
    #expect(!narrator.terminal(typed, isTyped: false).words.contains("BOB"))
  }

  @Test func `a buffer is dark where its own fields are not shown`() {
    var space = PresentationSpace(Self.terminal)
    #expect(space.apply(Self.signOn).error == nil)
    var narrator = Narrator(Self.terminal, page: .bracket)
    _ = narrator.host([0xF5, 0xC3])
    let told = narrator.terminal(space.readBuffer())
    #expect(told.words.contains("'TPX MENU'") && !told.words.contains("SECRET"))
    #expect(told.record.firstRange(of: Self.secret) == nil)
  }

  @Test func `before the screen was seen, and after an error, all is dark`() {
    var narrator = Narrator(Self.terminal, page: .bracket)
    let write: [UInt8] = [0xF1, 0xC3, 0x11, 0x40, 0x40] + Self.secret
    #expect(narrator.host(write).words.hasSuffix("'******'"))
    let key: [UInt8] = [0x7D, 0x40, 0x40, 0x11, 0x40, 0x40] + Self.secret
    #expect(narrator.terminal(key).words.hasSuffix("'******'"))
    _ = narrator.host([0xF5, 0xC3])
    #expect(narrator.terminal(key).words.hasSuffix("'SECRET'"))
    // An address outside of the screen, and text behind it.
    let broken = narrator.host([0xF1, 0xC3, 0x11, 0x7F, 0x7F] + Self.secret)
    #expect(broken.record.firstRange(of: Self.secret) == nil)
    #expect(broken.words.contains("lies outside the screen"))
    #expect(narrator.terminal(key).words.hasSuffix("'******'"))
    #expect(narrator.terminal([0x6D]).words == "CLEAR")
    #expect(narrator.terminal(key).words.hasSuffix("'SECRET'"))
  }

  @Test func `a hidden field that is begun before text of its own record hides it`() {
    var narrator = Narrator(Self.terminal, page: .bracket)
    let told = narrator.host(
      [0xF5, 0xC3, 0x11, 0x40, 0xC1] + Self.secret + [0x11, 0x40, 0x40, 0x1D, 0x4C])
    #expect(!told.words.contains("SECRET"))
    // Repeated and graphic characters too.
    let fill = narrator.host([0xF1, 0xC3, 0x11, 0x40, 0xC1, 0x3C, 0x40, 0xC8, 0xE7, 0x08, 0xC5])
    #expect(fill.record.suffix(3) == [0x5C, 0x08, 0x5C])
  }

  @Test func `files and answers to system services are dark, replies to queries are not`() {
    var narrator = Narrator(Self.terminal, page: .bracket)
    let block: [UInt8] = [0xF3, 0x00, 0x0B, 0xD0, 0x47, 0x04] + Self.secret.prefix(5)
    #expect(narrator.host(block).record.firstRange(of: Self.secret.prefix(5)) == nil)
    let upload: [UInt8] = [0x88, 0x00, 0x0B, 0xD0, 0x46, 0x05] + Self.secret.prefix(5)
    #expect(narrator.terminal(upload).record.firstRange(of: Self.secret.prefix(5)) == nil)
    #expect(narrator.systemText(Self.secret, isFromHost: false).words == "SSCP-LU '******'")
    #expect(narrator.systemText(Self.secret, isFromHost: true).words == "SSCP-LU 'SECRET'")
    let reply = Self.terminal.queryReplyForHost()
    let told = narrator.terminal(reply)
    #expect(told.record == reply)
    #expect(told.words.hasPrefix("StructuredField QueryReply(Summary) QueryReply(UsableArea)"))
  }
}
