import Bytes
import Messages
import Names
import TestSupport
import Testing
import Time

@Suite struct EveryMessageTests {
  @Test func `every message is in the log as it always was`() throws {
    let time = WallTime(seconds: 1_795_442_709, nanoseconds: 420_000_000)
    let expected = try Repository.text("Tests/MessagesTests/Fixtures/log.txt")
    var rest = expected[...]
    for id in MessageID.allCases {
      let text = TPXLayout.render(id.example, at: time, offsetSeconds: 0)
      #expect(rest.hasPrefix(text), "log.txt has not:\n\(text)")
      rest = rest.dropFirst(text.count)
    }
    #expect(rest.isEmpty)
  }

  @Test(arguments: MessageID.allCases)
  func `a message says what it means and what to do`(_ id: MessageID) {
    let message = id.example
    #expect(message.id == id)
    #expect(message.lines.allSatisfy { !$0.isEmpty && !$0.contains("\n") })
    #expect(message.meaning.hasSuffix(".") && message.action.hasSuffix("."))
    #expect(!message.meaning.contains("\n") && !message.action.contains("\n"))
    #expect(MessagesPage.markdown().contains("## \(id.number)"))
  }

  @Test func `two messages are equal where the log shows the same`() throws {
    let user = try #require(UserID("ADMIN"))
    let terminal = try #require(LUName("TN000001"))
    #expect(Message.user.signOn(terminal: terminal, user: user) == MessageID.user(.signOn).example)
    #expect(Message.server.stopped != .terminal.acceptPaused)
    #expect(
      Set([
        Message.security.cardOnline(by: "A"), .security.cardOnline(by: "A"),
        .security.cardOnline(by: "B"),
      ]).count == 2)
  }

  @Test func `a notice is itself after it was frozen`() throws {
    let notices: [Notice] = [.noSuchSession("TSOX"), .passwordChanged, .printed(.full(16))]
    for notice in notices {
      var freezer = Freezer()
      freezer.put(notice)
      var thawer = Thawer(freezer.bytes)
      #expect(try thawer.take(Notice.self) == notice)
      for count in freezer.bytes.indices {
        var short = Thawer(freezer.bytes.prefix(count))
        #expect(throws: ThawError.self) { try short.take(Notice.self) }
      }
    }
    var liar = Thawer([3, 0, 0])
    #expect(throws: ThawError.invalid("notice")) { try liar.take(Notice.self) }
  }

  @Test func `notices say how serious they are`() {
    #expect(Notice.messageSent("BOB", 0).weight == .fault)
    #expect(Notice.messageSent("BOB", 2).weight == .good)
    #expect(Notice.messageKept("BOB").weight == .good)
    #expect(Notice.notLive("TSOA").keepsTyping && !Notice.notOperator.keepsTyping)
    #expect(Notice.chooseYesOrNo.text == "Answer Y or N")
    #expect(Notice.oneSelection.text.hasPrefix("==> Put S") && Notice.oneSelection.weight == .fault)
  }
}
