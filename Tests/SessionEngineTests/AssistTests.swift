import DataStream
import EBCDIC
import Names
import TestSupport
import Testing

@testable import SessionEngine
@testable import Terminal

/// Somebody who looks on presses keys too.
@Suite struct AssistTests {
  /// A user in CICS, whom HELEN assists.
  private struct Bench {
    var user: Transcript
    let viewer: Viewer
    let handle: SessionHandle

    init(_ record: [UInt8] = Transcript.write("READY")) throws {
      viewer = Viewer(
        session: SessionHandle(77), user: try #require(UserID("HELEN")),
        terminal: try #require(LUName("TN9")), address: "192.0.2.9")
      user = try Transcript(
        system: "View consent: NOTICE\n",
        applications: [("CICS", "Application-ID: CICS\nHost: builtin:cics\n")])
      try user.signOn()
      user.happen(.viewer(viewer.session, .asks(viewer, .assist)))
      user.key(.enter)
      user.key(.enter, "/V YES")
      handle = try user.enter("CICS")
      user.happen(.hostRecord(handle, record, reply: .no))
    }

    /// What the viewer sees now, on its own terminal.
    mutating func seen() throws -> (copy: ScreenCopy, screen: PresentationSpace) {
      user.happen(.viewer(viewer.session, .looks))
      for case .tellViewer(_, .seen(.screen(let copy), _)) in user.effects {
        let terminal = TerminalCapabilities(color: .model2)
        var space = PresentationSpace(terminal)
        for record in copy.records(for: terminal, from: ScreenCopy.Corner(), takesInput: true) {
          _ = space.apply(record)
        }
        return (copy, space)
      }
      throw Missing()
    }

    struct Missing: Error {}

    /// The viewer types into the first field, and presses ENTER, on what it saw.
    mutating func type(
      _ text: String, on seen: (copy: ScreenCopy, screen: PresentationSpace)
    ) throws -> [String] {
      var screen = seen.screen
      guard let record = screen.typing([CodePage.bracket.encode(text)], then: .enter) else {
        throw Missing()
      }
      return user.happen(.viewer(viewer.session, .presses(record, at: seen.copy)))
    }

    /// Records that went to the application with the last event.
    var sent: [[UInt8]] {
      user.effects.compactMap { if case .sendHost(handle, let record) = $0 { record } else { nil } }
    }
  }

  /// A field that shows X, and one behind it; the cursor is in the first.
  private static let twoFields: [UInt8] =
    [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x40, 0x13, 0x11, 0x40, 0xC9, 0x1D, 0x60]
    + CodePage.bracket.encode("NEXT") + [
      0x11, 0x40, 0x5D, 0x1D, 0x40, 0x11, 0x40, 0x7A, 0x1D, 0x60,
    ]

  @Test func `a user is asked though views are only announced`() throws {
    var user = try Transcript(system: "View consent: NOTICE\n")
    try user.signOn()
    let viewer = Viewer(
      session: SessionHandle(7), user: try #require(UserID("HELEN")),
      terminal: try #require(LUName("TN9")), address: "::1")
    user.happen(.viewer(viewer.session, .asks(viewer, .assist)))
    #expect(user.rows(with: "asks to view your screen and to type there").count == 1)
    #expect(user.happen(.viewer(viewer.session, .looks)) == ["viewer HELEN awaited BOB"])
  }

  @Test func `a key goes to the application, with what the user has typed, once`() throws {
    var bench = try Bench(Self.twoFields)
    let seen = try bench.seen()
    // The user types into the second field and sends nothing.
    for (offset, code) in CodePage.bracket.encode("MINE").enumerated() {
      bench.user.screen.cells.type(30 + offset, .character(code))
    }
    bench.user.screen.cells.setModified(29, true)
    #expect(try bench.type("HERS", on: seen).contains("screen"))
    #expect(bench.sent.isEmpty)
    bench.user.answerRead()
    #expect(bench.sent.count == 1)
    let text = CodePage.bracket.decode(bench.sent.joined())
    #expect(text.contains("HERS") && text.contains("MINE"))
    // The user sees both.
    #expect(bench.user.row(1).contains("HERS") && bench.user.row(1).contains("MINE"))
    // The same key again is on a screen that is another one now.
    #expect(
      try bench.type("HERS", on: seen) == ["viewer HELEN unheard the application has the keyboard"])
    bench.user.happen(.hostRecord(bench.handle, Transcript.write("DONE"), reply: .no))
    #expect(
      try bench.type("HERS", on: seen) == ["viewer HELEN unheard the screen changed before it"])
  }

