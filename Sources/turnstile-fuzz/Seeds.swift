import Bytes
import Platform

/// The repository's own files, from which inputs are made.
struct Seeds: Sendable {
  /// Something that should be there is not.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  let root: String

  init(root: String) { self.root = root }

  private static let limit = 1 << 20

  /// A file's bytes.
  func file(_ path: String) throws -> [UInt8] {
    try Files.read(root + "/" + path, limit: Self.limit)
  }

  /// Files of a folder by the end of their name, with their paths.
  func files(_ folder: String, suffix: String) throws -> [(path: String, bytes: [UInt8])] {
    let names = try Files.list(root + "/" + folder, suffix: suffix).sorted()
    guard !names.isEmpty else {
      throw Missing(description: "\(root)/\(folder) has no \(suffix); name the repository: --root")
    }
    return try names.map { ("\(folder)/\($0)", try file("\(folder)/\($0)")) }
  }

  /// What a target keeps in Tests/Fuzz: nothing, where it has no folder.
  func folder(_ target: String) throws -> [[UInt8]] {
    let path = "Tests/Fuzz/\(target)"
    guard Files.exists(root + "/" + path) else { return [] }
    return try files(path, suffix: "").map(\.bytes)
  }

  /// What one side said in the recorded conversations, a connection each.
  ///
  /// - `prefix`: of the names of the recordings.
  /// - `direction`: as it stands in a line, such as `C>S`.
  func captures(_ prefix: String, _ direction: String) throws -> [[UInt8]] {
    var all: [[UInt8]] = []
    for (path, bytes) in try files("Tests/TN3270Tests/Fixtures", suffix: ".txt")
    where path.split(separator: "/").last?.hasPrefix(prefix) == true {
      var said: [UInt8] = []
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count > 2, words[1] == direction else { continue }
        said += words[2...].prefix { $0.count == 2 && UInt8($0, radix: 16) != nil }
          .compactMap { UInt8($0, radix: 16) }
      }
      if !said.isEmpty { all.append(said) }
    }
    return all
  }
}

/// Bytes of a hexadecimal text with blanks.
func hex(_ text: String) -> [UInt8] {
  text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}
