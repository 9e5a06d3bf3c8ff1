import Bytes
import Foundation
import TestSupport
import Testing

/// Figures of the real program: over HTTP, at the control socket, in logs.
@Suite struct FigureEndToEndTests {
  @Test func `figures are told at their port, by oper top, and the log in JSON`() throws {
    let site = try TestSite()
    try site.system(["Metrics address: 127.0.0.1:0", "Log format: JSON"])
    let server = try ServerProcess(site: site.path)
    let line = try #require(server.greeting.first { $0.hasPrefix("Figures:") })
    let port = try #require(
      line.split(separator: ":").last?.split(separator: "/").first.flatMap { Int($0) })
    let client = try RawClient(port: port)
    client.send(Array("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    let text = String(decoding: client.readToEnd(), as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 200 OK"))
    #expect(text.contains("turnstile_shard_up{shard=\"0\"} 1"))
    let top = try server.ask("oper", "top", "--once")
    #expect(top.hasPrefix("Turnstile ") && top.contains("database works"))
    #expect(top.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(try server.ask("oper", "TOP").hasPrefix("Turnstile "))
    let json = try JSONValue(parsing: try server.ask("oper", "top", "--json").utf8)
    #expect(json["turnstile_database_up"]?.array?.first?["value"]?.integer == 1)
    // A text that has the command's name in it is a text.
    #expect(try server.ask("oper", "message", "NOBODY", "top").contains("NOBODY is not signed on"))
    #expect(server.stop() == 0)
    let lines = try String(contentsOfFile: server.state + "/turnstile.jsonl", encoding: .utf8)
      .split(separator: "\n").map { try JSONValue(parsing: $0.utf8) }
    // What the first run's decks define is in the audit, and so in the log, before the server serves.
    let first = lines.first { $0["number"]?.string != "TPXL9058" }
    #expect(first?["number"]?.string == "TPXL9000")
    #expect(lines.last?["number"]?.string == "TPXL9001")
  }

  @Test func `without a server top says so, and figures are off unless asked for`() throws {
    let server = try ServerProcess()
    #expect(!server.greeting.contains { $0.hasPrefix("Figures:") })
    #expect(server.stop() == 0)
    let top = try ServerProcess.run(["oper", "top", "--once", "--state", server.state])
    #expect(top.code == 1 && top.output.contains("no server runs"))
    let wrong = try ServerProcess.run(["oper", "top", "--interval", "0"])
    #expect(wrong.code == 64)
  }
}
