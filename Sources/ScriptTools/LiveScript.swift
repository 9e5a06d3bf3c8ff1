import Crypto
import DataStream
import Names
import Script
public import TN3270
import Terminal
public import Time

/// Runs a script against a TN3270 host: bytes and time come in, bytes and lines go out.
///
/// The host is what everybody's host is: it may send anything, at any time, and close.
public struct LiveScript {
  /// What is to be done, in order.
  public enum Action: Hashable, Sendable {
    /// Write these bytes to the host, then wipe them.
    case send([UInt8])
    /// Tell a line.
    case tell(String)
    /// The run is over: whether the script ended as it wanted.
    case end(isDone: Bool)
  }

  private var machine: ClientMachine
  private var driver: ScriptDriver
  private var isOver = false
  private var pictures = 0

  /// Pictures of screens that are told: a host that draws without end is not followed for ever.
  private static let pictureLimit = 2_000

  /// A run before the first byte.
  /// - Parameters:
  ///   - driver: the script at its screen.
  ///   - options: how the terminal presents itself.
  public init(_ driver: ScriptDriver, options: ClientOptions = ClientOptions()) {
    self.driver = driver
    machine = ClientMachine(options: options)
  }

  /// When to call `settle` again at the latest; nil where nothing is awaited.
  public var deadline: Instant? { isOver ? nil : driver.deadline }

  /// Takes bytes of the host.
  public mutating func receive(_ bytes: ArraySlice<UInt8>, at now: Instant) -> [Action] {
    var actions: [Action] = []
    var rest = bytes
    while !rest.isEmpty, !isOver {
      var events: [ClientEvent] = []
      rest = rest.dropFirst(machine.next(rest, into: &events))
      for event in events where !isOver { take(event, &actions) }
      // Each record has its turn: two that came in one piece are two screens.
      actions += settle(at: now)
    }
    return actions
  }

  /// The host closed the connection, or it broke.
  public mutating func disconnect(at now: Instant) -> [Action] {
    var actions: [Action] = [.tell("the connection has ended")]
    driver.disconnect()
    actions += settle(at: now)
    return actions
  }

  /// Goes on as far as the script can; called at the beginning, and when time has passed.
  public mutating func settle(at now: Instant) -> [Action] {
    guard !isOver else { return [] }
    return driver.settle(at: now).map { action in
      switch action {
      case .tell(let line): return .tell(line)
      case .send(var record):
        defer { Wipe.bytes(&record) }
        var out: [UInt8] = []
        machine.frame(record, into: &out)
        return .send(out)
      case .end(let isDone):
        isOver = true
        return .end(isDone: isDone)
      }
    }
  }

  private mutating func take(_ event: ClientEvent, _ actions: inout [Action]) {
    switch event {
    case .send(let bytes): actions.append(.send(bytes))
    case .record(let record): take(record, &actions)
    case .bind(let image):
      switch image.size {
      case .model2: driver.bind(default: .model2, alternate: .model2)
      case .fixed(let size): driver.bind(default: size, alternate: size)
      case .both(let first, let second): driver.bind(default: first, alternate: second)
      case .queried, .unspecified: driver.bind(default: nil, alternate: nil)
      }
    case .unbind(let reason, _):
      actions.append(.tell("the application has ended: \(reason)"))
      driver.bind(default: nil, alternate: nil)
    case .nvtData(let text):
      let line = String(decoding: text.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
      actions.append(.tell(driver.hidden("in line mode, which no script sees: \(line)")))
    case .deviceRejected(let rejection):
      actions.append(.tell(driver.hidden("the host refused: \(rejection)")))
    case .bindRefused(let fault): end("the host wants a screen of another size: \(fault)", &actions)
    case .violation(let violation): end("the host broke a rule of telnet: \(violation)", &actions)
    case .startTLS: end("the host wants TLS now; try --tls", &actions)
    case .ready, .left, .timingMarkAnswered: break
    }
  }

  private mutating func take(_ record: Record, _ actions: inout [Action]) {
    var answer: [UInt8] = []
    switch record.dataType {
    case .data3270:
      for reply in driver.take(record.payload) { machine.frame(reply, into: &answer) }
      machine.respond(to: record, .positive, into: &answer)
      pictures += 1
      if pictures == Self.pictureLimit { actions.append(.tell("further screens are not shown")) }
      if pictures < Self.pictureLimit { actions += driver.picture().map { .tell($0) } }
    case .sscpLUData:
      actions.append(.tell("the host's system services speak, which no script answers"))
      machine.respond(to: record, .positive, into: &answer)
    default: return
    }
    if !answer.isEmpty { actions.append(.send(answer)) }
  }

  private mutating func end(_ why: String, _ actions: inout [Action]) {
    actions.append(.tell(why))
    actions.append(.end(isDone: false))
    isOver = true
  }
}
