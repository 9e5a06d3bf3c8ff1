import Bytes
import Testing

@testable import Metrics

@Suite struct MetricsTests {
  /// Figures of a server, with names that hurt.
  static func figures(sessions: Int = 3, ended: Int = 2) -> Metrics {
    var metrics = Metrics()
    metrics.add(1, to: .build, by: "0.1.0")
    metrics.add(1000, to: .started)
    metrics.add(12, to: .terminals, by: "menu")
    metrics.add(2900, to: .terminals, by: "session")
    metrics.add(3, to: .terminals, by: "away")
    metrics.add(2910, to: .users)
    metrics.add(sessions, to: .sessions, by: "TSOB", "active")
    metrics.add(1, to: .sessions, by: "CICSA", "connecting")
    metrics.add(ended, to: .sessionsEnded, by: "it said \"no\\way\"\nand left")
    metrics.add(1_234_567, to: .bytes, by: "terminal", "in")
    metrics.add(1, to: .shardUp, by: "0")
    metrics.add(0, to: .shardUp, by: "1")
    metrics.add(1, to: .databaseUp)
    metrics.add(seconds: 0.25, to: .lastPause)
    var turns = Histogram.turns
    for nanoseconds: UInt64 in [40_000, 60_000, 2_000_000_000] { turns.count(nanoseconds) }
    metrics.add(turns, to: .turnTime)
    return metrics
  }

  @Test func `names and labels keep Prometheus's rules, and each figure says what it is`() {
    for metric in Metric.allCases {
      let row = metric.row
      #expect(metric.rawValue.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
      #expect((row.kind == .counter) == metric.rawValue.hasSuffix("_total"), "\(metric)")
      #expect(row.help.hasSuffix(".") && !row.help.contains("\n"))
      #expect(!row.labels.contains("le"))
      #expect(MetricsPage.markdown().contains("| `\(metric.rawValue)` |"))
    }
    // A row that falls to another's default would have its help.
    #expect(Set(Metric.allCases.map(\.row.help)).count == Metric.allCases.count)
  }

  @Test func `the text is Prometheus's`() {
    let text = PrometheusText.render(Self.figures())
    #expect(text.hasSuffix("\n"))
    for line in [
      "# TYPE turnstile_terminals gauge", "turnstile_terminals{state=\"session\"} 2900",
      "turnstile_sessions{application=\"TSOB\",state=\"active\"} 3",
      #"turnstile_sessions_ended_total{reason="it said \"no\\way\"\nand left"} 2"#,
      "turnstile_last_pause_seconds 0.25", "turnstile_users 2910",
      "# TYPE turnstile_turn_seconds histogram",
      "turnstile_turn_seconds_bucket{le=\"5e-05\"} 1",
      "turnstile_turn_seconds_bucket{le=\"1\"} 2", "turnstile_turn_seconds_bucket{le=\"+Inf\"} 3",
      "turnstile_turn_seconds_count 3",
    ] {
      #expect(text.contains(line + "\n"), "\(line) is not in\n\(text)")
    }
    #expect(!text.contains("turnstile_tickets_made_total"))
  }

  @Test func `what was written is read`() {
    let metrics = Self.figures()
    let text = PrometheusText.render(metrics)
    let read = MetricsReader.read(text.split(separator: "\n").map(String.init))
    #expect(read == metrics)
  }

  @Test(arguments: [
    "", "x", "{", "}", "turnstile_users", "turnstile_users ", "turnstile_users NaN",
    "turnstile_users{", "turnstile_users{a", "turnstile_users{a=", "turnstile_users{a=\"",
    "turnstile_users{a=\"b\\", "turnstile_sessions 1", "turnstile_users +Inf",
    "turnstile_turn_seconds 1", "turnstile_turn_seconds_bucket{le=\"x\"} 1",
    "turnstile_turn_seconds_bucket{le=\"1\"} -1", "turnstile_turn_seconds_bucket{le=\"1e99\"} 1e99",
    "turnstile_turn_seconds_sum 1e300", "turnstile_unknown 1", "turnstile_users 1 2",
  ])
  func `a line that is none is left out`(_ line: String) {
    #expect(MetricsReader.read([line]) == Metrics())
    #expect(
      MetricsReader.read([line, "turnstile_turn_seconds_bucket{le=\"+Inf\"} 1e300"])[.users].isEmpty
    )
  }

  @Test func `a liar's buckets do not trap`() {
    let read = MetricsReader.read([
      "turnstile_turn_seconds_bucket{le=\"1\"} 5", "turnstile_turn_seconds_bucket{le=\"2\"} 3",
      "turnstile_turn_seconds_bucket{le=\"+Inf\"} 4", "turnstile_turn_seconds_sum -7",
    ])
    #expect(read.histogram(.turnTime)?.counts == [5, 0, 1])
  }

  @Test func `more values of a label than the limit are added up`() {
    var metrics = Metrics()
    for index in 0..<1000 { metrics.add(1, to: .sessions, by: "A\(index)", "active") }
    let all = metrics[.sessions]
    #expect(all.count == Metrics.seriesLimit + 1)
    #expect(metrics.sum(.sessions) == 1000)
    #expect(metrics.value(.sessions, "other", "other") == 700)
  }

  @Test func `the document for scripts is JSON`() throws {
    let value = try JSONValue(parsing: MetricsJSON.render(Self.figures()).utf8)
    let sessions = try #require(value["turnstile_sessions"]?.array)
    #expect(sessions.count == 2)
    #expect(sessions.last?["labels"]?["application"]?.string == "TSOB")
    #expect(sessions.last?["value"]?.integer == 3)
    #expect(value["turnstile_turn_seconds"]?["count"]?.integer == 3)
    #expect(value["turnstile_turn_seconds"]?["p99"] == .null)
    #expect(value["turnstile_ticket_seconds"] == nil)
  }
}
