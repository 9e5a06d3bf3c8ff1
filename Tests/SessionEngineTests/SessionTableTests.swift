import DataStream
import Terminal
import Testing
import Time

@testable import SessionEngine

@Suite struct SessionTableTests {
  private func session(_ number: UInt64) throws -> ActiveSession {
    let (user, _) = try Transcript.inSession()
    return try user.first().twin(SessionHandle(number))
  }

  private func forget(_ number: UInt64, in table: inout SessionTable) {
    var display = Display(TerminalCapabilities(color: .model2))
    table.forget(SessionHandle(number), on: &display, at: Instant(nanoseconds: 0))
  }

  @Test func `sessions are reached by their handle, in order, whatever else goes`() throws {
    var table = SessionTable()
    for number: UInt64 in [7, 3, 5] { table.append(try session(number)) }
    #expect(table.handles.map(\.value) == [7, 3, 5])
    forget(3, in: &table)
    table[SessionHandle(5)]?.isTagged = true
    #expect(table[SessionHandle(5)]?.isTagged == true && table[SessionHandle(7)]?.isTagged == false)
    #expect(table.map(\.handle.value) == [7, 5] && table.count == 2)
    #expect(table.first?.handle.value == 7)
  }

  @Test func `what has gone takes every call and does nothing`() throws {
    var table = SessionTable()
    table[SessionHandle(1)]?.isTagged = true
    forget(1, in: &table)
    #expect(table.isEmpty && table[SessionHandle(1)] == nil && !table.contains(SessionHandle(1)))
    table.append(try session(1))
    table.append(try session(1))
    #expect(table.count == 1)
    #expect(table.takeAll().count == 1 && table.isEmpty)
  }
}

@Suite struct ReadQueueTests {
  private let read = TerminalRead(
    command: .readBuffer, isPartition: false, until: Instant(nanoseconds: 0))

  @Test func `answers that are there wait behind those that are not`() {
    var queue = ReadQueue()
    var passed = [queue.passes([1])]
    queue.ask(read)
    passed += [queue.passes([2]), queue.passes([3])]
    queue.ask(read)
    passed.append(queue.passes([4]))
    #expect(passed == [true, false, false, false])
    let first = queue.answered()
    #expect(first == [[2], [3]] && queue.oldest == read && queue.awaitsBuffer)
    let second = queue.answered()
    #expect(second == [[4]] && queue.isEmpty)
  }

  @Test func `the model answers all that nobody else will, in order`() {
    var queue = ReadQueue()
    queue.ask(read)
    _ = queue.passes([2])
    queue.ask(read)
    let settled = queue.takeAll().settled { _ in [9] }
    #expect(settled.records == [[9], [2], [9]] && settled.owed == [read, read])
    let rest = queue.answered()
    #expect(queue.isEmpty && rest == [])
  }
}
