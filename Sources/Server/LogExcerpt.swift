import Platform

/// The last lines of the log about a ticket profile.
public enum LogExcerpt {
  /// Bytes of the log's end that are looked at.
  private static let window = 1 << 20
  /// Records of each kind that are told.
  private static let count = 5

  /// The last records about a ticket's application name, of the log at a path, newest last: tickets,
  /// then, under a heading of their own, failures.
  ///
  /// `user`: whose tickets; everybody's where it is nil.
  public static func tickets(
    of profile: String, user: String? = nil, in path: String
  ) -> [String] {
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
      guard value("APPL PROFILE: ", record) == profile else { return false }
      return user == nil || value("USERID: ", record) == user
    }
    let failures = mine.filter { isFailure($0) }.suffix(count)
    let tickets = mine.filter { !isFailure($0) }.suffix(count)
    let lines = tickets.isEmpty ? ["(no ticket was made or accepted)"] : tickets.flatMap(\.self)
    if mine.isEmpty { return [] }
    return lines
      + (failures.isEmpty ? [] : ["Last failures in the log:"] + failures.flatMap(\.self))
  }

  private static func isFailure(_ record: [String]) -> Bool {
    record.first.map { $0.hasPrefix("TPXL092") || $0.contains("PASS TICKET REFUSED") } ?? false
  }

  /// The word behind a label.
  private static func value(_ label: String, _ record: [String]) -> String? {
    for line in record {
      guard let range = line.firstRange(of: label) else { continue }
      return line[range.upperBound...].split(separator: " ").first.map(String.init)
    }
    return nil
  }
}
