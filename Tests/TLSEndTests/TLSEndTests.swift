import Glibc
import Platform
import TLSEnd
import Testing

/// How a TLS end begins.
@Suite struct TLSEndTests {
  @Test func `a TLS end that the kernel refuses says so, and nobody traps`() {
    // A file has no events: the poller takes it as little as one descriptor too many.
    let file = open("/dev/null", O_RDONLY)
    #expect(throws: SystemError.self) { _ = try TLSEnd(links: [file]) }
  }
}
