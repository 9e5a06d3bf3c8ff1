/// Files in one file (POSIX ustar), which tar(1) reads as well: plain files alone, by names that stay
/// below where they are put.
public enum TarArchive {
  /// A plain file.
  public struct File: Hashable, Sendable {
    /// Its path below where the archive is put, as `ACT/System.yaml`.
    public let name: String
    /// Its content.
    public let bytes: [UInt8]

    /// Takes a name that `isClean`, of at most 255 bytes.
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Why bytes are no archive of ours.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// In words.
    public let description: String
  }

  private static let block = 512

  /// Whether a name stays below where it is put: words with slashes between, none of which begins with a
  /// dot, and no controls.
  public static func isClean(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return !name.isEmpty && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
  }

  /// An archive of files, all for their owner alone; `seconds` is their time, since 1970. Fails where a
  /// name is too long for ustar.
  public static func encode(_ files: [File], seconds: Int64) throws(Fault) -> [UInt8] {
    var archive: [UInt8] = []
    archive.reserveCapacity(files.reduce(1024) { $0 + $1.bytes.count + 1024 })
    for file in files {
      archive += try header(file, seconds)
      archive += file.bytes
      archive += [UInt8](repeating: 0, count: padding(file.bytes.count))
    }
    return archive + [UInt8](repeating: 0, count: 2 * block)
  }

  private static func padding(_ count: Int) -> Int { (block - count % block) % block }

  private static func header(_ file: File, _ seconds: Int64) throws(Fault) -> [UInt8] {
    precondition(isClean(file.name), "\(file.name) is no name for an archive")
    let (prefix, name) = try parts(Array(file.name.utf8))
    var header = [UInt8](repeating: 0, count: block)
    func put(_ text: [UInt8], at index: Int) {
      header.replaceSubrange(index..<(index + text.count), with: text)
    }
    func octal(_ value: Int64, _ digits: Int) -> [UInt8] {
      let text = String(max(0, value), radix: 8)
      return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
    }
    put(name, at: 0)
    put(octal(0o600, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(Int64(file.bytes.count), 11), at: 124)
    put(octal(seconds, 11), at: 136)
    put(Array(repeating: 0x20, count: 8), at: 148)
    put(Array("0".utf8), at: 156)
    put(Array("ustar\u{0}00".utf8), at: 257)
    put(prefix, at: 345)
    put(octal(Int64(sum(header)), 6) + [0, 0x20], at: 148)
    return header
  }

  /// Where a name is parted: at most 155 bytes, a slash, and at most 100.
  private static func parts(_ name: [UInt8]) throws(Fault) -> (prefix: [UInt8], name: [UInt8]) {
    guard name.count > 100 else { return ([], name) }
    for index in name.indices.reversed() where name[index] == UInt8(ascii: "/") {
      if index <= 155, name.count - index - 1 <= 100 {
        return (Array(name[..<index]), Array(name[(index + 1)...]))
      }
    }
    throw Fault(description: "\(String(decoding: name, as: UTF8.self)) is too long a name")
  }

  private static func sum(_ header: some Sequence<UInt8>) -> Int {
    header.reduce(0) { $0 + Int($1) }
  }

  /// The files of an archive.
  /// - Throws: where it is cut short or broken, or holds anything but plain files with clean names.
  public static func decode(_ bytes: [UInt8]) throws(Fault) -> [File] {
    var files: [File] = []
    var position = 0
    while position + block <= bytes.count {
      let header = Array(bytes[position..<(position + block)])
      position += block
      if header.allSatisfy({ $0 == 0 }) { return files }
      let file = try file(header)
      guard file.count <= bytes.count - position else { break }
      files.append(
        File(name: file.name, bytes: Array(bytes[position..<(position + file.count)])))
      position += file.count + min(padding(file.count), bytes.count - position - file.count)
    }
    throw Fault(description: "it ends before its end: it was cut short")
  }

  private static func file(_ header: [UInt8]) throws(Fault) -> (name: String, count: Int) {
    func text(_ range: Range<Int>) -> String {
      String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self)
    }
    var blank = header
    blank.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
    let told = text(148..<156).filter { $0 != " " }
    guard text(257..<262) == "ustar", Int(told, radix: 8) == sum(blank) else {
      throw Fault(description: "it is no archive, or a part of it is broken")
    }
    let prefix = text(345..<500)
    let name = (prefix.isEmpty ? "" : prefix + "/") + text(0..<100)
    guard header[156] == UInt8(ascii: "0") else {
      throw Fault(description: "\(name) in it is no plain file")
    }
    guard isClean(name) else { throw Fault(description: "a name in it leads elsewhere") }
    guard let count = Int(text(124..<136).filter { $0 != " " }, radix: 8), count >= 0 else {
      throw Fault(description: "\(name) in it has no size")
    }
    return (name, count)
  }
}
