public import DataStream

/// Makes outbound records at random, of every command and order that writes.
public struct StreamGenerator {
  private var state: UInt64
  private let size: Geometry
  var cells = 1920

  /// Streams for a screen of a size; the same seed gives the same streams.
  public init(seed: UInt64, size: Geometry) {
    state = seed
    self.size = size
  }

  /// A number from 0 to below `limit` (SplitMix64).
  public mutating func next(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }

  /// A record: the command with its WCC, then an order or a run of characters each.
  public mutating func record(isAlternate: Bool) -> [[UInt8]] {
    var record: [UInt8]
    switch next(10) {
    case 0, 1:
      record = [0xF5]
      cells = 1920
    case 2, 3:
      record = [0x7E]
      cells = size.cells
    case 4: return [[0x6F]]
    default:
      record = [0xF1]
      cells = isAlternate ? size.cells : 1920
    }
    record.append([0xC0, 0xC1, 0xC2, 0xC3][next(4)])
    var pieces = [record]
    for _ in 0..<next(30) {
      var piece: [UInt8] = []
      order(&piece)
      pieces.append(piece)
    }
    return pieces
  }

  private mutating func address(_ record: inout [UInt8]) {
    let position = next(cells)
    if next(2) == 0, cells <= 4096 {
      record.append(BufferAddress.graphicCode(UInt8(position >> 6)))
      record.append(BufferAddress.graphicCode(UInt8(position & 0x3F)))
    } else {
      record += [UInt8(position >> 8), UInt8(position & 0xFF)]
    }
  }

  private mutating func character() -> UInt8 { UInt8(0x40 + next(0xBF)) }

  private mutating func order(_ record: inout [UInt8]) {
    switch next(13) {
    case 0, 1:
      record.append(0x11)
      address(&record)
    case 2, 3: record += [0x1D, attribute()]
    case 4:
      let count = 1 + next(3)
      record += [0x29, UInt8(count), 0xC0, attribute()]
      for _ in 1..<count { pair(&record, isField: true) }
    case 5:
      record += [0x28]
      pair(&record)
    case 6: record.append(0x13)
    case 7: record.append(0x05)
    case 8:
      record.append(0x3C)
      address(&record)
      record.append(next(3) == 0 ? 0 : character())
    case 9:
      // The emulator looks up the field that it is in at SBA only: without one before it, EUA
      // takes the last attribute that was written for it.
      record.append(0x11)
      address(&record)
      record.append(0x12)
      address(&record)
    case 10:
      record += [0x2C, 1]
      if next(2) == 0 { record += [0xC0, attribute()] } else { pair(&record, isField: true) }
    default:
      for _ in 0..<next(40) { record.append(character()) }
    }
  }

  private mutating func attribute() -> UInt8 {
    BufferAddress.graphicCode(UInt8(next(64)) & 0x3D)
  }

  /// A type and its value; one in eight colours does not exist. Of fields' highlighting emulators
  /// keep three bits only, and F0 as the default.
  private mutating func pair(_ record: inout [UInt8], isField: Bool = false) {
    switch next(4) {
    case 0:
      let values: [UInt8] = [0x00, 0xF1, 0xF2, 0xF4, 0xF8, 0xFC, 0x72, 0x10]
      record += [0x41, values[next(isField ? 4 : values.count)]]
    case 1: record += [0x42, color()]
    case 2: record += [0x45, color()]
    default: record += [0x43, [0x00, 0x55, 0x00, 0x7F][next(4)]]
    }
  }

  private mutating func color() -> UInt8 {
    next(8) == 0 ? UInt8(next(0xF0)) : UInt8(0xF0 + next(16))
  }
}
