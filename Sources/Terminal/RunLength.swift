/// Cells' bytes with runs of equal ones shortened: most of a screen is the same.
///
/// A control byte begins each part. 00 to 7F: one more than that many bytes follow as they are. 80 to
/// BF: the next byte stands one more than the low six bits times. C0 to FF: so does the byte behind
/// the next, whose count has these low six bits and that byte, less one.
enum RunLength {
  /// Runs up to this length cost less as they are.
  private static let shortRun = 2
  private static let longestLiteral = 128
  private static let longestShort = 64
  private static let longestRun = 1 << 14

  static func encode(_ plane: [UInt8]) -> [UInt8] {
    var coded: [UInt8] = []
    let cells = plane.span
    // What is not coded yet begins at `pending`, and the run under way at `start`.
    var (pending, start) = (0, 0)
    while start < cells.count {
      let code = cells[start]
      var end = start + 1
      while end < cells.count, cells[end] == code, end - start < longestRun { end += 1 }
      if end - start > shortRun {
        put(plane[pending..<start], to: &coded)
        put(code, times: end - start, to: &coded)
        pending = end
      }
      start = end
    }
    put(plane[pending...], to: &coded)
    return coded
  }

  private static func put(_ literal: ArraySlice<UInt8>, to coded: inout [UInt8]) {
    var rest = literal
    while !rest.isEmpty {
      let part = rest.prefix(longestLiteral)
      coded.append(UInt8(part.count - 1))
      coded += part
      rest = rest.dropFirst(longestLiteral)
    }
  }

  private static func put(_ code: UInt8, times count: Int, to coded: inout [UInt8]) {
    if count <= longestShort {
      coded.append(0x80 | UInt8(count - 1))
    } else {
      coded.append(0xC0 | UInt8((count - 1) >> 8))
      coded.append(UInt8((count - 1) & 0xFF))
    }
    coded.append(code)
  }

  /// The bytes that were encoded; nil where these are not so many.
  static func decode(_ coded: [UInt8], count: Int) -> [UInt8]? {
    var plane: [UInt8] = []
    plane.reserveCapacity(count)
    var rest = coded[...]
    while let control = rest.popFirst() {
      if control < 0x80 {
        let length = Int(control) + 1
        guard length <= rest.count, plane.count + length <= count else { return nil }
        plane += rest.prefix(length)
        rest = rest.dropFirst(length)
        continue
      }
      var length = Int(control & 0x3F)
      if control >= 0xC0 {
        guard let low = rest.popFirst() else { return nil }
        length = length << 8 | Int(low)
      }
      guard let code = rest.popFirst(), plane.count + length + 1 <= count else { return nil }
      for _ in 0...length { plane.append(code) }
    }
    return plane.count == count ? plane : nil
  }
}
