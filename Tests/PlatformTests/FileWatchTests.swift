import Foundation
import Platform
import Synchronization
import TestSupport
import Testing

/// What is told of files, and when.
@Suite struct FileWatchTests {
  private final class Flag: Sendable {
    private let flag = Atomic(false)
    func set() { flag.store(true, ordering: .releasing) }
    var isSet: Bool { flag.load(ordering: .acquiring) }
  }

  @Test(.timeLimit(.minutes(1)))
  func `other names that change all the time do not put off the end of a wait`() throws {
    let folder = try TemporaryFolder()
    let watch = try FileWatch()
    #expect(watch.set([FileWatch.Place(folder.path, "ours")]).isEmpty)
    let (isOver, isEnded) = (Flag(), DispatchSemaphore(value: 0))
    let other = folder.path + "/other"
    try Threads.start {
      while !isOver.isSet { _ = FileManager.default.createFile(atPath: other, contents: nil) }
      isEnded.signal()
    }
    for _ in 1...2 { #expect(!watch.wait(milliseconds: 100)) }
    isOver.set()
    isEnded.wait()
    try folder.write("changed", to: "ours")
    #expect(watch.wait(milliseconds: 60_000), "the own name is told as before")
  }
}
