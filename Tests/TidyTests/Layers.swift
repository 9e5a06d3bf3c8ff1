/// The rows of Package.swift: which module may import which, and which are pure.
enum Layers {
  struct Row: Equatable {
    let name: String
    /// Modules of ours that it may import.
    let imports: [String]
    /// Touches no descriptor, file or clock, and speaks to no C library.
    let isPure: Bool
  }

  /// Our modules, in the order of the file.
  static func rows(_ package: String) -> [Row] {
    package.components(of: "+= module(").dropFirst().compactMap { part in
      let text = part.prefix { $0 != ")" }
      let quoted = strings(text)
      guard let name = quoted.first else { return nil }
      // The first array after the name holds our modules, unless it has a label.
      let isArrayFirst = text.prefix { $0 != "[" }.split(separator: ":").count == 1
      return Row(
        name: name,
        imports: isArrayFirst ? strings(text.drop { $0 != "[" }.prefix { $0 != "]" }) : [],
        isPure: !text.contains("settings: strict"))
    }
  }

  /// The texts between quotes.
  private static func strings(_ text: Substring) -> [String] {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
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
