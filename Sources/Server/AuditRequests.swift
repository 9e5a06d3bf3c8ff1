import Bytes
import SAF
import Store
import Time

/// `AUDIT`: who changed what, asked by user, beginning of the object, kind and time.
struct AuditRequests {
  let database: SecurityDatabase

  typealias Answer = Administration.Answer

  private struct Fault: Error {
    let text: String
  }

  /// Words such as `USER=BOB SINCE=2026-11-01 LAST=20 AS=CSV`.
  func answer(_ operands: [String]) -> Answer {
    do {
      let (query, format) = try Self.read(operands)
      return Answer(lines: Self.table(try database.audit(query)).lines(as: format))
    } catch let fault as Fault {
      return .failed(fault.text)
    } catch {
      return .failed("\(error)")
    }
  }

  private static func read(_ operands: [String]) throws -> (AuditQuery, TextTable.Format) {
    var query = AuditQuery()
    var format = TextTable.Format.table
    for operand in operands {
      let parts = operand.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw Fault(text: "\(operand): \(words)")
      }
      let value = parts[1]
      switch parts[0].uppercased() {
      case "USER": query.user = value
      case "WHAT": query.object = value
      case "KIND":
        query.kind = try read(value, "KIND", expecting: kinds) {
          AuditKind(rawValue: $0.uppercased())
        }
      case "SINCE": query.since = try read(value, "SINCE", expecting: times) { time($0) }
      case "UNTIL": query.until = try read(value, "UNTIL", expecting: times) { time($0) }
      case "LAST":
        query.last = try read(value, "LAST", expecting: "1 to \(AuditLimits.changes)") { text in
          Int(text).flatMap { (1...AuditLimits.changes).contains($0) ? $0 : nil }
        }
      case "AS":
        format = try read(value, "AS", expecting: "TABLE, CSV or JSON") {
          TextTable.Format(rawValue: $0.uppercased())
        }
      default: throw Fault(text: "\(parts[0]): \(words)")
      }
    }
    return (query, format)
  }

  private static let words = "say USER= WHAT= KIND= SINCE= UNTIL= LAST= or AS="
  private static let kinds = AuditKind.allCases.map(\.rawValue).joined(separator: " ")
  private static let times = "a day as 2026-11-01 or a time as 2026-11-01T14:30:00, in UTC,"

  private static func read<Value>(
    _ text: String, _ name: String, expecting expected: String, by reader: (String) -> Value?
  ) throws -> Value {
    guard let value = reader(text) else {
      throw Fault(text: "\(name)=\(text): \(expected) is expected")
    }
    return value
  }

  /// Seconds since 1970 of `2026-11-01` or `2026-11-01T14:30:00`.
  private static func time(_ text: String) -> Int64? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    let day = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), day.count == 3, let year = day[0],
      (1970...9999).contains(year), let month = day[1], let date = day[2],
      let days = CivilDate.days(year: year, month: month, day: date)
    else { return nil }
    guard parts.count == 2 else { return days * 86_400 }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    return days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  /// A row for each entry; EVENT is the code of SMF type 80, blank where RACF has none.
  static func table(_ entries: [AuditEntry]) -> TextTable {
    var table = TextTable(["TIME", "WHO", "FROM", "KIND", "EVENT", "OBJECT", "DETAIL"])
    for entry in entries {
      let date = CivilDate(entry.time)
      table.append([
        "\(date.date)T\(date.clock)Z", entry.author.name, entry.author.origin, entry.kind.rawValue,
        entry.kind.event.map { String($0) } ?? "", entry.object, entry.detail,
      ])
    }
    return table
  }
}
