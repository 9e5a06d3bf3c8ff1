import Bytes
import Platform

/// What workers were not told yet, since their links had no room, each worker's in order.
///
/// A message that waits carries descriptors. One of those that is to be closed meanwhile stays open until
/// the message is gone: its number would be another's by then.
struct Outboxes {
  private struct Message {
    let bytes: [UInt8]
    let descriptors: [Int32]
  }

  private var waiting: [Int: [Message]] = [:]
  /// Descriptors that are closed once nothing that waits carries them.
  private var leaving: Set<Int32> = []

  /// Whether everything was said.
  var isEmpty: Bool { waiting.isEmpty }

  /// Adds a message for a worker; it goes with the next `send`.
  mutating func add(_ message: ToWorker, _ descriptors: [Int32], for worker: Int) {
    var freezer = Freezer()
    freezer.put(message)
    waiting[worker, default: []].append(
      Message(bytes: freezer.bytes, descriptors: descriptors))
  }

  /// Sends what waits for a worker, as far as its link takes it.
  ///
  /// - Returns: whether that was all.
  mutating func send(_ worker: Int, over link: Int32) -> Bool {
    guard let messages = waiting[worker] else { return true }
    let sent = messages.prefix {
      PacketSocket.send(link, $0.bytes, descriptors: $0.descriptors, waits: false) == .done
    }.count
    waiting[worker] = sent == messages.count ? nil : Array(messages[sent...])
    closeLeaving()
    return sent == messages.count
  }

  /// Forgets what waits for a worker that is gone.
  mutating func drop(_ worker: Int) {
    waiting[worker] = nil
    closeLeaving()
  }

  /// Closes a descriptor, as soon as nothing that waits carries it.
  mutating func close(_ number: Int32) {
    guard carries(number) else {
      _ = Descriptor(number)
      return
    }
    leaving.insert(number)
  }

  private mutating func closeLeaving() {
    for number in leaving where !carries(number) {
      leaving.remove(number)
      _ = Descriptor(number)
    }
  }

  private func carries(_ number: Int32) -> Bool {
    waiting.values.contains { $0.contains { $0.descriptors.contains(number) } }
  }
}
