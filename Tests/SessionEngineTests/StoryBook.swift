import Foundation
import Synchronization
import TestSupport
import Testing

/// Has all that happens in a test's transcripts compared with the story of the test's name.
///
/// Each `Transcript` of the test is a chapter, in the order in which they begin. A test with arguments says
/// by `Story.name` which case it is.
struct StoryTrait: TestTrait, SuiteTrait, TestScoping {
  let isRecursive = true

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    let book = StoryBook()
    try await StoryBook.$current.withValue(book) { try await function() }
    guard !test.isParameterized || book.name != nil else {
      Issue.record("a test with arguments says which case it is: story.name(…)")
      return
    }
    let file = URL(filePath: test.sourceLocation.fileName).deletingPathExtension().lastPathComponent
    let name = StoryBook.slug(test.displayName ?? test.name) + (book.name.map { ".\($0)" } ?? "")
    try book.compare(with: "Tests/SessionEngineTests/Fixtures/\(file)/\(name).story", of: test)
  }
}

extension Trait where Self == StoryTrait {
  /// Each test of the suite is a story.
  static var stories: StoryTrait { StoryTrait() }
}

/// What happens in one test.
final class StoryBook: Sendable {
  @TaskLocal static var current: StoryBook?

  private struct Content {
    var name: String?
    var chapters: [Chapter] = []
  }

  /// The steps of one transcript, a line each.
  private struct Chapter {
    var lines: [String] = []
    var isPaused = false
  }

  private let content = Mutex(Content())

  /// Which case of a test with arguments it is.
  var name: String? { content.withLock { $0.name } }

  func name(_ name: String) { content.withLock { $0.name = Self.slug(name) } }

  /// Begins a chapter; its number.
  func open() -> Int {
    content.withLock {
      $0.chapters.append(Chapter())
      return $0.chapters.count - 1
    }
  }

  func add(_ lines: [String], to chapter: Int) {
    content.withLock { if !$0.chapters[chapter].isPaused { $0.chapters[chapter].lines += lines } }
  }

  /// Forgets what a chapter has.
  func clear(_ chapter: Int) { content.withLock { $0.chapters[chapter].lines = [] } }

  /// Leaves out what is added to a chapter, or no longer.
  func pause(_ chapter: Int, _ isPaused: Bool) {
    content.withLock { $0.chapters[chapter].isPaused = isPaused }
  }

  /// Words as a file's name has them.
  static func slug(_ text: String) -> String {
    text.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }

  /// The whole text. A terminal to which nothing happens has no chapter.
  private var lines: [String] {
    let told = content.withLock { $0.chapters.map(\.lines) }
      .filter {
        $0.count { $0.hasPrefix("> ") } > 1 || ($0.first ?? Story.beginning) != Story.beginning
      }
    guard told.count > 1 else { return told.first ?? [] }
    return told.enumerated().flatMap { ["# \($0 + 1)"] + $1 }
  }

  /// Compares with a file; where `UPDATE_GOLDEN` is set, writes it, and the difference is to be read.
  func compare(with path: String, of test: Test) throws {
    let lines = lines
    guard !lines.isEmpty else { return }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      let url = Repository.root.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try lines.map { $0 + "\n" }.joined().write(to: url, atomically: true, encoding: .utf8)
    }
    let wanted = try Repository.text(path).split(separator: "\n").map(String.init)
    let difference = lines.difference(from: wanted).map { change in
      switch change {
      case .insert(let offset, let line, _): "\(path):\(offset + 1) found '\(line)'"
      case .remove(let offset, let line, _): "\(path):\(offset + 1) expected '\(line)'"
      }
    }
    #expect(difference == [], sourceLocation: test.sourceLocation)
  }
}

@Suite struct StoryTests {
  @Test func `each story is told by a test`() throws {
    let root = "Tests/SessionEngineTests/"
    for path in Repository.files(root + "Fixtures", suffix: ".story") {
      let parts = path.split(separator: "/")
      let source = try Repository.text(root + "\(parts[parts.count - 2]).swift")
      let told = source.matches(of: #/func `([^`]+)`/#).map { StoryBook.slug(String($0.output.1)) }
      let name = parts[parts.count - 1].split(separator: ".")[0]
      #expect(told.contains(String(name)), "\(path)")
    }
  }
}
