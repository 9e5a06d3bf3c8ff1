import Foundation
import Synchronization
import Testing

@testable import Platform
@testable import Server

@Suite struct NameServiceTests {
  /// Answers as they come, and a wait for so many of them.
  private final class Answers: Sendable {
    private let all = Mutex<[String]>([])
    private let came = DispatchSemaphore(value: 0)

    func take(_ found: NameService.Found) {
      all.withLock { $0.append((try? found.get())?.first ?? "none") }
      came.signal()
    }

    func wait(_ count: Int) -> [String] {
      for _ in 0..<count where came.wait(timeout: .now() + 20) == .timedOut { return ["late"] }
      return all.withLock { $0 }
    }
  }

  /// A name service that answers for names with "hang" only when it is told to.
  private static func resolver(
    _ release: DispatchSemaphore, _ asked: Answers
  ) -> @Sendable (String) -> NameService.Found {
    { name in
      asked.take(.success([name]))
      guard name.hasPrefix("hang") else { return .success(["192.0.2.1"]) }
      release.wait()
      return .failure(Sockets.ResolveError(reason: "try again"))
    }
  }

  @Test func `a name that hangs holds one thread, and others are found meanwhile`() throws {
    let (release, asked, answers, others) =
      (DispatchSemaphore(value: 0), Answers(), Answers(), Answers())
    let names = try NameService(threads: 2, limit: 10, resolve: Self.resolver(release, asked))
    for _ in 0..<10 { #expect(names.lookUp("hang.example") { answers.take($0) }) }
    #expect(asked.wait(1) == ["hang.example"])
    // No more may wait for it, and nobody is forgotten.
    #expect(!names.lookUp("hang.example") { answers.take($0) })
    for _ in 0..<3 { #expect(names.lookUp("good.example") { others.take($0) }) }
    #expect(others.wait(3) == ["192.0.2.1", "192.0.2.1", "192.0.2.1"])
    release.signal()
    #expect(answers.wait(10) == Array(repeating: "none", count: 10))
    // The next one asks anew.
    release.signal()
    #expect(names.lookUp("hang.example") { answers.take($0) })
    #expect(answers.wait(1).count == 11)
  }

  @Test func `where all threads hang, so many names wait, and no more`() throws {
    let (release, asked, answers) = (DispatchSemaphore(value: 0), Answers(), Answers())
    let names = try NameService(threads: 1, limit: 3, resolve: Self.resolver(release, asked))
    #expect(names.lookUp("hang.0") { answers.take($0) })
    #expect(asked.wait(1) == ["hang.0"])
    let taken = (1...5).map { names.lookUp("hang.\($0)") { answers.take($0) } }
    #expect(taken == [true, true, true, false, false])
    for _ in 0..<4 { release.signal() }
    #expect(answers.wait(4).count == 4)
  }
}
