/// What a text of the repository may not have, and what to write instead.
struct Rules {
  /// Modules that touch no descriptor, file or clock: the rows of Package.swift that say so.
  let pure: Set<String>

  /// Words that are banned in Sources/, and their replacement.
  static let banned: [(word: String, instead: String)] = [
    ("print(", "Output.line, in the executables"), ("fatalError", "preconditionFailure"),
    ("try!", "a typed error"), ("as!", "as?"), ("import Foundation", "Platform"),
    ("DispatchQueue", "HelperPool or Threads"), ("TO" + "DO", "an issue"),
    ("FIX" + "ME", "an issue"),
    ("import NIO", "Platform"),
  ]

  /// Modules of the system, which bring descriptors, files, clocks or threads.
  static let platform: Set<String> = [
    "Glibc", "Musl", "Foundation", "FoundationEssentials", "Dispatch", "System", "CPlatform",
  ]

  /// Files that may say `@unchecked Sendable`, and why.
  static let unchecked: Set<String> = [
    // A terminal goes whole from one shard's thread to another's.
    "Sources/Server/Handover.swift",
    // libsodium's memory is written once, before anyone else sees it.
    "Sources/Crypto/Secret.swift",
    // Its memory is written once, before anyone else sees it.
    "Sources/Crypto/WipedText.swift",
    // Its memory is written once, before anyone else sees it.
    "Sources/Crypto/WipedArray.swift",
    // One thread at a time writes into it, and other processes only read it.
    "Sources/Platform/SharedMemory.swift",
    // A shard goes to its thread whole, before anything runs on it.
    "Sources/Server/ShardStarter.swift",
    // A loop goes to its thread whole, before anything runs on it.
    "Sources/TLSEnd/TLSEnd.swift",
    // OpenSSL counts the references of its context.
    "Sources/TLS/TLSContext.swift",
    // A connection of OpenSSL's has one owner, and no thread of its own.
    "Sources/TLS/TLSMachine.swift",
  ]

  /// Names that nothing of ours says: ArgumentParser asks commands for them, or `@main` does.
  static let calledFromOutside: Set<String> = [
    "configuration", "validate", "TurnstileBench", "TurnstileFuzz", "TurnstileLoad",
  ]

  static let lineLimit = 400
  static let columnLimit = 100

  /// Faults of a source file.
  func faults(_ path: String, _ text: String) -> [String] {
    let module = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var faults: [String] = []
    if lines.count > Self.lineLimit + 1 {
      faults.append(
        "\(path): \(lines.count - 1) lines; a file has one concept and \(Self.lineLimit)")
    }
    for (index, line) in lines.enumerated() {
      let code = line.drop { $0 == " " }
      guard !code.hasPrefix("//") else { continue }
      let found =
        Self.words(line, code, module) + (pure.contains(module) ? Self.impurities(code) : [])
      faults += found.map { "\(path):\(index + 1): \($0)" }
      if code.contains("@unchecked"), !Self.unchecked.contains(path) {
        faults.append("\(path):\(index + 1): @unchecked outside the list")
      }
    }
    return faults
  }

  private static func words(
    _ line: Substring, _ code: Substring, _ module: String
  ) -> [String] {
    let isExecutable = module == "turnstile" || module == "turnstile-load"
    return (line.count > columnLimit ? ["longer than \(columnLimit) columns"] : [])
      + banned.filter { says($0.word, code) && !($0.word == "print(" && isExecutable) }
      .map { "\($0.word) is banned; use \($0.instead)" }
  }

  /// Whether code has a banned word; a method of our own that is called `print` is another.
  private static func says(_ word: String, _ code: Substring) -> Bool {
    guard word == "print(" else { return code.contains(word) }
    let own = [".print(", "func print("]
    return own.reduce(String(code)) { $0.replacing($1, with: "") }.contains(word)
  }

  private static func impurities(_ code: Substring) -> [String] {
    let imported = Layers.imports(String(code)).filter { platform.contains($0) }
    return imported.map { "a pure module imports \($0)" }
      + (code.contains("unsafe") && !code.contains("_unsafe") ? ["a pure module says unsafe"] : [])
  }
}
