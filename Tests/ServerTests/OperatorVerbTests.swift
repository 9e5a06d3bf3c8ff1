import Synchronization
import TestSupport
import Testing

@testable import Server

@Suite struct OperatorVerbTests {
  @Test func `every verb has one row, and no word has two`() {
    #expect(Set(OperatorVerb.all.map(\.name)) == Set(OperatorVerb.Name.allCases))
    let words = OperatorVerb.all.flatMap(\.words)
    #expect(Set(words).count == words.count)
    #expect(OperatorVerb.all.count == OperatorVerb.Name.allCases.count)
  }

  @Test func `a word is found in any case and by its abbreviation`() {
    #expect(OperatorVerb.find("Status")?.name == .status)
    #expect(OperatorVerb.find("d")?.name == .display)
    #expect(OperatorVerb.find("?")?.name == .help)
    #expect(OperatorVerb.find("quit")?.name == .end)
    #expect(OperatorVerb.find("stat") == nil)
    #expect(OperatorVerb.find("") == nil)
  }

  @Test(arguments: [
    ([], "no command"), (["frob"], "frob is no command"), (["cancel"], "say CANCEL USER"),
    (["message", "BOB"], "say MESSAGE USER TEXT"),
    (["card"], "say CARD OFFLINE|ONLINE"), (["status", "now"], "say STATUS"),
    (["ticket", "generate"], "say TICKET"),
  ])
  func `words that are no request say what was expected`(_ words: [String], _ expected: String) {
    #expect {
      _ = try OperatorRequest(words)
    } throws: {
      ($0 as? OperatorRequest.Fault)?.description.hasPrefix(expected) == true
    }
  }

  @Test func `help has a line for each word that people type, and README a row`() throws {
    let help = OperatorVerb.help()
    let heads = help.filter { !$0.hasPrefix(" ") }
    #expect(heads.count == OperatorVerb.typed.count)
    #expect(help.contains { $0.hasPrefix("CANCEL USER ") })
    #expect(OperatorVerb.help("display").joined().contains("ICSF,CARDS"))
    #expect(OperatorVerb.help("racf") == [])
    let rows = OperatorVerb.all.filter(\.isTyped).map { verb in
      "| `\(verb.usage.replacing("|", with: "\\|"))` | \(verb.what) |"
    }
    try ReadmeTable.expect(
      "operator's console", header: "| `turnstile oper` | what it does |", rows)
  }

  @Test func `each verb whose row names the shards is answered there`() throws {
    let services = try ShardRig.makeServices()
    let verbs = OperatorVerb.all.filter {
      // Those others have operators of their own.
      $0.place == .shard && !TerminalOperator.answers($0.name) && $0.name != .drain
        && !StandingOperator.answers($0.name)
    }
    #expect(verbs.count > 3)
    for verb in verbs {
      let operands = Array(repeating: "A", count: verb.count.lowerBound)
      let request = try OperatorRequest(verb.words.prefix(1) + operands)
      let answers = Mutex<[String]>([])
      ShardOperator(commons: services.commons).take(request) { answer in
        answers.withLock { $0 += answer.lines }
      }
      let isForeign = answers.withLock { $0.contains { $0.hasSuffix("is not for the shard") } }
      #expect(!isForeign, "\(verb.name)")
    }
  }

  @Test func `an operator's text stays one line that nothing turns around`() {
    #expect(ShardOperator.plain("a\nb\u{202E}c\u{1B}[31m\u{85}d") == "a b c [31m d")
    #expect(ShardOperator.plain("Grüße, it's \"ok\"") == "Grüße, it's \"ok\"")
  }
}
