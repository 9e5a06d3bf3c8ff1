import Foundation

/// A TN3270 or TN3270E host that is stricter than any real one: it checks every byte of its client.
///
/// A test speaks for it, a step at a time: `accept`, `negotiate`, `show`, `read`, `key`. Whatever the
/// client does that RFC 854, 1576, 2355 or the 3270 data stream (GA23-0059) forbids, or does not do
/// though it must, is a fault; `finish` tells them all.
public final class StrictHost {
  /// Which protocol it speaks.
  public enum Manner: Sendable, Equatable {
    case classic
    /// TN3270E with these functions, as numbers: 0 BIND-IMAGE, 2 RESPONSES, 4 SYSREQ.
    case extended(Set<UInt8>)
  }

  /// RESPONSE-FLAG of a record (RFC 2355 8.1.3).
  public enum Flag: UInt8, Sendable { case none, error, always }

  /// Faults of the client, or what the test waited for in vain.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, in words.
    public let description: String
  }

  /// A key that the client's user pressed.
  public struct Key: Equatable, Sendable {
    /// The key's AID.
    public let aid: UInt8
    /// The whole record.
    public let record: [UInt8]
  }

  /// A read that awaits its answer.
  enum Read: Equatable {
    case buffer, modified, modifiedAll, query
    case queryList(Set<UInt8>)
  }

  /// Where the client connects.
  public let listener: TestListener
  /// Which protocol it speaks.
  public let manner: Manner
  /// Port on this machine.
  public var port: Int { listener.port }
  var telnet = StrictTelnet()
  /// Whether records have a header.
  var isExtended = false
  var functions: Set<UInt8> = []
  /// Contents of subnegotiations that came and were not looked at yet.
  var said: [[UInt8]] = []
  /// Terminal type and names that the client gave, in order.
  public internal(set) var types: [String] = []

  /// The screen in force, and its size where none is shown.
  var screen = StrictScreen()
  /// Whether an application is bound; always on a host without BIND-IMAGE.
  var isBound = true
  /// Whether the screen belongs to the host's system services.
  var isSystemScreen = false
  /// The AID in force: of the last key, none after a write that restores.
  var aid: UInt8 = 0x60
  /// Sequence numbers of the next record each way.
  var (ours, theirs): (UInt16, UInt16) = (0, 0)
  /// Responses that must come, by sequence number; nil for a positive one.
  var responses: [UInt16: UInt8?] = [:]
  /// Reads, each with the number of its record.
  var reads: [(read: Read, number: UInt16)] = []
  var answers: [[UInt8]] = []
  var keys: [Key] = []
  var commands: [UInt8] = []
  var texts: [[UInt8]] = []

  /// Listens on a free port; a client that comes is spoken to in this manner.
  public init(_ manner: Manner = .extended([0, 2, 4])) throws {
    self.manner = manner
    listener = try TestListener()
  }

  /// Address for an ACT entry.
  public var address: String { "tn3270://127.0.0.1:\(port)" }

  /// Waits for the client, as new.
  public func accept() throws {
    try listener.accept()
    telnet = StrictTelnet()
    (isExtended, functions, said, types) = (false, [], [], [])
    (screen, isBound, isSystemScreen, aid) = (StrictScreen(), true, false, 0x60)
    (ours, theirs, responses, reads) = (0, 0, [:], [])
    (answers, keys, commands, texts) = ([], [], [], [])
  }

  func fault(_ text: String) { telnet.fault(text) }

  // MARK: Waiting

  /// Takes what comes until a condition holds.
  func wait(for what: String, until isDone: () -> Bool) throws {
    while !isDone() {
      let bytes = listener.receive()
      guard !bytes.isEmpty else {
        throw Failure(description: "waited for \(what); faults: \(telnet.faults)")
      }
      for byte in bytes {
        guard let item = telnet.take(byte) else { continue }
        switch item {
        case .option: break
        case .subnegotiation(_, let content): said.append(content)
        case .command(let command): commands.append(command)
        case .record(let record): take(record)
        }
      }
      let due = telnet.takeDue()
      if !due.isEmpty { listener.send(due) }
    }
  }

  /// The next key.
  public func key() throws -> Key {
    try wait(for: "a key") { !keys.isEmpty }
    return keys.removeFirst()
  }

  /// The next BRK, IP or AO.
  public func command() throws -> UInt8 {
    try wait(for: "ATTN or SYSREQ") { !commands.isEmpty }
    return commands.removeFirst()
  }

  /// What was typed next for the system services.
  public func text() throws -> [UInt8] {
    try wait(for: "SSCP-LU data") { !texts.isEmpty }
    return texts.removeFirst()
  }

  /// The answer to the read that waits longest.
  @discardableResult
  public func answer() throws -> [UInt8] {
    try wait(for: "the answer to a read") { !answers.isEmpty }
    return answers.removeFirst()
  }

  /// Waits until the client has taken all that was sent: it answers a TIMING-MARK (RFC 860).
  public func settle() throws {
    listener.send(telnet.say(StrictTelnet.do, StrictTelnet.timingMark))
    try wait(for: "the answer to TIMING-MARK") { telnet.marks == 0 }
  }

  /// Waits for the last answers, and tells all faults.
  public func finish() throws -> [String] {
    try settle()
    var all = telnet.faults
    if !telnet.isSettled { all.append("a proposal was not answered") }
    if !telnet.isBetween { all.append("a record has no end") }
    for number in responses.keys.sorted() { all.append("no response to record \(number)") }
    if !reads.isEmpty { all.append("no answer to \(reads.map(\.read))") }
    if !answers.isEmpty { all.append("\(answers.count) answers too many") }
    all += keys.map { "a key of nobody: \($0.record)" }
    all += commands.map { "a command of nobody: \($0)" }
    return all + texts.map { "a text of nobody: \($0)" }
  }

  /// Waits until the client ends the connection.
  public func waitForEnd() {
    while !listener.receive().isEmpty {}
  }
}
