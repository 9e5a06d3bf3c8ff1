import Names
import Testing

@testable import Server

@Suite struct AdmissionTests {
  static func connect(_ admission: inout Admission, _ address: String, dice: UInt64 = 99) -> Bool {
    admission.connect(from: address, dice: dice) == .admitted
  }

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
    #expect([first, second].map(\.description) == ["TN000001", "TN000002"])
    #expect([again, free] == [false, true])
  }
}
