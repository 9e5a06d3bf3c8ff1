/// Bounds of the keeper's patience, each with its reason.
enum KeeperLimits {
  /// A worker that dies within this time has died young: what killed it may kill the next at once.
  static let youngLife = Duration.seconds(10)
  /// From so many young deaths in a row on, the next one waits.
  static let youngDeaths = 3
  /// First pause, which doubles, and the longest: terminals notice a minute, and give up after some.
  static let firstPause = Duration.milliseconds(500)
  static let longestPause = Duration.seconds(30)
  /// A worker is ready within this time: with thousands of sessions it takes less than a second, and
  /// with a slow disk some.
  static let startTime = Duration.seconds(60)
  /// A new program has looked at the site within this time.
  static let checkTime = Duration.seconds(30)
  /// The keeper finds a moment without anything under way, in which the new program can be asked whether
  /// it goes on in its place, within this time: there is one after each message.
  static let quietTime = Duration.seconds(60)
  /// A worker that yields is through its turn, and with the disk, within this time.
  static let yieldTime = Duration.seconds(10)
  /// A new program serves within this time after the former one has yielded; else that one comes back.
  static let trialTime = Duration.seconds(20)
  /// Most companions of former programs, which serve their last connections; each has some megabytes and
  /// descriptors of its own.
  static let formerCompanions = 3
  /// Seconds without a sign of life after which a worker hangs.
  static let silence = 10
  /// Seconds that a worker which hangs has to write where it was.
  static let report = 5
  /// Most bytes of a reason that keeper and workers tell each other: a packet has room for it, and for
  /// what is around it, and nobody reads more.
  static let reason = 16 << 10

  /// A text as it fits into a message: a long one ends early.
  static func shortened(_ text: String) -> String {
    guard text.utf8.count > reason else { return text }
    return String(decoding: text.utf8.prefix(reason), as: UTF8.self) + " ..."
  }
}
