import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import Panels
import Terminal
import TestSupport
import Testing

@testable import SessionEngine

/// Pages by themselves: what is typed into the panel that is drawn, and what becomes of it.
@Suite struct PageTests {
  private let seat: Seat

  init() throws { seat = try Transcript().session.seat }

  private func input(
    _ picture: [UInt8], of contract: PanelContract, key: AID = .enter, _ texts: String...
  ) throws -> PanelInput {
    var screen = PresentationSpace(seat.display.capabilities)
    _ = screen.apply(picture)
    var record: [UInt8]?
    if texts.isEmpty {
      screen.restore(aid: key, lock: .waiting)
      record = screen.readModified(all: false)
    } else {
      record = screen.typing(texts.map { CodePage.bracket.encode($0) }, then: key)
    }
    return try seat.panel(contract).read(try #require(record), on: seat.display.canvas)
  }

  @Test func `the panel of each page is one that a site must have`() throws {
    let listed = Set(Site.panelContracts.map(\.panel.description))
    for path in Repository.files("Sources/SessionEngine/Pages", suffix: ".swift") {
      let declared = try Repository.text(path).matches(of: #/PanelContract\.page\(\s*"(\w+)"/#)
      for id in declared.map({ String($0.output.1) }) { #expect(listed.contains(id), "\(id)") }
    }
  }

  @Test(
    arguments: [
      ("y", .leave), ("N", .back), ("X", .stay(.chooseYesOrNo)),
    ] as [(String, ConfirmPage.Choice)])
  func `leaving is confirmed by Y, and by nothing else`(
    typed: String, choice: ConfirmPage.Choice
  ) throws {
    let page = ConfirmPage(departure: .logOff)
    let picture = seat.picture(ConfirmPage.contract, page.texts(seat, sessions: 2))
    #expect(page.input(try input(picture, of: ConfirmPage.contract, typed)) == choice)
    #expect(page.input(try input(picture, of: ConfirmPage.contract, key: .pf3)) == .back)
  }

  @Test func `Y is typed already where the other terminals are gone`() throws {
    let name = try #require(LUName("TN000002"))
    let lost = RemoteTerminal(name: name, standing: .lost, sessions: 2)
    let here = RemoteTerminal(name: name, standing: .connected, sessions: 1)
    func choice(_ elsewhere: RemoteTerminal) throws -> TransferPage.Choice {
      let page = TransferPage(elsewhere: [elsewhere], hasOwn: false)
      return page.input(try input(page.picture(seat), of: TransferPage.contract))
    }
    #expect(try choice(lost) == .takeOver)
    #expect(try choice(here) == .stay(.chooseYesOrNo))
  }

  @Test func `a locked terminal asks for a password, and waits for one answer`() throws {
    var page = LockPage()
    let typed = try input(page.picture(seat), of: LockPage.contract, "SECRET")
    guard case .ask(let password) = page.input(typed) else {
      Issue.record("the password is not asked for")
      return
    }
    #expect(password.secret.count == 6)
    guard
      case .stay(.enterPassword) = page.input(
        try input(page.picture(seat), of: LockPage.contract, key: .pf2))
    else {
      Issue.record("any other key asks for the password")
      return
    }
    page.question = .unlock(RequestID(1))
    guard case .wait = page.input(typed) else {
      Issue.record("one answer is awaited")
      return
    }
  }

  @Test func `the logon panel says what is missing`() throws {
    func said(_ texts: String..., at other: Seat? = nil) throws -> Notice? {
      let seat = other ?? self.seat
      var page = SignOnPage()
      var screen = PresentationSpace(seat.display.capabilities)
      _ = screen.apply(page.picture(seat))
      let record = screen.typing(texts.map { CodePage.bracket.encode($0) }, then: .enter)
      let typed = try seat.panel(SignOnPage.contract).read(
        try #require(record), on: seat.display.canvas)
      guard case .stay(let notice) = page.input(typed, seat) else { return nil }
      return notice
    }
    #expect(try said("", "PASSWORD") == .enterUserID)
    #expect(try said("BOB", "") == .enterPassword)
    let strict = try Transcript(system: "Allow cleartext passwords: N\n").session.seat
    #expect(try said("BOB", "PASSWORD", at: strict) == .passwordNeedsTLS)
    #expect(try said("BOB", "PASSWORD", "NEW", "OLD") == .newPasswordsDiffer)
    #expect(try said("BOB", "PASSWORD") == nil)
  }

  @Test func `a certificate stands for the password of its own user, and of no other`() throws {
    func choice(_ texts: String..., certified: UserID?) throws -> SignOnPage.Choice {
      var page = SignOnPage()
      var screen = PresentationSpace(seat.display.capabilities)
      _ = screen.apply(page.picture(seat))
      let record = screen.typing(texts.map { CodePage.bracket.encode($0) }, then: .enter)
      let typed = try seat.panel(SignOnPage.contract).read(
        try #require(record), on: seat.display.canvas)
      return page.input(typed, seat, certified: certified)
    }
    let bob = UserID("BOB")
    guard case .certify(let user) = try choice("BOB", "", certified: bob) else {
      Issue.record("it does not stand for the password")
      return
    }
    #expect(user == bob)
    guard case .stay(.enterPassword) = try choice("ANN", "", certified: bob),
      case .stay(.enterPassword) = try choice("BOB", "", certified: nil),
      // Who types a password means it.
      case .ask = try choice("BOB", "PASSWORD", certified: bob)
    else {
      Issue.record("it stands for another's password")
      return
    }
  }
}
