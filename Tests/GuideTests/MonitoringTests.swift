import Bytes
import Foundation
import Metrics
import TestSupport
import Testing

/// The guide's dashboard and alert rules name figures that there are, and promtool reads them.
@Suite struct MonitoringTests {
  private static let folder = "Sources/Server/Server.docc/Monitoring/"

  /// Words of a text that look like figures of ours.
  private static func figures(_ text: String) -> Set<String> {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return Set(
      words.filter { $0.hasPrefix("turnstile_") || $0.hasPrefix("process_") }.map(String.init))
  }

  private static var known: Set<String> {
    Set(
      Metric.allCases.flatMap { metric in
        metric.row.kind == .histogram
          ? ["_bucket", "_sum", "_count"].map { metric.rawValue + $0 } : [metric.rawValue]
      })
  }

  @Test func `the dashboard shows every figure, and none that there is not`() throws {
    let text = try Repository.text(Self.folder + "turnstile-dashboard.json")
    let value = try JSONValue(parsing: text.utf8)
    let expressions = (value["panels"]?.array ?? []).flatMap { $0["targets"]?.array ?? [] }
      .compactMap { $0["expr"]?.string }
    let named = Self.figures(expressions.joined(separator: "\n"))
    #expect(named.isSubset(of: Self.known), "\(named.subtracting(Self.known))")
    let shown = Metric.allCases.filter { metric in
      named.contains { $0 == metric.rawValue || $0 == metric.rawValue + "_bucket" }
    }
    // What a person looks at elsewhere: the version, what the log has by number, what was accepted.
    let unshown: Set<Metric> = [
      .build, .messages, .lastPause, .ticketsAccepted, .descriptorLimit,
    ]
    #expect(Set(Metric.allCases).subtracting(shown) == unshown)
  }

  @Test func `alert rules name figures that there are`() throws {
    let text = try Repository.text(Self.folder + "turnstile-alerts.yaml")
    let named = Self.figures(text)
    #expect(named.count > 8 && named.isSubset(of: Self.known), "\(named.subtracting(Self.known))")
  }

  /// `promtool` is in Debian's package prometheus, which `.ci/setup` installs.
  private static let promtool = "/usr/bin/promtool"

  private static func promtool(_ arguments: [String], input: String = "") throws -> (
    said: String, code: Int32
  ) {
    let process = Process()
    process.executableURL = URL(filePath: promtool)
    process.arguments = arguments
    let (given, told) = (Pipe(), Pipe())
    process.standardInput = given
    process.standardOutput = told
    process.standardError = told
    try process.run()
    given.fileHandleForWriting.write(Data(input.utf8))
    try given.fileHandleForWriting.close()
    let said = told.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: said, as: UTF8.self), process.terminationStatus)
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: promtool),
      "promtool is not here: Debian's package prometheus has it"))
  func `promtool finds nothing wrong with the rules and the figures`() throws {
    let path = Repository.root.appending(path: Self.folder + "turnstile-alerts.yaml").path()
    let rules = try Self.promtool(["check", "rules", path])
    #expect(rules.code == 0, "\(rules.said)")
    var metrics = Metrics()
    for metric in Metric.allCases {
      switch (metric.row.kind, metric.row.labels.count) {
      case (.histogram, _): metrics.add(Histogram.turns, to: metric)
      case (_, 0): metrics.add(1, to: metric)
      case (_, 1): metrics.add(1, to: metric, by: "a \"b\" \\ c")
      default: metrics.add(1, to: metric, by: "a", "b")
      }
    }
    let figures = try Self.promtool(["check", "metrics"], input: PrometheusText.render(metrics))
    #expect(figures.code == 0 && figures.said.isEmpty, "\(figures.said)")
  }
}
