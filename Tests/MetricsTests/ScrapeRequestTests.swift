import Metrics
import TestSupport
import Testing

@Suite struct ScrapeRequestTests {
  private static func read(_ text: String) -> ScrapeRequest.Step {
    ScrapeRequest.read(Array(text.utf8))
  }

  private static let honest =
    "GET /metrics HTTP/1.1\r\nHost: localhost:9327\r\nUser-Agent: Prometheus/2.42.0\r\n"
    + "Accept: text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\nAccept-Encoding: gzip\r\n"
    + "X-Prometheus-Scrape-Timeout-Seconds: 10\r\n\r\n"

  @Test func `a scraper is understood, whole and not before`() {
    let bytes = Array(Self.honest.utf8)
    for count in 0..<bytes.count {
      #expect(ScrapeRequest.read(Array(bytes[..<count])) == .more, "after \(count)")
    }
    guard case .request(let request) = ScrapeRequest.read(bytes) else {
      Issue.record("it is refused")
      return
    }
    #expect(request.method == .get && request.path == "/metrics")
  }

  @Test(arguments: [
    ("HEAD /health HTTP/1.0\r\n\r\n", "/health"),
    ("GET /metrics?name[]=up HTTP/1.1\r\nHost:\tx\r\n\r\n", "/metrics"),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "/"),
  ])
  func `others are understood as well`(_ text: String, _ path: String) {
    guard case .request(let request) = Self.read(text) else {
      Issue.record("\(text) is refused")
      return
    }
    #expect(request.path == path)
  }

  @Test(arguments: [
    ("POST /metrics HTTP/1.1\r\nHost: a\r\n\r\n", ScrapeStatus.method),
    ("get /metrics HTTP/1.1\r\nHost: a\r\n\r\n", .method),
    ("GET /metrics HTTP/2.0\r\nHost: a\r\n\r\n", .version),
    ("GET /metrics\r\n\r\n", .malformed), ("GET  /metrics HTTP/1.1\r\nHost: a\r\n\r\n", .malformed),
    ("GET http://x/metrics HTTP/1.1\r\nHost: a\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\nHost : a\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\n: a\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n", .malformed),
    ("GET /metrics HTTP/1.1\nHost: a\n\n", .malformed), ("GET /\u{0} HTTP/1.1\r\n", .malformed),
    ("GET /metrics HTTP/1.1\rHost: a\r\n\r\n", .malformed), ("\u{FF}\u{FD}\u{18}", .malformed),
    ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", .malformed), ("\r\n\r\n", .malformed),
    ("GET /" + String(repeating: "x", count: 5000), .tooLarge),
  ])
  func `what nobody means well is refused`(_ text: String, _ status: ScrapeStatus) {
    #expect(Self.read(text) == .refused(status))
  }

  @Test func `no bytes trap`() {
    var dice = Dice(seed: 7)
    let alphabet = Array("GET /metrics HTTP/1.1\r\nHost: a:\r\n\r\n\t\u{0}".utf8) + [0xFF]
    for _ in 0..<20_000 {
      let bytes = (0..<dice.below(80)).map { _ in alphabet[dice.below(alphabet.count)] }
      _ = ScrapeRequest.read(bytes)
    }
  }

  @Test func `an answer says how long it is, and that it is the last`() {
    let text = String(decoding: ScrapeAnswer.encode(.ok, "héllo"), as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(
      text.contains("\r\nContent-Length: 6\r\n") && text.contains("\r\nConnection: close\r\n"))
    #expect(text.hasSuffix("\r\n\r\nhéllo"))
    let head = String(decoding: ScrapeAnswer.encode(.ok, "hello", isHead: true), as: UTF8.self)
    #expect(head.contains("Content-Length: 5") && head.hasSuffix("\r\n\r\n"))
    #expect(
      String(decoding: ScrapeAnswer.encode(.method, ""), as: UTF8.self).contains("Allow: GET"))
  }
}
