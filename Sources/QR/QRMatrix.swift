import Crypto

/// The modules of a symbol while it is made.
struct QRMatrix {
  private let version: QRVersion
  private var size: Int { version.size }
  /// A byte for each module: 1 where it is dark.
  private(set) var modules: [UInt8]
  /// Modules that are the symbol's own, and no data.
  private var isOwn: [Bool]

  /// A symbol without data, and without format.
  init(_ version: QRVersion) {
    self.version = version
    modules = [UInt8](repeating: 0, count: version.size * version.size)
    isOwn = [Bool](repeating: false, count: version.size * version.size)
    drawTiming()
    for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { drawFinder(row, column) }
    drawAlignment()
    drawFormat(mask: 0)
    drawVersion()
  }

  /// Overwrites the modules.
  mutating func wipe() { Wipe.bytes(&modules) }

  private mutating func set(_ row: Int, _ column: Int, to isDark: Bool) {
    modules[row * size + column] = isDark ? 1 : 0
    isOwn[row * size + column] = true
  }

  // MARK: The symbol's own modules

  private mutating func drawTiming() {
    for index in 0..<size {
      set(6, index, to: index % 2 == 0)
      set(index, 6, to: index % 2 == 0)
    }
  }

  /// A finder pattern around a centre, with the light modules around it.
  private mutating func drawFinder(_ row: Int, _ column: Int) {
    for y in -4...4 {
      for x in -4...4 where (0..<size).contains(row + y) && (0..<size).contains(column + x) {
        let distance = max(abs(x), abs(y))
        set(row + y, column + x, to: distance != 2 && distance != 4)
      }
    }
  }

  private mutating func drawAlignment() {
    guard let last = version.alignment.last else { return }
    for row in version.alignment {
      for column in version.alignment {
        // Three corners have finders.
        if (row, column) == (6, 6) || (row, column) == (6, last) || (row, column) == (last, 6) {
          continue
        }
        for y in -2...2 {
          for x in -2...2 { set(row + y, column + x, to: max(abs(x), abs(y)) != 1) }
        }
      }
    }
  }

  /// A number, and the rest of its division by a polynomial.
  private static func coded(_ value: Int, _ polynomial: Int, bits: Int) -> Int {
    var rest = value
    for _ in 0..<bits { rest = rest << 1 ^ (rest >> (bits - 1) & 1) * polynomial }
    return value << bits | rest
  }

  /// Level M and the mask, twice (ISO/IEC 18004 7.9).
  private mutating func drawFormat(mask: Int) {
    let bits = Self.coded(mask, 0x537, bits: 10) ^ 0x5412
    func isDark(_ bit: Int) -> Bool { bits >> bit & 1 == 1 }
    for bit in 0..<6 { set(bit, 8, to: isDark(bit)) }
    set(7, 8, to: isDark(6))
    set(8, 8, to: isDark(7))
    set(8, 7, to: isDark(8))
    for bit in 9..<15 { set(8, 14 - bit, to: isDark(bit)) }
    for bit in 0..<8 { set(8, size - 1 - bit, to: isDark(bit)) }
    for bit in 8..<15 { set(size - 15 + bit, 8, to: isDark(bit)) }
    set(size - 8, 8, to: true)
  }

  /// The version, twice, from the seventh on (ISO/IEC 18004 7.10).
  private mutating func drawVersion() {
    guard version.number >= 7 else { return }
    let bits = Self.coded(version.number, 0x1F25, bits: 12)
    for bit in 0..<18 {
      let (near, far) = (bit / 3, size - 11 + bit % 3)
      set(near, far, to: bits >> bit & 1 == 1)
      set(far, near, to: bits >> bit & 1 == 1)
    }
  }

  // MARK: Data

  /// Places bytes in columns of two from the right, upwards and downwards (ISO/IEC 18004 7.7.3).
  mutating func place(_ words: [UInt8]) {
    var bit = 0
    var right = size - 1
    var isUpwards = true
    while right > 0 {
      // The column of the timing pattern is left out.
      if right == 6 { right = 5 }
      for step in 0..<size {
        let row = isUpwards ? size - 1 - step : step
        for column in [right, right - 1] where !isOwn[row * size + column] {
          // Modules that are left over stay light.
          guard bit < words.count * 8 else { continue }
          modules[row * size + column] = words[bit / 8] >> UInt8(7 - bit % 8) & 1
          bit += 1
        }
      }
      isUpwards.toggle()
      right -= 2
    }
  }

  /// The same with a mask over the data, which its format tells.
  func masked(_ mask: Int) -> QRMatrix {
    var matrix = self
    for row in 0..<size {
      for column in 0..<size
      where !isOwn[row * size + column] && Self.inverts(mask, row: row, column: column) {
        matrix.modules[row * size + column] ^= 1
      }
    }
    matrix.drawFormat(mask: mask)
    return matrix
  }

  /// ISO/IEC 18004, table 10.
  private static func inverts(_ mask: Int, row: Int, column: Int) -> Bool {
    switch mask {
    case 0: (row + column) % 2 == 0
    case 1: row % 2 == 0
    case 2: column % 3 == 0
    case 3: (row + column) % 3 == 0
    case 4: (row / 2 + column / 3) % 2 == 0
    case 5: row * column % 2 + row * column % 3 == 0
    case 6: (row * column % 2 + row * column % 3) % 2 == 0
    default: ((row + column) % 2 + row * column % 3) % 2 == 0
    }
  }

  // MARK: How well it can be read

  /// Points for what readers stumble over (ISO/IEC 18004 7.8.3): the fewer the better.
  var penalty: Int {
    var points = 0
    for index in 0..<size {
      points += Self.linePenalty((0..<size).map { modules[index * size + $0] })
      points += Self.linePenalty((0..<size).map { modules[$0 * size + index] })
    }
    for row in 1..<size {
      for column in 1..<size {
        let dark =
          modules[row * size + column] + modules[row * size + column - 1]
          + modules[(row - 1) * size + column] + modules[(row - 1) * size + column - 1]
        if dark == 0 || dark == 4 { points += 3 }
      }
    }
    let dark = modules.reduce(0) { $0 + Int($1) }
    return points + abs(dark * 20 - modules.count * 10) / modules.count * 10
  }

  /// Runs of five and more, and what looks like a finder.
  private static func linePenalty(_ line: [UInt8]) -> Int {
    var line = line
    defer { Wipe.bytes(&line) }
    var (points, run) = (0, 0)
    for index in line.indices {
      run = index > 0 && line[index] == line[index - 1] ? run + 1 : 1
      if run == 5 { points += 3 } else if run > 5 { points += 1 }
      guard index >= 6, Array(line[(index - 6)...index]) == finder else { continue }
      let before = line[max(0, index - 10)..<(index - 6)].allSatisfy { $0 == 0 }
      let after = line[(index + 1)..<min(line.count, index + 5)].allSatisfy { $0 == 0 }
      if before || after { points += 40 }
    }
    return points
  }

  private static let finder: [UInt8] = [1, 0, 1, 1, 1, 0, 1]
}
