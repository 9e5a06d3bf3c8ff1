import Testing

@testable import Tables

@Suite struct ListenAddressTests {
  @Test(arguments: [
    (":9327", "127.0.0.1:9327"), ("127.0.0.1:0", "127.0.0.1:0"), ("0.0.0.0:65535", "0.0.0.0:65535"),
    ("[::1]:9327", "[::1]:9327"), ("[fe80::1.2.3.4]:1", "[fe80::1.2.3.4]:1"),
  ])
  func `a port, or an address and a port, is one`(_ text: String, _ written: String) {
    #expect(ListenAddress(text)?.description == written)
  }

  @Test(arguments: [
    "", ":", "9327", ":65536", "99999999", ":-1", ":+1", ": 1", "localhost:9327", "::1:9327",
    "[]:1", "[1]:1", "[::1", "[::1]", "1.2.3.4", "[x::1]:1", "9327:", "1:2:3", ":١",
  ])
  func `anything else is none`(_ text: String) { #expect(ListenAddress(text) == nil) }
}
