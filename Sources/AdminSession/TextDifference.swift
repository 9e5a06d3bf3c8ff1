import Syntax

/// How a file's text became another one.
enum TextDifference {
  /// Most pairs of lines that are compared: 200 lines with 200, which a shard does between two keys of
  /// others. Of more the whole is told.
  private static let limit = 40_000

  /// Lines that went, with `-`, and that came, with `+`, each with its number.
  static func lines(_ old: [UInt8], _ new: [UInt8]) -> [String] {
    let left = SourceText(path: "", bytes: old).lines
    let right = SourceText(path: "", bytes: new).lines
    var start = 0
    while start < min(left.count, right.count), left[start] == right[start] { start += 1 }
    var tail = 0
    while tail < min(left.count, right.count) - start,
      left[left.count - 1 - tail] == right[right.count - 1 - tail]
    { tail += 1 }
    let (a, b) = (Array(left[start..<left.count - tail]), Array(right[start..<right.count - tail]))
    func gone(_ index: Int) -> String { "\(start + index + 1) - \(a[index])" }
    func come(_ index: Int) -> String { "\(start + index + 1) + \(b[index])" }
    guard a.count * b.count <= limit else { return a.indices.map(gone) + b.indices.map(come) }
    // Length of the longest common run of lines from each place on.
    var common = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
      }
    }
    var told: [String] = []
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if i < a.count, j < b.count, a[i] == b[j] {
        (i, j) = (i + 1, j + 1)
      } else if i < a.count, j == b.count || common[i + 1][j] >= common[i][j + 1] {
        told.append(gone(i))
        i += 1
      } else {
        told.append(come(j))
        j += 1
      }
    }
    return told
  }
}
