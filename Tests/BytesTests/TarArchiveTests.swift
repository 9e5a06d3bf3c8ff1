import Bytes
import Foundation
import TestSupport
import Testing

@Suite struct TarArchiveTests {
  private static let long =
    "ACT/" + String(repeating: "a", count: 120) + "/" + String(repeating: "b", count: 99)

  private static let files = [
    TarArchive.File(name: "ACT/System.yaml", bytes: Array("System name: X\n".utf8)),
    TarArchive.File(name: "empty", bytes: []),
    TarArchive.File(name: "block", bytes: [UInt8](repeating: 7, count: 512)),
    TarArchive.File(name: long, bytes: [UInt8](repeating: 0, count: 1025)),
  ]

  @Test func `what went in comes out, and tar reads it`() throws {
    let bytes = try TarArchive.encode(Self.files, seconds: 1_800_000_000)
    #expect(try TarArchive.decode(bytes) == Self.files)
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.tar"
    try Data(bytes).write(to: URL(filePath: path))
    let tar = Process()
    tar.executableURL = URL(filePath: "/bin/tar")
    tar.arguments = ["-tf", path]
    let pipe = Pipe()
    tar.standardOutput = pipe
    try tar.run()
    let told = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    tar.waitUntilExit()
    #expect(tar.terminationStatus == 0)
    #expect(told.split(separator: "\n").map(String.init) == Self.files.map(\.name))
  }

  @Test func `an archive that is cut short, wherever, is none`() throws {
    let bytes = try TarArchive.encode(Self.files, seconds: 0)
    // The second of two blank blocks is no part that anybody misses.
    for count in stride(from: 0, to: bytes.count - 1024, by: 61) {
      #expect(throws: TarArchive.Fault.self) { try TarArchive.decode(Array(bytes[..<count])) }
    }
  }

  @Test func `a header in which one byte differs is refused`() throws {
    let bytes = try TarArchive.encode(Array(Self.files.prefix(1)), seconds: 0)
    for index in 0..<512 where !(155...155).contains(index) {
      var broken = bytes
      broken[index] ^= 0x01
      let files = try? TarArchive.decode(broken)
      #expect(files == nil || files == Array(Self.files.prefix(1)), "byte \(index)")
    }
  }

  @Test(arguments: [
    "", "/etc/passwd", "../x", "ACT/../../x", "ACT//x", "ACT/", ".ssh/x", "ACT/.x", "a\nb", "./a",
  ])
  func `a name that leads elsewhere is none`(_ name: String) throws {
    #expect(!TarArchive.isClean(name))
    guard !name.isEmpty, name.utf8.count < 20 else { return }
    // The same in a file that somebody made by hand.
    var bytes = try TarArchive.encode(
      [TarArchive.File(name: String(repeating: "x", count: name.utf8.count), bytes: [])], seconds: 0
    )
    bytes.replaceSubrange(0..<name.utf8.count, with: Array(name.utf8))
    var header = Array(bytes[..<512])
    header.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    let digits = String(repeating: "0", count: 6 - sum.count) + sum
    bytes.replaceSubrange(148..<156, with: Array(digits.utf8) + [0, 0x20])
    #expect(throws: TarArchive.Fault.self) { try TarArchive.decode(bytes) }
  }

  @Test func `no bytes trap`() {
    var dice = Dice(seed: 3)
    for _ in 0..<2000 {
      var bytes = (try? TarArchive.encode(Array(Self.files.prefix(2)), seconds: 1)) ?? []
      for _ in 0..<(1 + dice.below(4)) { bytes[dice.below(bytes.count)] = dice.byte() }
      _ = try? TarArchive.decode(bytes)
    }
  }
}
