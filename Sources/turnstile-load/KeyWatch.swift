import EBCDIC
import Terminal
import Time

/// Follows each terminal's keys through a host that counts them: a key that is lost, answered twice, or
/// answered with another screen is seen.
struct KeyWatch {
  /// What a host's screen says: whose it is, and how many keys came.
  struct Label: Hashable {
    let name: String
    let keys: Int

    /// Reads the first row of `turnstile-load host`; nil for any other screen.
    init?(_ screen: PresentationSpace) {
      let row = ScreenText.lines(screen, .cp037).first ?? ""
      let words = row.split(separator: " ")
      guard let first = words.first, first.hasPrefix("H") else { return nil }
      // The name is padded, and the number follows it without a blank where the name is long.
      let text = row.drop { $0 == " " }
      let number = text.dropFirst(HostLabel.nameSize).prefix(HostLabel.numberSize)
      guard let keys = Int(number) else { return nil }
      name = text.prefix(HostLabel.nameSize).trimmingSpaces
      self.keys = keys
    }
  }

  /// What a screen is to a terminal that waits for a key's answer.
  enum Verdict: Hashable {
    case answer
    /// The screen that was there before, drawn again.
    case former
    case wrong(String)
  }

  /// Keys that were answered once.
  private(set) var answered = 0
  /// Keys that the host had twice.
  private(set) var doubled = 0
  /// Screens that were drawn again while an answer was awaited.
  private(set) var redrawn = 0
  /// All rows but the first, as the first host's screen had them.
  private var rows: [String] = []
  /// When the server was last hit.
  private var hit: Instant?
  /// How long keys waited that were on their way, or pressed, around a hit.
  private(set) var pauses = Histogram()

  /// How long after a hit keys count as pressed around it.
  private static let around = Duration.seconds(1)

  /// The server was hit.
  mutating func hit(at now: Instant) { hit = now }

  /// Looks at a screen that came while a key's answer is awaited; `former` is what was there before.
  mutating func judge(
    _ screen: PresentationSpace, former: inout Label?, due: Instant, at now: Instant
  ) -> Verdict {
    guard let label = Label(screen) else { return .wrong("a screen that is not the host's") }
    let lines = Array(ScreenText.lines(screen, .cp037).dropFirst())
    if rows.isEmpty { rows = lines }
    guard lines == rows else { return .wrong("a screen with other rows than the host's") }
    guard let last = former else { return .wrong("a key before the first screen") }
    guard label.name == last.name else {
      return .wrong("the screen of another session: \(label.name) in place of \(last.name)")
    }
    guard label.keys > last.keys else {
      guard label.keys == last.keys else { return .wrong("a screen older than the one before") }
      redrawn += 1
      return .former
    }
    answered += 1
    doubled += label.keys - last.keys - 1
    former = label
    if let hit, now >= hit, due <= hit.advanced(by: Self.around),
      hit.advanced(by: .zero - Self.around) <= due
    {
      pauses.add(now.nanoseconds &- max(hit, due).nanoseconds)
    }
    return .answer
  }

  /// Looks at a screen that nobody awaits: the answer to a key that was answered before.
  mutating func late(_ screen: PresentationSpace, former: inout Label?) {
    guard let label = Label(screen), let last = former, label.keys > last.keys else { return }
    doubled += label.keys - last.keys
    former = label
  }
}

/// Places of a host's name and number of keys on its screen.
enum HostLabel {
  /// Cells of the first row in which a screen differs from the others: name, then number of keys.
  static let nameSize = 9
  static let numberSize = 8
}

extension Substring {
  fileprivate var trimmingSpaces: String { split(separator: " ").joined(separator: " ") }
}
