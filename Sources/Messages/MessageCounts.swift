/// How often each message was recorded since the server began, for figures: a line of the log is a
/// counter without further ado.
///
/// A few messages are counted by one of their facts besides (`Message.counted`). Some of those come
/// from peers, so that their values have a limit in number and in length; what is over it is counted
/// as `other`.
public struct MessageCounts: Hashable, Sendable {
  private var all: [MessageID: Int] = [:]
  private var byFact: [MessageID: [String: Int]] = [:]
  /// Number of each message's last line in the order of all.
  private var last: [MessageID: Int] = [:]
  private var total = 0

  /// Values of one message's fact that are told apart: more than there are codes and sentences of ours.
  public static let valueLimit = 64
  /// Characters of a value that are kept.
  public static let lengthLimit = 60
  /// The value of what is over the limit.
  public static let other = "other"

  /// Nothing counted yet.
  public init() {}

  /// Counts a message, whether or not the log has room for it.
  public mutating func count(_ message: Message) {
    let id = message.id
    total += 1
    all[id, default: 0] += 1
    last[id] = total
    guard let name = message.counted else { return }
    var value = Self.kind(message.fields[name] ?? Self.other, of: name)
    let values = byFact[id, default: [:]]
    if values[value] == nil, values.count >= Self.valueLimit { value = Self.other }
    byFact[id, default: [:]][value, default: 0] += 1
  }

  /// How many there were.
  public subscript(_ id: MessageID) -> Int { all[id] ?? 0 }

  /// How many there were by the value of the fact that `Message.counted` names, in order.
  public func values(of id: MessageID) -> [(value: String, count: Int)] {
    (byFact[id] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether the last message of one number came after the last of another; false where there was none.
  public func isLast(_ id: MessageID, after other: MessageID) -> Bool {
    (last[id] ?? 0) > (last[other] ?? 0)
  }

  /// A value without what differs from line to line: numbers of a sentence, and its tail.
  private static func kind(_ value: String, of name: MessageFields.Name) -> String {
    let value = TPXLayout.clean(value)
    guard name == .reason else { return String(value.prefix(lengthLimit)) }
    var kind = ""
    for character in value.prefix(lengthLimit) {
      // A number, however long, becomes one mark.
      if character.isNumber {
        if kind.last != "#" { kind.append("#") }
      } else {
        kind.append(character)
      }
    }
    return kind
  }
}
