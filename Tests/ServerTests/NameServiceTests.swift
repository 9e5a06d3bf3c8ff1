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
    let names = try NameService(
      threads: 2, limit: 10, patience: .seconds(600), resolve: Self.resolver(release, asked))
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
    let names = try NameService(
      threads: 1, limit: 3, patience: .seconds(600), resolve: Self.resolver(release, asked))
    #expect(names.lookUp("hang.0") { answers.take($0) })
    #expect(asked.wait(1) == ["hang.0"])
    let taken = (1...5).map { names.lookUp("hang.\($0)") { answers.take($0) } }
    #expect(taken == [true, true, true, false, false])
    for _ in 0..<4 { release.signal() }
    #expect(answers.wait(4).count == 4)
  }

  @Test func `a name of the machine's own file waits for nobody`() throws {
    let (release, asked, answers) = (DispatchSemaphore(value: 0), Answers(), Answers())
    let names = try NameService(
      threads: 1, limit: 10, patience: .seconds(600),
      file: { $0 == "own" ? ["192.0.2.9"] : [] }, resolve: Self.resolver(release, asked))
    #expect(names.lookUp("hang.0") { _ in })
    #expect(asked.wait(1) == ["hang.0"])
    #expect(names.lookUp("own") { answers.take($0) })
    #expect(answers.wait(1) == ["192.0.2.9"])
    release.signal()
  }

  @Test func `a name that hangs is given up in time, and at once by the next who asks`() throws {
    let (release, asked, answers) = (DispatchSemaphore(value: 0), Answers(), Answers())
    let names = try NameService(
      threads: 1, limit: 10, patience: .milliseconds(20), resolve: Self.resolver(release, asked))
    #expect(names.lookUp("hang.0") { answers.take($0) })
    #expect(answers.wait(1) == ["none"])
    for _ in 0..<3 { #expect(names.lookUp("hang.0") { answers.take($0) }) }
    #expect(answers.wait(3).count == 4)
    // It was asked once in all that time.
    #expect(asked.wait(1) == ["hang.0"])
    release.signal()
  }

  @Test func `while the name service hangs a name keeps the address that it had`() throws {
    let (release, answers) = (DispatchSemaphore(value: 0), Answers())
    let count = Mutex(0)
    let names = try NameService(
      threads: 1, limit: 10, patience: .milliseconds(20), file: { _ in [] },
      resolve: { _ in
        let asked = count.withLock { count in
          count += 1
          return count
        }
        guard asked > 1 else { return .success(["192.0.2.7"]) }
        release.wait()
        return .failure(Sockets.ResolveError(reason: "try again"))
      })
    #expect(names.lookUp("host") { answers.take($0) })
    #expect(answers.wait(1) == ["192.0.2.7"])
    #expect(names.lookUp("host") { answers.take($0) })
    #expect(answers.wait(1) == ["192.0.2.7", "192.0.2.7"])
    release.signal()
  }

  @Test func `the file of names is read as the system reads it`() {
    let text = """
      # comment
      127.0.0.1 localhost
      192.0.2.1\tmvs.example  MVS  # the first
      2001:db8::1 mvs
      #192.0.2.2 mvs
      192.0.2.1 mvs
      192.0.2.3
      """
    #expect(HostsFile.addresses(of: "Mvs.", in: text) == ["192.0.2.1", "2001:db8::1"])
    #expect(HostsFile.addresses(of: "mvs.example", in: text) == ["192.0.2.1"])
    #expect(HostsFile.addresses(of: "192.0.2.3", in: text) == [])
    #expect(HostsFile.addresses(of: "first", in: text) == [])
    #expect(HostsFile.addresses(of: "", in: text) == [])
  }
}
