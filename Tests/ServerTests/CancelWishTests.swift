import Names
import Testing

@testable import Server

@Suite struct CancelWishTests {
  @Test func `who is cancelled may be named alone or by keywords, in any order and case`() throws {
    let alone = try CancelWish(["bob"])
    #expect(alone.user == UserID("BOB") && alone.session == nil && alone.reason.isEmpty)
    let whole = try CancelWish(["s=tsoa,mut=tn1,u=bob", "disk", "is\u{1B}", "full"])
    #expect(whole.user == UserID("BOB") && whole.session == SessionID("TSOA"))
    #expect(whole.terminal == LUName("TN1") && whole.reason == "disk is  full")
    let long = try CancelWish(["BOB", String(repeating: "x", count: 1000)])
    #expect(long.reason.count == CancelWish.reasonLimit)
  }

  @Test(arguments: [
    ("", "the user id is missing"), ("S=TSOA", "the user id is missing"),
    ("U=BOB,X=1", "X=1 is not known; U=user S=session MUT=terminal are"),
    ("U=BOB,U=SUE", "U= stands there twice"), ("BOB,SUE", "U= stands there twice"),
    ("U=BOB,S=", "the session id is missing"),
    ("U=BOB,MUT=A.B", "A.B is no terminal's name"),
  ])
  func `what is no wish says what was expected`(_ word: String, _ expected: String) {
    #expect(throws: CancelWish.Fault(description: expected)) { _ = try CancelWish([word]) }
  }
}
