import Platform

/// The machine's own names of hosts (hosts(5)): they are there whatever the name service does.
enum HostsFile {
  /// Where they are.
  static let path = "/etc/hosts"
  /// Largest file that is looked at: 20,000 names.
  private static let limit = 1 << 20

  /// Addresses of a name in the file's text, in its order.
  static func addresses(of name: String, in text: some StringProtocol) -> [String] {
    let wanted = bare(name)
    var found: [String] = []
    for line in text.split(separator: "\n") {
      let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }
      guard let address = words.first, words.dropFirst().contains(where: { bare($0) == wanted })
      else { continue }
      if !found.contains(String(address)) { found.append(String(address)) }
    }
    return found
  }

  /// Addresses of a name in this machine's file; reads it, so on a helper's thread.
  static func addresses(of name: String) -> [String] {
    guard let bytes = try? Files.read(path, limit: limit) else { return [] }
    return addresses(of: name, in: String(decoding: bytes, as: UTF8.self))
      .filter { Sockets.isNumeric($0) }
  }

  /// A name without the root's dot; names have no case (RFC 4343).
  private static func bare(_ name: some StringProtocol) -> String {
    let text = name.lowercased()
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
