import Platform

/// The last lines of the log about a ticket profile.
public enum LogExcerpt {
  /// Bytes of the log's end that are looked at.
  private static let window = 1 << 20
  /// Records that are told.
  private static let count = 8

  /// The last records about a ticket's application name, of the log at a path; newest last.
  public static func tickets(of profile: String, in path: String) -> [String] {
    guard let bytes = try? Files.readEnd(path, count: window) else { return [] }
    var records: [[String]] = []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      if line.first == " ", !records.isEmpty {
        records[records.count - 1].append(String(line))
      } else {
        records.append([String(line)])
      }
    }
    let mine = records.filter { record in
      record.contains { line in
        guard let range = line.firstRange(of: "APPL PROFILE: ") else { return false }
        return line[range.upperBound...].split(separator: " ").first.map(String.init) == profile
      }
    }
    return mine.suffix(count).flatMap(\.self)
  }
}
