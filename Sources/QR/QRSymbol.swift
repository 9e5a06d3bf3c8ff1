public import Crypto

/// A QR code (ISO/IEC 18004): a square of dark and light modules, which may hold a secret and so is wiped
/// with its last holder.
public struct QRSymbol: Sendable {
  /// Modules of a side.
  public let size: Int
  /// A byte for each module, row by row: 1 where it is dark.
  private let modules: SharedSecret

  init(size: Int, modules: consuming Secret) {
    precondition(modules.count == size * size, "a symbol is a square")
    self.size = size
    self.modules = SharedSecret(modules)
  }

  /// Whether a module is dark; those around the symbol are light.
  public func isDark(_ row: Int, _ column: Int) -> Bool {
    guard (0..<size).contains(row), (0..<size).contains(column) else { return false }
    return modules.secret[row * size + column] == 1
  }

  /// Light modules that a reader wants around the symbol (ISO/IEC 18004 6.3.8).
  private static let quietZone = 4

  /// The symbol as text of a terminal, in UTF-8: two rows of modules a line, dark on light whatever the
  /// terminal's colours are, with the light zone around it.
  public var picture: Secret {
    let side = size + 2 * Self.quietZone
    let (begin, end) = (Array("\u{1B}[30;107m".utf8), Array("\u{1B}[0m\n".utf8))
    // What a cell shows: its upper module, its lower one.
    let cells = [" ", "\u{2584}", "\u{2580}", "\u{2588}"].map { Array($0.utf8) }
    var bytes: [UInt8] = []
    defer { Wipe.bytes(&bytes) }
    // Where the bytes had to move, a copy would stay behind.
    bytes.reserveCapacity((side + 1) / 2 * (begin.count + 3 * side + end.count))
    for row in stride(from: -Self.quietZone, to: size + Self.quietZone, by: 2) {
      bytes += begin
      for column in -Self.quietZone..<(size + Self.quietZone) {
        bytes += cells[(isDark(row, column) ? 2 : 0) + (isDark(row + 1, column) ? 1 : 0)]
      }
      bytes += end
    }
    return Secret(copying: bytes)
  }
}