  @Test func `the user was first: the user's key counts, and the viewer hears`() throws {
    var bench = try Bench(Self.twoFields)
    let seen = try bench.seen()
    _ = try bench.type("HERS", on: seen)
    // It was on its way when the terminal was asked for its screen.
    let lines = bench.user.key(.enter, "MINE")
    #expect(lines.contains("viewer HELEN unheard the user pressed a key before it"))
    #expect(bench.sent.count == 1)
    let text = CodePage.bracket.decode(bench.sent.joined())
    #expect(text.contains("MINE") && !text.contains("HERS"))
    // The answer to the question that nobody waits for any more is no key.
    #expect(bench.user.answerRead().isEmpty)
  }

  @Test func `the viewer was first: the user's key goes nowhere, and the next one counts`() throws {
    var bench = try Bench(Self.twoFields)
    let seen = try bench.seen()
    _ = try bench.type("HERS", on: seen)
    bench.user.answerRead()
    #expect(bench.sent.count == 1)
    bench.user.key(.enter)
    #expect(bench.sent.isEmpty && bench.user.effects.count == 1)
    bench.user.key(.enter)
    #expect(bench.sent.count == 1)
  }

  @Test func `a hidden field takes what the viewer types, and tells nobody`() throws {
    var bench = try Bench(
      [0xF5, 0xC3, 0x11, 0x40, 0x40, 0x1D, 0x4C, 0x13, 0x11, 0x40, 0x50, 0x1D, 0x60])
    let seen = try bench.seen()
    let lines = try bench.type("HUSHHUSH", on: seen)
    #expect(!lines.joined().contains("HUSHHUSH"))
    bench.user.answerRead()
    #expect(CodePage.bracket.decode(bench.sent.joined()).contains("HUSHHUSH"))
    bench.user.happen(.viewer(bench.viewer.session, .looks))
    let told = bench.user.effects.map { effect in
      effect.words { "\($0)" }
    }
    #expect(!told.joined().contains("HUSHHUSH"))
    let again = try bench.seen()
    #expect(again.screen.kind(1) == .character(0))
  }

  @Test func `nobody acts for the user on panels of the server`() throws {
    var bench = try Bench()
    let seen = try bench.seen()
    bench.user.key(.pf(24))
    bench.user.answerRead()
    let menu = try bench.seen()
    #expect(
      try bench.type("/F", on: menu)
        == ["viewer HELEN unheard only keys for applications go there"])
    #expect(
      try bench.type("X", on: seen)
        == ["viewer HELEN unheard only keys for applications go there"])
  }

  @Test func `who only views presses nothing, and who lies changes no field of the application's`()
    throws
  {
    var bench = try Bench(Self.twoFields)
    let seen = try bench.seen()
    var record: [UInt8] = [AID.enter.byte, 0x40, 0x40, OrderCode.setBufferAddress, 0x40, 0x4A]
    record += CodePage.bracket.encode("LIE")
    #expect(
      bench.user.happen(.viewer(bench.viewer.session, .presses(record, at: seen.copy)))
        == ["viewer HELEN unheard it changes what nobody may type"])
    for broken in [[], [0x7D, 0x7F, 0x7F], [0x88, 0x00, 0x01]] as [[UInt8]] {
      let lines = bench.user.happen(
        .viewer(bench.viewer.session, .presses(broken, at: seen.copy)))
      #expect(lines == ["viewer HELEN unheard it is no key"])
    }
    bench.user.happen(.viewer(bench.viewer.session, .leaves))
    bench.user.happen(.viewer(bench.viewer.session, .asks(bench.viewer, .view)))
    #expect(try bench.type("X", on: seen).isEmpty)
  }
}
