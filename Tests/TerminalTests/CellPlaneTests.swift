import Bytes
import DataStream
import Testing

@testable import Terminal

/// The packed planes hold whatever can come into a cell.
@Suite struct CellPlaneTests {
  private static let every: [PresentationSpace.Kind] =
    (0...255).flatMap { [.character($0), .graphic($0)] }
    + (0...255).map { .attribute(FieldAttribute(rawValue: $0)) }

  @Test func `each character, graphic and attribute is what was put there`() throws {
    var cells = Cells(.model2)
    for (position, kind) in Self.every.enumerated() {
      cells.set(position, kind, values: .default)
      cells.fill((1000 + position)..<(1001 + position), kind, values: .default)
    }
    let thawed = try Self.thawed(cells)
    for (position, kind) in Self.every.enumerated() {
      for cells in [cells, thawed] {
        #expect(cells.kind(position) == kind && cells.kind(1000 + position) == kind)
        if case .attribute(let attribute) = kind {
          #expect(cells.isField(position) && cells.fieldAttribute(position) == attribute)
        } else {
          #expect(!cells.isField(position))
        }
      }
    }
    #expect(thawed.showsSame(as: cells))
  }

  @Test func `a modified tag changes nothing else, and only fields have one`() {
    var cells = Cells(.model2)
    for (position, kind) in Self.every.enumerated() {
      cells.set(position, kind, values: .default)
      cells.setModified(position, true)
      guard case .attribute(var attribute) = kind else {
        #expect(cells.kind(position) == kind)
        continue
      }
      attribute.insert(.modified)
      #expect(cells.kind(position) == .attribute(attribute))
    }
    cells.resetModified()
    for (position, kind) in Self.every.enumerated() {
      guard case .attribute(var attribute) = kind else {
        #expect(cells.kind(position) == kind)
        continue
      }
      attribute.remove(.modified)
      #expect(cells.kind(position) == .attribute(attribute))
    }
  }

  /// More styles than a byte can name.
  @Test func `a screen may have as many styles as cells`() throws {
    var cells = Cells(.model2)
    var expected: [CellAttributes] = []
    for position in 0..<cells.count {
      var values = CellAttributes.default
      values.set(ExtendedType.foreground, 0xF0 | UInt8(position % 16))
      values.set(ExtendedType.background, 0xF0 | UInt8(position / 16 % 16))
      values.set(ExtendedType.highlighting, 0xF0 | UInt8(position / 256 % 16))
      expected.append(values)
      cells.set(position, .character(0xC1), values: values)
    }
    for position in stride(from: 0, to: cells.count, by: 7) {
      expected[position] = .default
      cells.set(position, .character(0xC1), values: .default)
    }
    let thawed = try Self.thawed(cells)
    for position in 0..<cells.count {
      #expect(cells.attributes(position) == expected[position])
      #expect(thawed.attributes(position) == expected[position])
    }
    #expect(cells.showsSame(as: thawed))
    cells.erase(.model2)
    #expect(cells.isBlank && cells.attributes(1919) == .default)
    #expect(!cells.showsSame(as: thawed))
  }

  private static func thawed(_ cells: Cells) throws -> Cells {
    var freezer = Freezer()
    cells.freeze(into: &freezer)
    var thawer = Thawer(freezer.bytes)
    let thawed = try Cells(thawing: &thawer, cells.size)
    try thawer.end()
    return thawed
  }
}
