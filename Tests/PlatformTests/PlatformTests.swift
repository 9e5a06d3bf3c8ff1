import Foundation
import Platform
import Synchronization
import TestSupport
import Testing

@Suite struct PlatformTests {
  @Test func `an address is read and written as people write it`() {
    #expect(SocketAddress("127.0.0.1:23")?.description == "127.0.0.1:23")
    #expect(SocketAddress("[::1]:2323")?.description == "[::1]:2323")
    #expect(SocketAddress(":992")?.port == 992)
    #expect(SocketAddress("nowhere") == nil)
    #expect(SocketAddress("h:70000") == nil)
  }

  @Test func `a port in use is named`() throws {
    let first = try Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: 0))
    let port = try Sockets.port(of: first.number)
    #expect {
      let second = try Sockets.listen(on: SocketAddress(host: "127.0.0.1", port: port))
      _ = second.number
    } throws: { error in
      (error as? SystemError)?.description == "listen on 127.0.0.1:\(port): Address already in use"
    }
  }

  @Test func `a mailbox gives messages in order and refuses what passes its limit`() throws {
    let mailbox = try Mailbox<Int>(limit: 3)
    #expect((1...4).map { mailbox.send($0) } == [true, true, true, false])
    #expect(mailbox.take() == [1, 2, 3])
    #expect(mailbox.take() == [])
  }

  @Test(arguments: [0, 1, 499, 500, 501, 2500])
  func `a crew's results are in the order of the items`(_ count: Int) {
    #expect(Crew.map(Array(0..<count)) { $0 * 2 } == (0..<count).map { $0 * 2 })
  }

  @Test func `helpers do all jobs, and a full queue says so`() throws {
    let pool = try HelperPool(threads: 2, limit: 1000)
    let done = DispatchSemaphore(value: 0)
    let sum = Mutex(0)
    for number in 1...100 {
      let isQueued = pool.run {
        sum.withLock { $0 += number }
        done.signal()
      }
      #expect(isQueued)
    }
    for _ in 1...100 { done.wait() }
    #expect(sum.withLock { $0 } == 5050)
  }

  @Test func `a file is written whole, and read only where it is plain and small`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a"
    try Files.write([1, 2, 3], to: path)
    #expect(try Files.read(path, limit: 3) == [1, 2, 3])
    #expect(throws: SystemError.self) { _ = try Files.read(path, limit: 2) }
    #expect(throws: SystemError.self) { _ = try Files.read(folder.path, limit: 100) }
    try Files.makeDirectory(folder.path + "/x/y/z")
    #expect(try Files.list(folder.path, suffix: "a") == ["a"])
  }
}
