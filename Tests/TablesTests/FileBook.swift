import Foundation
import Syntax
import Tables
import TestSupport

/// Files as administrators write them, wrong ones and right ones, with what the server says of each:
/// `Fixtures/files.txt`.
///
/// A case is one file or more behind `=== PATH`, then `+++` and the messages; none where all is right.
/// What no editor shows is written as `\t`, `\r`, `\a` (BEL), `\b` (byte order mark), `\u` (U+FFFD), and
/// `\0` for a file without any text.
struct FileBook {
  struct Case {
    let files: [SourceText]
    let messages: String
  }

  static let path = "Tests/TablesTests/Fixtures/files.txt"

  /// The site that each case's files are put into.
  static let site: [SourceText] = [
    SourceText(path: "ACT/System.yaml", text: "System name: PROD\nMenu key: PF24\n"),
    SourceText(
      path: "ACT/Applications/TSOA.yaml", text: "Application-ID: TSOA\nHost: builtin:tso:S001\n"),
    SourceText(
      path: "ACT/Applications/CICSA.yaml",
      text: "Application-ID: CICSA\nHost: builtin:cics\nSession key: PF15\n"),
    SourceText(path: "ACT/Profiles/DEVS.yaml", text: "Jump key: PF11\n"),
    SourceText(path: "ACT/Users/BOB.yaml", text: "Profile: DEVS\n"),
  ]

  let cases: [Case]

  init() throws {
    var cases: [Case] = []
    var files: [SourceText] = []
    var open: (path: String, lines: [String])?
    var messages: [String]?
    func close() {
      if let (path, lines) = open {
        let text = lines == ["\\0"] ? "" : lines.joined(separator: "\n") + "\n"
        files.append(SourceText(path: path, text: Self.plain(text)))
      }
      open = nil
    }
    for line in try Repository.text(Self.path).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("=== ") {
        close()
        if let told = messages {
          cases.append(Case(files: files, messages: Self.told(told)))
          (files, messages) = ([], nil)
        }
        open = (String(line.dropFirst(4)), [])
      } else if line == "+++" {
        close()
        messages = []
      } else if messages != nil {
        messages?.append(String(line))
      } else {
        open?.lines.append(String(line))
      }
    }
    if let messages { cases.append(Case(files: files, messages: Self.told(messages))) }
    self.cases = cases
  }

  private static func told(_ lines: [String]) -> String {
    lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
  }

  private static let signs: [(sign: String, text: String)] = [
    ("t", "\t"), ("r", "\r"), ("a", "\u{7}"), ("b", "\u{FEFF}"), ("u", "\u{FFFD}"), ("\\", "\\"),
  ]

  private static func plain(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let next = rest.firstIndex(of: "\\") {
      plain += rest[..<next]
      rest = rest[rest.index(after: next)...]
      plain += signs.first { rest.hasPrefix($0.sign) }?.text ?? "?"
      rest = rest.dropFirst()
    }
    return plain + rest
  }

  private static func signed(_ text: String) -> String {
    if text.isEmpty { return "\\0\n" }
    return String(
      text.unicodeScalars.flatMap { scalar -> [Character] in
        let sign = signs.first { $0.text == String(scalar) }?.sign
        return sign.map { Array("\\" + $0) } ?? [Character(scalar)]
      })
  }

  /// A case's files in the site, each in the place of the one that it replaces.
  static func site(with files: [SourceText]) -> [SourceText] {
    let replaced = Set(files.map(\.path))
    return site.filter { !replaced.contains($0.path) } + files
  }

  /// What the server says of a case.
  static func messages(_ files: [SourceText]) -> (text: String, isTaken: Bool) {
    let site = site(with: files)
    let (tables, faults) = TableLoader.load(site)
    let told = faults.map { fault in fault.rendered(site.first { $0.path == fault.path }) }
    return (told.joined(separator: "\n"), tables != nil)
  }

  /// The book with other messages.
  func text(_ messages: [String]) -> String {
    zip(cases, messages).map { one, told in
      one.files.map { "=== \($0.path)\n" + Self.signed($0.text) }.joined() + "+++\n" + told
        + (told.isEmpty ? "" : "\n")
    }.joined(separator: "\n")
  }
}
