import Testing

@testable import Platform

@Suite struct FairQueueTests {
  @Test func `who has much waiting takes turns with who has little`() {
    var queue = FairQueue<String, Int>(limit: 100, limitOfOwner: 50)
    for number in 0..<5 { _ = queue.add(number, for: "flood") }
    _ = queue.add(100, for: "honest")
    _ = queue.add(101, for: "honest")
    let taken = (0..<8).map { _ in queue.take() }
    #expect(taken == [0, 100, 1, 101, 2, 3, 4, nil])
    #expect(queue.count == 0)
  }

  @Test func `each owner has a limit, and all together`() {
    var queue = FairQueue<Int, Int>(limit: 5, limitOfOwner: 2)
    let added = [1, 1, 1, 2, 2, 2, 3, 3].map { queue.add($0, for: $0) }
    #expect(added == [true, true, false, true, true, false, true, false])
    let first = queue.take()
    let again = queue.add(1, for: 1)
    #expect(first == 1)
    #expect(again)
  }

  @Test func `what was taken is let go though the line never empties`() {
    final class Job {}
    var queue = FairQueue<Int, Job>(limit: 1000, limitOfOwner: 1000)
    _ = queue.add(Job(), for: 0)
    weak var last: Job?
    for _ in 0..<500 {
      let job = Job()
      last = job
      let isAdded = queue.add(job, for: 0)
      #expect(isAdded)
      _ = queue.take()
    }
    #expect(queue.count == 1)
    _ = queue.take()
    #expect(last == nil)
  }
}
