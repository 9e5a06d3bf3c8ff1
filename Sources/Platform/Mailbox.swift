import CPlatform
import Glibc
import Synchronization

/// Messages from any thread to the one that polls its descriptor; bounded.
public final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let event: Int32
  private let limit: Int

  /// An empty mailbox, which refuses a message when `limit` of them wait.
  public init(limit: Int) throws(SystemError) {
    event = try system("eventfd") { cplatform_eventfd() }
    self.limit = limit
  }

  deinit { close(event) }

  /// What the owner polls for reading.
  public var descriptor: Int32 { event }

  /// Leaves a message; false where too many wait.
  @discardableResult
  public func send(_ message: Message) -> Bool {
    let wasEmpty: Bool? = messages.withLock { waiting in
      guard waiting.count < limit else { return nil }
      waiting.append(message)
      return waiting.count == 1
    }
    guard let wasEmpty else { return false }
    if wasEmpty {
      var one: UInt64 = 1
      _ = write(event, &one, 8)
    }
    return true
  }

  /// Messages that wait.
  public var count: Int { messages.withLock { $0.count } }

  /// Takes all messages that wait, in order.
  public func take() -> [Message] {
    var count: UInt64 = 0
    _ = read(event, &count, 8)
    return messages.withLock { waiting in
      let all = waiting
      waiting = []
      return all
    }
  }
}
