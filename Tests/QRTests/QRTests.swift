import Crypto
import Foundation
import Testing

@testable import QR

/// Symbols as another encoder makes them (python-qrcode 8.2), of all versions, each full and nearly full.
@Suite struct QRTests {
  private struct Known {
    let version: Int
    let mask: Int
    let data: [UInt8]
    let rows: [String]
  }

  private static func bytes(_ hex: Substring) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }

  private func known() throws -> [Known] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/symbols.txt")
    var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")[...]
    var all: [Known] = []
    while let head = lines.popFirst()?.split(separator: " ") {
      let version = try #require(Int(head[0]))
      let rows = lines.prefix(17 + 4 * version).map(String.init)
      lines = lines.dropFirst(rows.count)
      all.append(
        Known(
          version: version, mask: try #require(Int(head[1])), data: Self.bytes(head[2]), rows: rows)
      )
    }
    return all
  }

  private func rows(_ symbol: QRSymbol) -> [String] {
    (0..<symbol.size).map { row in
      String((0..<symbol.size).map { symbol.isDark(row, $0) ? "1" : "0" })
    }
  }

  @Test func `each version and mask is as another encoder draws it`() throws {
    let all = try known()
    #expect(all.count == 20 && Set(all.map(\.version)).count == 10)
    for one in all {
      let version = QRVersion.all[one.version - 1]
      let symbol = QREncoder.symbol(Secret(copying: one.data), version, mask: one.mask)
      let isSame = rows(symbol) == one.rows
      #expect(isSame, "version \(one.version), mask \(one.mask)")
    }
  }

  @Test func `the smallest version is taken, up to 213 bytes`() {
    let capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]
    #expect(QRVersion.all.map(\.capacity) == capacities)
    for (index, capacity) in capacities.enumerated() {
      let symbol = QREncoder.symbol(Secret(count: capacity) { _ in 0x41 })
      #expect(symbol?.size == 21 + 4 * index)
    }
    #expect(QREncoder.symbol(Secret(count: 214) { _ in 0x41 }) == nil)
    #expect(QREncoder.symbol(Secret(count: 0) { _ in 0 })?.size == 21)
  }

  @Test func `the mask with the fewest points is taken`() {
    for version in QRVersion.all {
      let data = Secret(count: version.capacity) { UInt8(truncatingIfNeeded: $0 * 29) }
      let chosen = rows(QREncoder.symbol(data, version, mask: nil))
      let all = (0..<8).map { rows(QREncoder.symbol(data, version, mask: $0)) }
      let points = all.map { Self.points($0) }
      #expect(chosen == all[points.firstIndex(of: points.min() ?? 0) ?? 0])
    }
  }

  /// ISO/IEC 18004 7.8.3, told again in another way.
  private static func points(_ rows: [String]) -> Int {
    let grid = rows.map { Array($0) }
    let columns = grid.indices.map { column in String(grid.map { $0[column] }) }
    var points = 0
    for line in rows + columns {
      for run in line.matches(of: #/0{5,}|1{5,}/#) { points += run.output.count - 2 }
      let padded = Array("0000" + line + "0000")
      for start in 0...(padded.count - 15) where start >= 0 {
        let seen = String(padded[start + 4..<start + 11])
        guard seen == "1011101" else { continue }
        let (before, after) = (padded[start..<start + 4], padded[start + 11..<start + 15])
        if before.allSatisfy({ $0 == "0" }) || after.allSatisfy({ $0 == "0" }) { points += 40 }
      }
    }
    for row in 1..<grid.count {
      for column in 1..<grid.count
      where Set([
        grid[row][column], grid[row - 1][column], grid[row][column - 1], grid[row - 1][column - 1],
      ]).count == 1 {
        points += 3
      }
    }
    let dark = grid.joined().count { $0 == "1" }
    return points + abs(dark * 20 - grid.count * grid.count * 10) / (grid.count * grid.count) * 10
  }

  @Test func `the picture has a light zone around it, and two rows a line`() throws {
    let made = QREncoder.symbol(Secret(copying: Array("TURNSTILE".utf8)))
    let symbol = try #require(made)
    let text = symbol.picture.withBytes { String(decoding: $0, as: UTF8.self) }
    let lines = text.split(separator: "\n")
    #expect(lines.count == (21 + 8 + 1) / 2)
    let cells = lines.map { line in
      Array(line.replacing("\u{1B}[30;107m", with: "").replacing("\u{1B}[0m", with: ""))
    }
    #expect(cells.allSatisfy { $0.count == 29 })
    #expect(cells[0].allSatisfy { $0 == " " } && cells.allSatisfy { $0[3] == " " })
    // The finder's corner: dark above dark, then dark above light.
    #expect(cells[2][4] == "\u{2588}" && cells[2][5] == "\u{2580}")
  }
}
