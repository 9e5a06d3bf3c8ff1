/// What `turnstile-load day` found.
struct DayReport {
  /// The house at the end of an hour, when all have left.
  struct Hour {
    let number: Int
    var visits = 0
    var signOns = 0
    /// How the processes are, by what they are called; one that is not there is missing.
    var processes: [(name: String, sample: ProcessSample)] = []

    /// A line for people.
    var line: String {
      let all = processes.map {
        "\($0.name) \($0.sample.resident >> 10) KiB \($0.sample.descriptors) descriptors "
          + "\($0.sample.threads) threads"
      }
      return "hour \(number): visits \(visits) sign-ons \(signOns); " + all.joined(separator: "; ")
    }

    /// One process.
    func sample(_ name: String) -> ProcessSample? {
      processes.first { $0.name == name }?.sample
    }
  }

  /// Hours of a day, and that from which on nobody kills the process that serves.
  static let hours = 24
  static let noon = 12
  /// Hours that count together, so that one sample decides nothing.
  private static let together = 4
  /// Memory that may come within the hours that are compared: allocators keep pages, and 1 % a day of
  /// them would be seen in a week, not here.
  private static let memoryShare = 1.08
  private static let memorySlack = 2 << 20
  /// Descriptors that may differ from one moment to another: a file that is read, an operator's question.
  private static let descriptorSlack = 2

  var hours: [Hour] = []
  /// Kills that were tried, and those that the server told of.
  var kills = 0
  var told = 0
  /// What went wrong, by reason.
  var failures: [String: Int] = [:]

  /// What grew, in words.
  var grown: [String] {
    ["keeper", "worker", "TLS end"].flatMap { name -> [String] in
      // The first hour fills caches; the process that serves is a new one until noon.
      let first = name == "worker" ? Self.noon + 1 : 1
      let samples = hours.dropFirst(first).compactMap { $0.sample(name) }
      guard samples.count >= 2 * Self.together else { return ["\(name) was not always there"] }
      let (start, end) = (samples.prefix(Self.together), samples.suffix(Self.together))
      var grown: [String] = []
      let (former, latter) = (start.map(\.resident).max() ?? 0, end.map(\.resident).min() ?? 0)
      if Double(latter) > Double(former) * Self.memoryShare + Double(Self.memorySlack) {
        grown.append("\(name): memory grew from \(former >> 10) to \(latter >> 10) KiB")
      }
      let before = start.map(\.descriptors).max() ?? 0
      let after = end.map(\.descriptors).min() ?? 0
      if after > before + Self.descriptorSlack {
        grown.append("\(name): descriptors grew from \(before) to \(after)")
      }
      return grown
    }
  }

  /// Whether anything was not as it has to be.
  var isFaulty: Bool { !failures.isEmpty || !grown.isEmpty || told != kills }

  /// The day in words.
  var text: String {
    let visits = hours.map(\.visits).reduce(0, +)
    let signOns = hours.map(\.signOns).reduce(0, +)
    let lines =
      [
        "\(hours.count) hours, \(visits) visits, \(signOns) sign-ons, "
          + "\(kills) kills (the server counted \(told))"
      ] + (grown.isEmpty ? ["memory and descriptors are flat"] : grown)
      + failures.sorted { $0.key < $1.key }.map { "\($0.value) visits failed: \($0.key)" }
    return lines.joined(separator: "\n")
  }
}
