/// What a text of the repository may not have, and what to write instead.
enum Rules {
  /// Modules that touch no descriptor, file or clock.
  static let pure: Set<String> = [
    "Bytes", "Time", "Names", "Messages", "EBCDIC", "DataStream", "TN3270", "Terminal", "Keystore",
    "PassTicket", "Tables", "Panels", "SAF", "SessionEngine", "DemoApplications",
    "Replay",
  ]

  /// Words that are banned in Sources/, and their replacement.
  static let banned: [(word: String, instead: String)] = [
    ("print(", "Output.line, in the executables"), ("fatalError", "preconditionFailure"),
    ("try!", "a typed error"), ("as!", "as?"), ("import Foundation", "Platform"),
    ("DispatchQueue", "HelperPool or Threads"), ("TO" + "DO", "an issue"),
    ("FIX" + "ME", "an issue"),
    ("import NIO", "Platform"),
  ]

  /// Files that may say `@unchecked Sendable`, and why.
  static let unchecked: Set<String> = [
    // libsodium's memory is written once, before anyone else sees it.
    "Sources/Crypto/Secret.swift",
    // Its memory is written once, before anyone else sees it.
    "Sources/Crypto/WipedText.swift",
    // OpenSSL counts the references of its context.
    "Sources/TLS/TLSContext.swift",
    // A connection of OpenSSL's has one owner, and no thread of its own.
    "Sources/TLS/TLSMachine.swift",
  ]

  static let lineLimit = 400
  static let columnLimit = 100

  /// Faults of a source file.
  static func faults(_ path: String, _ text: String) -> [String] {
    let parts = path.split(separator: "/")
    let isSource = parts.first == "Sources"
    let module = parts.count > 1 ? String(parts[1]) : ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var faults: [String] = []
    if isSource, lines.count > lineLimit + 1 {
      faults.append("\(path): \(lines.count - 1) lines; a file has one concept and \(lineLimit)")
    }
    for (index, line) in lines.enumerated() {
      let place = "\(path):\(index + 1)"
      let code = line.drop { $0 == " " }
      guard !code.hasPrefix("//") else { continue }
      if isSource {
        if line.count > columnLimit {
          faults.append("\(place): longer than \(columnLimit) columns")
        }
        for (word, instead) in banned where code.contains(word) {
          if word == "print(", module == "turnstile" || module == "turnstile-load" { continue }
          faults.append("\(place): \(word) is banned; use \(instead)")
        }
        if code.contains("@unchecked"), !unchecked.contains(path) {
          faults.append("\(place): @unchecked outside the list")
        }
        if pure.contains(module), code.contains("unsafe"), !code.contains("_unsafe") {
          faults.append("\(place): a pure module says unsafe")
        }
      }
    }
    return faults
  }
}

/// The rows of Package.swift: which module may import which.
enum Layers {
  /// Names and imports of our modules, in the order of the file.
  static func rows(_ package: String) -> [(name: String, imports: [String])] {
    package.components(of: "module(").dropFirst().compactMap { part in
      let quoted = part.prefix { $0 != ")" }.split(
        separator: "\"", omittingEmptySubsequences: false)
      guard quoted.count > 1 else { return nil }
      let names = stride(from: 1, to: quoted.count, by: 2).map { String(quoted[$0]) }
      // The first array after the name holds our modules.
      let text = part.prefix { $0 != ")" }
      let own = text.drop { $0 != "[" }.prefix { $0 != "]" }
      let isArrayFirst = text.prefix { $0 != "[" }.split(separator: ":").count == 1
      let imports = own.split(separator: "\"", omittingEmptySubsequences: false)
      return (
        names[0],
        isArrayFirst ? stride(from: 1, to: imports.count, by: 2).map { String(imports[$0]) } : []
      )
    }
  }

  /// Modules that a source file imports.
  static func imports(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count else {
        return nil
      }
      return String(words[at + 1])
    }
  }
}

extension String {
  fileprivate func components(of separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
