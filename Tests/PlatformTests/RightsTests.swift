import Foundation
import TestSupport
import Testing

@testable import Platform

@Suite struct RightsTests {
  @Test func `others may neither write a directory nor see a key`() {
    func reason(_ mode: UInt32, _ rule: FileRights.Rule, owner: UInt32 = 7) -> String? {
      FileRights(owner: owner, mode: mode).fault(rule, "x", user: 7)?.reason
    }
    #expect(reason(0o755, .writtenByOwnerAlone) == nil)
    #expect(reason(0o700, .writtenByOwnerAlone, owner: 0) == nil)
    #expect(reason(0o775, .writtenByOwnerAlone)?.contains("others may write it") == true)
    #expect(reason(0o702, .writtenByOwnerAlone)?.contains("its mode is 0702") == true)
    #expect(reason(0o600, .seenByOwnerAlone) == nil)
    #expect(reason(0o640, .seenByOwnerAlone)?.contains("others may read it") == true)
    #expect(reason(0o600, .seenByOwnerAlone, owner: 8)?.contains("number 8") == true)
  }

  @Test func `a path is held against the rule as it lies on the disk`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("key", to: "a.key")
    chmod(path, 0o644)
    #expect(throws: FileRights.Fault.self) { try FileRights.check(path, .seenByOwnerAlone) }
    chmod(path, 0o600)
    try FileRights.check(path, .seenByOwnerAlone)
    try FileRights.check(path + ".gone", .seenByOwnerAlone)
  }

  @Test func `a file is replaced behind its link, with its rights, and nothing is left beside it`()
    throws
  {
    let folder = try TemporaryFolder()
    let target = try folder.write("old", to: "real.yaml")
    chmod(target, 0o640)
    let link = folder.path + "/link.yaml"
    #expect(symlink("real.yaml", link) == 0)
    // What a process left over that died.
    try folder.write("half", to: ".real.yaml.new")
    try FileReplacement(of: link, with: Array("new".utf8)).finish()
    try FileReplacement(of: link, with: Array("newer".utf8)).finish()
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "newer")
    var facts = stat()
    #expect(lstat(link, &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK)
    #expect(stat(target, &facts) == 0 && facts.st_mode & 0o7777 == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func `a directory is made like another, and what is there already is given to nobody`()
    throws
  {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o750)
    let made = folder.path + "/made"
    try Files.makeDirectory(made, like: folder.path)
    var facts = stat()
    #expect(stat(made, &facts) == 0 && facts.st_mode & 0o7777 == 0o750)
    #expect(throws: SystemError.self) { try Files.makeDirectory(made, like: folder.path) }
    let link = folder.path + "/link"
    #expect(symlink("/nowhere", link) == 0)
    #expect(throws: SystemError.self) { try Files.makeDirectory(link, like: folder.path) }
  }

  @Test func `a link out of a directory leads to what is its owner's, or to nothing`() throws {
    let (site, other) = (try TemporaryFolder(), try TemporaryFolder())
    let inside = try site.write("a", to: "inside")
    let own = try other.write("b", to: "own")
    #expect(Links.isOwn(inside, ofOwnerOf: site.path) && Links.isOwn(own, ofOwnerOf: site.path))
    #expect(!Links.isOwn(site.path + "/gone", ofOwnerOf: site.path))
    // Somebody else's: for root the file gets another owner, others find one of root's.
    if getuid() == 0 {
      #expect(chown(own, 1, 1) == 0)
      #expect(!Links.isOwn(own, ofOwnerOf: site.path))
    } else {
      #expect(!Links.isOwn("/etc/passwd", ofOwnerOf: site.path))
    }
  }

  @Test func `a directory has one process, which is named, and is free again after it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/server.lock"
    var first = try ProcessLock.take(path, as: .server)
    #expect(first != nil)
    #expect(try ProcessLock.take(path, as: .command) == nil)
    let holder = ProcessLock.holder(path)
    #expect(holder?.role == .server)
    #expect(holder?.process == getpid())
    first = nil
    #expect(try ProcessLock.take(path, as: .command) != nil)
    for text in ["", "server", "server x", "server 0", "thief 12", "server 99999999999"] {
      #expect(ProcessLock.Holder(text) == nil)
    }
  }

  @Test func `a lock is not looked for through a link`() throws {
    let folder = try TemporaryFolder()
    let target = try folder.write("mine", to: "target")
    symlink(target, folder.path + "/server.lock")
    #expect(throws: SystemError.self) {
      try ProcessLock.take(folder.path + "/server.lock", as: .server)
    }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "mine")
  }

  @Test func `a port that has its address lets nobody in before it listens`() throws {
    let address = SocketAddress(host: "127.0.0.1", port: 0)
    let socket = try Sockets.bind(to: address)
    let port = try Sockets.port(of: socket.number)
    let peer = SocketAddress(host: "127.0.0.1", port: port)
    #expect {
      let (early, isConnected) = try Sockets.connect(to: peer)
      defer { close(early) }
      if isConnected { return }
      var waiting = pollfd(fd: early, events: Int16(POLLOUT), revents: 0)
      poll(&waiting, 1, 10_000)
      if let fault = Sockets.connectError(early, to: peer) { throw fault }
    } throws: { ($0 as? SystemError)?.code == ECONNREFUSED }
    try Sockets.listen(socket.number, address)
    let (late, _) = try Sockets.connect(to: peer)
    close(late)
  }

  @Test func `rights of a group that are right already are not touched`() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o700)
    let socket = try folder.write("", to: "control.sock")
    func facts(_ path: String) -> stat {
      var facts = stat()
      stat(path, &facts)
      return facts
    }
    func change(_ path: String) -> [Int] {
      [facts(path).st_ctim.tv_sec, facts(path).st_ctim.tv_nsec]
    }
    try FileRights.open(socket, toGroup: getegid())
    #expect(facts(socket).st_mode & 0o777 == 0o660 && facts(folder.path).st_mode & 0o777 == 0o710)
    let before = [change(socket), change(folder.path)]
    // Until the clock of files has moved on, so that a change would show.
    let other = try TemporaryFolder()
    let probe = try other.write("", to: "probe")
    repeat {
      chmod(probe, 0o600)
    } while !change(folder.path).lexicographicallyPrecedes(change(probe))
    try FileRights.open(socket, toGroup: getegid())
    #expect([change(socket), change(folder.path)] == before)
  }

  @Test func `a directory of another group's is not taken from it, open or close`() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o750)
    let socket = try folder.write("", to: "control.sock")
    chmod(socket, 0o600)
    func mode(_ path: String) -> UInt32 {
      var facts = stat()
      stat(path, &facts)
      return facts.st_mode & 0o777
    }
    #expect {
      try FileRights.open(socket, toGroup: getegid() + 1)
    } throws: {
      ($0 as? FileRights.Fault)?.reason.contains("has rights to it, and would lose them") == true
    }
    #expect(mode(folder.path) == 0o750 && mode(socket) == 0o600)
    // Whoever lets the group pass by hand keeps that where the socket is nobody's but the owner's.
    chmod(folder.path, 0o710)
    try FileRights.open(socket, toGroup: nil)
    #expect(mode(folder.path) == 0o710)
  }

  @Test func `numbers that stand for all whom a namespace does not know are nobody's`() {
    let (user, group) = (OverflowIDs.user, OverflowIDs.group)
    #expect(user > 0 && group > 0)
    #expect(LocalPeer(told: user, groups: [7], own: nil) == nil)
    #expect(LocalPeer(told: user, groups: [7], own: 1000) == nil)
    #expect(LocalPeer(told: user, groups: [7], own: user)?.user == user)
    #expect(LocalPeer(told: 1000, groups: [7, group], own: nil)?.groups == [7])
  }
}
