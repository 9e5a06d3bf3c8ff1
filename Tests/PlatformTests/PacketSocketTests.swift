import Glibc
import TestSupport
import Testing

@testable import Platform

/// Packets that carry descriptors, and processes that are started with an end of them.
@Suite struct PacketSocketTests {
  private func packet(_ number: Int32) -> PacketSocket.Packet? {
    guard case .packet(let packet) = PacketSocket.receive(number, into: PacketRoom(), waits: true)
    else { return nil }
    return packet
  }

  @Test func `packets keep their bounds, and carry descriptors that work`() throws {
    let (one, other) = try PacketSocket.pair()
    let (near, far) = try PacketSocket.pair()
    #expect(PacketSocket.send(one, [1, 2], waits: false) == .done)
    #expect(
      PacketSocket.send(one, [3], descriptors: [far, far], waits: false)
        == .done)
    #expect(packet(other)?.bytes == [1, 2])
    let second = try #require(packet(other))
    #expect(second.bytes == [3])
    #expect(second.descriptors.count == 2)
    #expect(!second.isTorn)
    for number in second.descriptors {
      #expect(PacketSocket.send(number, [9], waits: false) == .done)
      #expect(packet(near)?.bytes == [9])
      close(number)
    }
    guard case .nothing = PacketSocket.receive(other, into: PacketRoom(), waits: false) else {
      Issue.record("nothing was sent")
      return
    }
  }

  @Test func `the largest packet with the most descriptors comes whole`() throws {
    let (one, other) = try PacketSocket.pair()
    let bytes = [UInt8](repeating: 7, count: PacketSocket.sizeLimit)
    let all = [Int32](repeating: one, count: PacketSocket.descriptorLimit)
    #expect(PacketSocket.send(one, bytes, descriptors: all, waits: false) == .done)
    let found = try #require(packet(other))
    #expect(found.bytes == bytes)
    #expect(found.descriptors.count == all.count)
    found.descriptors.forEach { close($0) }
  }

  @Test func `nothing of a packet stays in the room where it came`() throws {
    let (one, other) = try PacketSocket.pair()
    let room = PacketRoom()
    #expect(PacketSocket.send(one, [1, 2, 3], waits: false) == .done)
    guard case .packet(let packet) = PacketSocket.receive(other, into: room, waits: true) else {
      Issue.record("nothing came")
      return
    }
    #expect(packet.bytes == [1, 2, 3])
    #expect(room.bytes.prefix(3).allSatisfy { $0 == 0 })
    guard case .nothing = PacketSocket.receive(other, into: room, waits: false) else {
      Issue.record("a packet comes once")
      return
    }
  }

  @Test func `who does not read lets the sender know, and who is gone as well`() throws {
    let (one, other) = try PacketSocket.pair()
    var sent = 0
    while PacketSocket.send(one, [UInt8](repeating: 0, count: 4096), waits: false) == .done {
      sent += 1
    }
    #expect(sent > 8)
    for _ in 0..<sent { #expect(packet(other)?.bytes.count == 4096) }
    // A process that another test starts at this moment may have a copy until it runs its program.
    shutdown(other, Int32(SHUT_RDWR))
    close(other)
    #expect(PacketSocket.send(one, [1], waits: false) == .ended)
    guard case .ended = PacketSocket.receive(one, into: PacketRoom(), waits: true) else {
      Issue.record("the other end is closed")
      return
    }
  }

  @Test func `a process finds its links at 3 and on, and nothing else`() throws {
    let (near, far) = try PacketSocket.pair()
    let (second, farther) = try PacketSocket.pair()
    _ = try Processes.start(
      "/bin/sh", ["sh", "-c", "echo one >&3; echo two >&4; ls /proc/self/fd | tr '\\n' ' ' >&3"],
      links: [far, farther])
    close(far)
    close(farther)
    #expect(packet(near)?.bytes == Array("one\n".utf8))
    #expect(packet(second)?.bytes == Array("two\n".utf8))
    let open = String(decoding: packet(near)?.bytes ?? [], as: UTF8.self)
    #expect(open.split(separator: " ").compactMap { Int($0) }.filter { $0 > 5 } == [])
  }

  @Test func `a program that is none is said where it is started`() throws {
    let (_, far) = try PacketSocket.pair()
    #expect(throws: SystemError("start /no/such", code: ENOENT)) {
      _ = try Processes.start("/no/such", ["x"], links: [far])
    }
    #expect(throws: SystemError("run /etc/passwd", code: EACCES)) {
      _ = try Processes.open(program: "/etc/passwd")
    }
    let shell = try Processes.open(program: "/bin/sh")
    #expect(throws: Never.self) {
      _ = try Processes.start(
        Processes.path(ofOpened: shell.number), ["sh", "-c", "exit"], links: [far])
    }
    // Nobody writes into it, and nobody waits for that.
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path + "/pipe", 0o700) == 0)
    let pipe = try Processes.open(program: folder.path + "/pipe")
    #expect(throws: SystemError.self) {
      _ = try Processes.start(Processes.path(ofOpened: pipe.number), ["x"], links: [far])
    }
  }
}
