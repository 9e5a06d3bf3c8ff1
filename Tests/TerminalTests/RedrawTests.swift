import DataStream
import Testing

@testable import Terminal

@Suite struct RedrawTests {
  private static let plain = TerminalCapabilities(color: .model2)
  private static let doubleByte = TerminalCapabilities(color: .model2, isDoubleByte: true)

  private static func drawn(
    _ records: [UInt8]..., on terminal: TerminalCapabilities = plain
  ) -> (space: PresentationSpace, redraw: [UInt8]) {
    var space = PresentationSpace(terminal)
    for record in records { #expect(space.apply(record).error == nil) }
    return (space, RestoreEncoder.records(space, for: terminal)[0])
  }

  /// Pairs between SO and SI, blanks at their end; a field of pairs; characters of the set.
  @Test(arguments: [
    [0x1D, 0x60, 0x0E, 0x42, 0x81, 0x42, 0x82] + [UInt8](repeating: 0x40, count: 16) + [0x0F],
    [0x1D, 0x60, 0x0E] + [UInt8](repeating: 0x44, count: 12) + [0x0F],
    [0x29, 0x02, 0xC0, 0x60, 0x43, 0xF8] + [UInt8](repeating: 0x40, count: 12) + [0x1D, 0x60],
    [0x1D, 0x60, 0x28, 0x43, 0xF8] + [UInt8](repeating: 0x40, count: 12)
      + [0x28, 0x43, 0x00, 0xC1],
  ])
  func `double-byte text is redrawn byte for byte`(text: [UInt8]) {
    for terminal in [Self.plain, Self.doubleByte] {
      let (_, redraw) = Self.drawn([0xF5, 0xC3] + text, on: terminal)
      #expect(redraw.starts(with: [0xF5, 0xC2] + text), "\(redraw)")
    }
  }

  @Test func `half a pair is not sent to a terminal that would end the write at it`() {
    // A pair short of its second byte, an SI alone, and a lone cell of the set; then a letter.
    let record: [UInt8] = [
      0xF5, 0xC3, 0x1D, 0x60, 0x0E, 0x42, 0x81, 0x42, 0x0F, 0xC1, 0x0F, 0x28, 0x43, 0xF8, 0xC2,
      0x28, 0x43, 0x00, 0xC3,
    ]
    let (_, redraw) = Self.drawn(record, on: Self.doubleByte)
    #expect(!redraw.contains(0x0E) && !redraw.contains(0x0F) && !redraw.contains(0x28))
    #expect(redraw.starts(with: [0xF5, 0xC2, 0x1D, 0x60, 0x40, 0x42, 0x81, 0x42, 0x40, 0xC1]))
    // Elsewhere they are characters as others, and come back.
    let (space, other) = Self.drawn(record)
    #expect(Self.drawn(other).space.showsSame(as: space))
  }

  @Test func `a pair typed over keeps its two bytes together`() {
    var (space, _) = Self.drawn(
      [0xF5, 0xC3, 0x1D, 0x40, 0x28, 0x42, 0xF2, 0x0E, 0x42, 0x81, 0x0F], on: Self.doubleByte)
    // The second half only differs, and loses its colour as what is typed does.
    #expect(
      space.merge(readBuffer: [0x7D, 0x40, 0x40, 0x1D, 0x40, 0x0E, 0x42, 0x82, 0x0F])
        == nil)
    var reply = space.readBuffer()
    reply[7] = 0x82
    #expect(space.merge(readBuffer: reply) != nil)
    let redraw = RestoreEncoder.records(space, for: Self.doubleByte)[0]
    #expect(redraw.firstRange(of: [0x42, 0x82]) != nil)
  }

  @Test func `a repeated pair fills cells two at a time at terminals that have them`() {
    // SO, Repeat to Address 8 with the pair 4482, SI.
    let record: [UInt8] = [
      0xF5, 0xC3, 0x1D, 0x60, 0x0E, 0x3C, 0x40, 0xC8, 0x44, 0x82, 0x0F, 0xC1,
    ]
    let (space, _) = Self.drawn(record, on: Self.doubleByte)
    #expect(
      space.readBuffer()[5...].starts(with: [
        0x0E, 0x44, 0x82, 0x44, 0x82, 0x44, 0x82, 0x0F, 0xC1,
      ]))
    let (plain, _) = Self.drawn(record)
    #expect(plain.kind(7) == .character(0x44))
  }

  @Test(
    arguments: [
      (ExtendedType.foreground, 0x7F, 0x00), (ExtendedType.foreground, 0x01, 0x00),
      (ExtendedType.background, 0xEF, 0x00), (ExtendedType.foreground, 0xF8, 0xF8),
      (ExtendedType.characterSet, 0x7F, 0x00), (ExtendedType.highlighting, 0xFC, 0xFC),
      (ExtendedType.highlighting, 0x72, 0xF2), (ExtendedType.highlighting, 0xF0, 0xF0),
      (ExtendedType.highlighting, 0x20, 0x00),
    ] as [(UInt8, UInt8, UInt8)])
  func `a value that does not exist is what emulators make of it`(
    type: UInt8, value: UInt8, kept: UInt8
  ) {
    let before: UInt8 = 0xF1
    let (space, redraw) = Self.drawn([
      0xF5, 0xC3, 0x28, type, before, 0xC1, 0x28, type, value, 0xC2, 0x1D, 0x40, 0x28, type, value,
    ])
    #expect(space.attributes(0).value(type) == before)
    #expect(space.attributes(1).value(type) == kept)
    #expect(Self.drawn(redraw).space.showsSame(as: space))
    let (field, _) = Self.drawn([0xF5, 0xC3, 0x29, 0x02, 0xC0, 0x60, type, value, 0xC1])
    #expect(field.attributes(0).value(type) == kept)
  }

  @Test func `attributes of a cell are kept apart, each with all its values`() {
    var values = CellAttributes.default
    for foreground in UInt8(0xF0)...0xFF {
      values.set(ExtendedType.foreground, foreground)
      for background in UInt8(0xF0)...0xFF {
        values.set(ExtendedType.background, background)
        values.set(ExtendedType.highlighting, foreground)
        values.set(ExtendedType.characterSet, CharacterSet.doubleByte)
        #expect(values.foreground == foreground && values.highlighting == foreground)
        #expect(values.background == background)
        #expect(values.characterSet == CharacterSet.doubleByte)
      }
    }
  }

  @Test func `Program Tab after data resets the attributes of the cells that it nulls`() {
    let (space, redraw) = Self.drawn(
      [0xF5, 0xC3, 0x1D, 0x40, 0x28, 0x41, 0xF2] + [0xC1, 0xC2, 0xC3, 0xC4, 0xC5],
      [0xF1, 0xC2, 0x11, 0x40, 0xC1, 0xE7, 0x05])
    #expect(space.kind(2) == .character(0) && space.attributes(2) == .default)
    #expect(!redraw.contains(ExtendedType.highlighting))
  }
}
