import TLS
import Time

/// How near a certificate is to its end, and whether that was told.
struct CertificateTerm {
  /// Days before the end at which the log speaks, each once.
  private static let steps: [Int64] = [30, 7, 1, 0]
  private static let secondsPerDay: Int64 = 86_400

  /// The nearest step that was told.
  private var told: Int64?

  /// A sentence where a new step has come; nil else. A renewed certificate begins anew.
  mutating func due(
    _ file: String, _ validity: CertificateValidity, now: WallTime
  ) -> String? {
    let step = Self.steps.last { validity.to - now.seconds <= $0 * Self.secondsPerDay }
    defer { told = step }
    guard let step, told.map({ step < $0 }) ?? true else { return nil }
    return Self.words(file, validity, now: now)
  }

  /// What is worth a word; nil for a certificate that is good for more than 30 days.
  static func words(_ file: String, _ validity: CertificateValidity, now: WallTime) -> String? {
    let (from, to) = (day(validity.from), day(validity.to))
    if now.seconds > validity.to {
      return "\(file): the certificate ended on \(to); terminals that look at it will refuse it"
    }
    if now.seconds < validity.from {
      return "\(file): the certificate begins on \(from) only; compare the clock"
    }
    guard validity.to - now.seconds <= steps[0] * secondsPerDay else { return nil }
    return "\(file): the certificate ends on \(to), \(left(validity, now: now))"
  }

  /// A line for an operator: when it ends.
  static func state(_ validity: CertificateValidity?, now: WallTime) -> String {
    guard let validity else { return "none" }
    let to = day(validity.to)
    return now.seconds > validity.to ? "ended \(to)" : "ends \(to), \(left(validity, now: now))"
  }

  private static func left(_ validity: CertificateValidity, now: WallTime) -> String {
    let left = validity.to - now.seconds
    func words(_ count: Int64, _ unit: String) -> String {
      count == 1 ? "in 1 \(unit)" : "in \(count) \(unit)s"
    }
    if left >= secondsPerDay { return words(left / secondsPerDay, "day") }
    return left >= 3600 ? words(left / 3600, "hour") : "in less than an hour"
  }

  /// A day as `2027-01-31`, in UTC.
  static func day(_ seconds: Int64) -> String {
    CivilDate(WallTime(seconds: seconds)).date
  }
}
