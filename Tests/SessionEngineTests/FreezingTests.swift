import Bytes
import EBCDIC
import Names
import Tables
import Terminal
import Testing
import Time

@testable import SessionEngine

/// A user goes on from bytes; that nothing changes by it, `Transcript` and the event storm compare at every
/// event of theirs.
@Suite struct FreezingTests {
  /// A user in one session, whose screen is full of text.
  private func user() throws -> UserSession {
    var (user, host) = try Transcript.inSession()
    let line = "The quick brown fox jumps over the lazy dog, number "
    var record: [UInt8] = [0xF5, 0xC3, 0x11, 0x40, 0x40]
    for number in 0..<24 {
      var text = Array(CodePage.bracket.encode("\(line)\(number)"))
      text += Array(repeating: 0x40, count: 79 - text.count)
      record += [0x1D, number.isMultiple(of: 2) ? 0x40 : 0x60] + text
    }
    user.happen(.hostRecord(host, record, reply: .no))
    return user.session
  }

  @Test func `a live session is frozen in 5 KiB at most, in less than a millisecond`() throws {
    let user = try user()
    let bytes = user.frozen
    let clock = ContinuousClock()
    let rounds = 200
    let freezing = clock.measure { for _ in 0..<rounds { _ = user.frozen } } / rounds
    let thawing = try clock.measure {
      for _ in 0..<rounds {
        var thawer = Thawer(bytes)
        _ = try UserSession(thawing: &thawer, site: user.seat.site)
      }
    }
    print(
      "a user with one full screen: \(bytes.count) bytes, frozen in \(freezing), "
        + "thawed in \(thawing / rounds)")
    #expect(bytes.count <= 5 << 10)
    // Without optimisation, and beside other tests: only what is out of all proportion fails.
    #expect(freezing < .milliseconds(20))
  }

  @Test func `sessions that changed are told once, and go apart from their user`() throws {
    var user = try self.user()
    var frozen: [SessionHandle: [UInt8]] = [:]
    func changed() -> [SessionHandle] {
      var handles: [SessionHandle] = []
      var freezer = Freezer()
      user.freezeChanged(into: &freezer) { handle, freezer in
        frozen[handle] = freezer.bytes
        handles.append(handle)
        freezer.clear()
      }
      return handles
    }
    let handle = try #require(user.sessions.handles.first)
    #expect(changed() == [handle])
    #expect(changed().isEmpty)
    var effects: [Effect] = []
    user.handle(
      .hostRecord(handle, [0xF1, 0xC3, 0x11, 0x40, 0x40, 0xC1], reply: .no),
      at: try Transcript().moment, into: &effects)
    #expect(changed() == [handle])
    // What moves to another terminal is new there.
    for session in user.surrender() { user.desk.place.sessions.append(session) }
    #expect(changed() == [handle])

    var freezer = Freezer()
    user.freezePlace(into: &freezer)
    var pace = Freezer()
    user.freezePace(into: &pace)
    var thawed: [SessionHandle: ActiveSession] = [:]
    for (handle, bytes) in frozen {
      var thawer = Thawer(bytes)
      thawed[handle] = try ActiveSession(thawing: &thawer, user.seat.site.tables)
    }
    var (thawer, paceThawer) = (Thawer(freezer.bytes), Thawer(pace.bytes))
    let again = try UserSession(
      thawingPlace: &thawer, pace: &paceThawer, site: user.seat.site, sessions: thawed)
    #expect(again.frozen == user.frozen)
    var (alone, alonePace) = (Thawer(freezer.bytes), Thawer(pace.bytes))
    #expect(throws: ThawError.self) {
      _ = try UserSession(
        thawingPlace: &alone, pace: &alonePace, site: user.seat.site, sessions: [:])
    }
  }

  @Test func `what a relayed screen and a key leave as it is is not frozen anew`() throws {
    var user = try self.user()
    let host = try #require(user.sessions.handles.first)
    _ = user.takePlaceChanged()
    var effects: [Effect] = []
    let now = try Transcript().moment
    user.handle(
      .hostRecord(host, [0xF5, 0xC3, 0x11, 0x40, 0x40, 0xC1], reply: .no), at: now, into: &effects)
    user.handle(.terminalRecord([0x7D, 0x40, 0x40]), at: now, into: &effects)
    let relayed = user.takePlaceChanged()
    // This key leads elsewhere.
    user.handle(.systemRequest, at: now, into: &effects)
    let (left, again) = (user.takePlaceChanged(), user.takePlaceChanged())
    #expect((relayed, left, again) == (false, true, false))
  }

  @Test func `the definition that a session runs with outlives new tables`() throws {
    let user = try user()
    let tables = try Transcript(applications: [
      ("CICS", "Application-ID: CICS\nHost: builtin:tso:R001\n")
    ]).session.seat.site
    let bytes = user.frozen
    var thawer = Thawer(bytes)
    let thawed = try UserSession(thawing: &thawer, site: tables)
    let (before, after) = (try #require(user.sessions.first), try #require(thawed.sessions.first))
    #expect(after.definition.entry == before.definition.entry && after.id == before.id)
    #expect(after.definition.host == .demoCICS)
    #expect(thawed.seat.view.session(after.id)?.host != .demoCICS)
  }

  @Test func `a definition that the tables still have is shared with them`() throws {
    let user = try user()
    let session = try #require(user.thawed().sessions.first)
    #expect(session.definition === user.seat.view.session(session.id))
  }

  @Test func `bytes that were cut or changed are an error or a user, and nothing worse`() throws {
    let user = try user()
    let bytes = user.frozen
    for end in 0..<bytes.count {
      var thawer = Thawer(bytes[..<end])
      #expect(throws: ThawError.self) {
        _ = try UserSession(thawing: &thawer, site: user.seat.site)
      }
    }
    var random = SeededNumbers(seed: 1)
    for _ in 0..<2000 {
      var changed = bytes
      changed[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
      var thawer = Thawer(changed)
      _ = try? UserSession(thawing: &thawer, site: user.seat.site)
    }
  }
}
