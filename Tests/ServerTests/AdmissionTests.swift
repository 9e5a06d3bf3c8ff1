import Names
import Testing
import Time

@testable import Server

@Suite struct AdmissionTests {
  static func connect(_ admission: inout Admission, _ address: String, dice: UInt64 = 99) -> Bool {
    admission.connect(from: address, dice: dice, at: start) == .admitted
  }

  private static let start = Instant(nanoseconds: 1_000_000_000_000)

  @Test func `an address may hold so many terminals that are not signed on`() {
    var admission = Admission(limits: Admission.Limits(perAddress: 2))
    let first = [Self.connect(&admission, "10.0.0.1"), Self.connect(&admission, "10.0.0.1")]
    let third = Self.connect(&admission, "10.0.0.1")
    let other = Self.connect(&admission, "10.0.0.2")
    admission.signedOn(from: "10.0.0.1")
    let fourth = Self.connect(&admission, "10.0.0.1")
    #expect(first == [true, true])
    #expect([third, other, fourth] == [false, true, true])
  }

  @Test func `a source that did wrong again and again is kept out, its neighbours are not`() {
    var admission = Admission(limits: Admission.Limits(perAddress: 2))
    for _ in 0..<20 { admission.penalize("2001:db8::1", .violation, at: Self.start) }
    for _ in 0..<20 { admission.penalize("127.0.0.1", .violation, at: Self.start) }
    let verdict = admission.connect(from: "2001:db8::2", dice: 99, at: Self.start)
    let neighbour = Self.connect(&admission, "2001:db8:0:1::1")
    let loopback = Self.connect(&admission, "127.0.0.1")
    let later = admission.connect(
      from: "2001:db8::1", dice: 99, at: Self.start.advanced(by: .seconds(90)))
    #expect(
      verdict == .refused("the address did wrong before; it is let in again in 86 s"))
    #expect([neighbour, loopback] == [true, true])
    #expect(later == .admitted)
  }

  @Test func `an address where somebody is signed on is not kept out for what others do there`() {
    var admission = Admission(limits: Admission.Limits(perAddress: 2))
    let first = Self.connect(&admission, "192.0.2.1")
    admission.signedOn(from: "192.0.2.1")
    for _ in 0..<20 { admission.penalize("192.0.2.1", .violation, at: Self.start) }
    let second = Self.connect(&admission, "192.0.2.1")
    admission.disconnect(from: "192.0.2.1", wasSignedOn: true)
    let third = Self.connect(&admission, "192.0.2.1")
    #expect([first, second, third] == [true, true, false])
  }

  @Test func `this machine itself may be left out`() {
    var admission = Admission(limits: Admission.Limits(perAddress: 1))
    let both = [Self.connect(&admission, "127.0.0.1"), Self.connect(&admission, "127.0.0.1")]
    #expect(both == [true, true])
  }

  @Test func `between start and full a share is refused, from full on all`() {
    var limits = Admission.Limits()
    (limits.start, limits.rate, limits.full) = (2, 50, 4)
    var admission = Admission(limits: limits)
    let two = [Self.connect(&admission, "127.0.0.1"), Self.connect(&admission, "127.0.0.1")]
    let unlucky = Self.connect(&admission, "127.0.0.1", dice: 49)
    let lucky = Self.connect(&admission, "127.0.0.1", dice: 50)
    let higher = Self.connect(&admission, "127.0.0.1", dice: 74)
    let luckier = Self.connect(&admission, "127.0.0.1", dice: 75)
    let full = Self.connect(&admission, "127.0.0.1", dice: 99)
    #expect(
      two + [unlucky, lucky, higher, luckier, full] == [
        true, true, false, true, false, true, false,
      ])
  }
}

@Suite struct TerminalNamesTests {
  @Test func `names come in order and each has one terminal`() throws {
    var names = TerminalNames()
    let first = names.next()
    let second = names.next()
    let again = names.claim(second)
    names.release(second)
    let free = names.claim(second)
    #expect(TerminalNames.isGiven(first))
    #expect(
      ["TN00001", "TN00000A", "LUX00001"].allSatisfy {
        LUName($0).map { !TerminalNames.isGiven($0) } ?? false
      })
    #expect([first, second].map(\.description) == ["TN000001", "TN000002"])
    #expect([again, free] == [false, true])
  }
}
