import Names
import Testing

@Suite struct PeerAddressTests {
  @Test func `addresses of one IPv6 network are one source`() {
    let first = PeerAddress("2001:db8:0:1::1")
    #expect(first == PeerAddress("2001:db8:0:1:ffff::9"))
    #expect(first == PeerAddress("2001:0db8::1:0:0:0:2"))
    #expect(first != PeerAddress("2001:db8:0:2::1"))
    #expect(first.description == "2001:db8:0:1::/64")
    #expect(PeerAddress("fe80::1%eth0") == PeerAddress("fe80::2"))
  }

  @Test func `an IPv4 address is a source of its own, in IPv6's clothes too`() {
    #expect(PeerAddress("192.0.2.1") != PeerAddress("192.0.2.2"))
    #expect(PeerAddress("::ffff:192.0.2.1") == PeerAddress("192.0.2.1"))
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true),
    ("192.0.2.1", false), ("::2", false), ("1::1", false), ("::", false), ("", false),
    ("unknown", false),
  ])
  func `this machine is known by its addresses`(_ text: String, _ isLoopback: Bool) {
    #expect(PeerAddress(text).isLoopback == isLoopback)
  }

  @Test(arguments: ["", ":", ":::", "1:2", "::1::", "12345::", "1:2:3:4:5:6:7:8:9", "g::"])
  func `what is no address is a source like any other`(_ text: String) {
    #expect(PeerAddress(text) == PeerAddress(text))
  }
}
