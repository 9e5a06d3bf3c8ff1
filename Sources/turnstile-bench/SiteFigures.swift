import DataStream
import Platform
import SessionEngine
import Syntax
import Tables
import Time

/// `turnstile-bench tables ENTRIES`: how long a site of so many applications takes to be read, and how
/// long a menu of a thousand sessions takes to scroll and to find. Seconds depend on the machine: say
/// which, and that nothing else ran.
enum SiteFigures {
  /// Sessions of the menu that is scrolled.
  private static let sessions = 1000

  /// A line for each figure.
  static func lines(entries: Int) throws -> [String] {
    let files = (0..<entries).map { number in
      SourceText(
        path: "ACT/Applications/A\(number).yaml",
        text: """
          # An application of a large site.
          Application-ID:             A\(number)
          Host:                       tn3270s://mvs\(number % 60).example:992
          Session description:        "Application \(number)"
          Menu position:              \(number % 10_000)
          Generate Pass Ticket:       Y
          Pass Ticket prof name:      TSOR001
          Session data:               "&USERID/&PSWD"

          """)
    }
    let (loaded, load) = time { TableLoader.load(Crew.map(files, FileReading.init)) }
    guard let tables = loaded.tables else {
      throw HotPath.Broken(loaded.faults.first?.summary ?? "the tables are broken")
    }
    let (_, view) = time { tables.effective(nil) }
    var user = try SignedOn(applications: sessions)
    let (scroll, longestScroll) = try steps(&user) { user, number in
      user.press(number % 80 < 40 ? .pf8 : .pf7)
    }
    let (find, longestFind) = try steps(&user) { user, number in
      user.press(.enter, typing: "LOCATE \(number * 7 % sessions) o")
    }
    return [
      "\(entries) ACT entries, read from memory and put together: \(load) ms",
      "what one user has of them: \(view) ms",
      "menu of \(sessions) sessions, one screen on: mean \(scroll) ms, longest \(longestScroll) ms",
      "menu of \(sessions) sessions, LOCATE: mean \(find) ms, longest \(longestFind) ms",
    ]
  }

  /// Mean and longest time of a key on the menu, from its record to the record that draws it again.
  private static func steps(
    _ user: inout SignedOn, _ key: (inout SignedOn, Int) -> [UInt8]
  ) throws -> (mean: Double, longest: Double) {
    var all: [Double] = []
    for number in 0..<400 {
      let record = key(&user, number)
      let (_, milliseconds) = time { user.happen(.terminalRecord(record)) }
      guard user.sent.contains(where: { $0.count > 500 }) else {
        throw HotPath.Broken("no menu was drawn")
      }
      all.append(milliseconds)
    }
    return (rounded(all.reduce(0, +) / Double(all.count)), all.max() ?? 0)
  }

  private static func time<Result>(_ body: () -> Result) -> (Result, milliseconds: Double) {
    let start = Clock.now().instant
    let result = body()
    let (seconds, attoseconds) = start.duration(to: Clock.now().instant).components
    return (result, rounded(Double(seconds) * 1000 + Double(attoseconds) / 1e15))
  }

  private static func rounded(_ milliseconds: Double) -> Double {
    (milliseconds * 1000).rounded() / 1000
  }
}
