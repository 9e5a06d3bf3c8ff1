import DataStream
import TN3270
import Terminal
import Time

/// What a terminal does with records from the server.
extension LoadEngine {
  mutating func take(_ events: [ClientEvent], _ index: Int) {
    for event in events {
      // Each event may have ended the connection.
      guard terminals[index].step != .closed else { return }
      switch event {
      case .send(let bytes): send(bytes, index)
      case .ready: terminals[index].step = .firstScreen
      case .record(let record): take(record, index)
      case .bind(let image): terminals[index].screen.bind(image)
      case .unbind: terminals[index].screen.bind(default: nil, alternate: nil)
      case .nvtData(let text):
        let words = String(decoding: text.filter { $0 >= 0x20 && $0 < 0x7F }, as: UTF8.self)
        fail(index, "the server is in line mode and says: \(words.prefix(80))")
      case .violation(let violation): fail(index, "protocol: \(violation)")
      case .timingMarkAnswered: break
      case .left: fail(index, "the server left 3270 mode")
      case .deviceRejected(let reason): fail(index, "the server rejects the device: \(reason)")
      case .bindRefused(let fault): fail(index, fault.description)
      case .startTLS: fail(index, "the server asks for TLS, which is not supported here")
      }
    }
  }

  private mutating func take(_ record: Record, _ index: Int) {
    guard record.dataType == .data3270 else { return }
    let outcome = terminals[index].screen.apply(record.payload)
    var out: [UInt8] = []
    // The response goes before the data that the record asks for.
    terminals[index].machine.respond(
      to: record, outcome.error == nil ? .positive : .negative(.operationCheck), into: &out)
    for reply in outcome.replies { terminals[index].machine.frame(reply, into: &out) }
    send(out, index)
    if let error = outcome.error { return fail(index, "3270 data stream: \(error)") }
    if outcome.restored { screenCame(index) }
  }

  /// The keyboard was restored: the answer, or a step of the set-up, is there.
  private mutating func screenCame(_ index: Int) {
    switch terminals[index].step {
    case .firstScreen:
      guard let signOn = plan.signOn else { return begin(index) }
      guard let fields = SignOn.fields(of: terminals[index].screen) else {
        return fail(index, "no fields for user and password on the first screen")
      }
      var record = signOn.record(terminal: index + 1, at: fields, on: terminals[index].screen)
      terminals[index].step = .signingOn
      terminals[index].rememberPanel()
      terminals[index].deadline = now.advanced(by: plan.timeout)
      frame(record, index)
      for position in record.indices { record[position] = 0 }
    case .signingOn:
      guard SignOn.fields(of: terminals[index].screen) == nil else {
        return fail(index, "sign-on refused: \(terminals[index].refusal)")
      }
      terminals[index].forgetPanel()
      begin(index)
    case .entering(let step): if terminals[index].isDone(steps[step]) { enter(step + 1, index) }
    case .waiting:
      guard !plan.countsKeys || isAnswer(index) else { return }
      latencies.add(now.nanoseconds &- terminals[index].since.nanoseconds)
      guard !plan.expectsChange || terminals[index].hasNewScreen else {
        return fail(index, "a key's answer was the screen that was there before")
      }
      becomeIdle(index)
    case .idle where plan.countsKeys:
      watch.late(terminals[index].screen, former: &terminals[index].label)
    case .closed, .connecting, .negotiating, .idle: return
    }
  }

  /// Whether a screen is the answer to the key that was pressed; a wrong one ends the terminal.
  private mutating func isAnswer(_ index: Int) -> Bool {
    let verdict = watch.judge(
      terminals[index].screen, former: &terminals[index].label, due: terminals[index].since, at: now
    )
    if case .wrong(let reason) = verdict { fail(index, "wrong screen: \(reason)") }
    return verdict == .answer
  }

  /// Begins the steps of the set-up, from the menu or from whatever the first screen is.
  mutating func begin(_ index: Int) {
    terminals[index].menu = terminals[index].firstRow
    enter(0, index)
  }

  /// Does a step of the set-up, or is done with it.
  private mutating func enter(_ step: Int, _ index: Int) {
    guard step < steps.count else {
      setUps.add(now.nanoseconds &- terminals[index].since.nanoseconds)
      settingUp -= 1
      terminals[index].step = .idle
      return becomeIdle(index)
    }
    terminals[index].step = .entering(step)
    terminals[index].deadline = now.advanced(by: plan.timeout)
    switch steps[step] {
    case .menu(let key): frame(terminals[index].screen.readModified(all: false, as: key), index)
    case .text(let text), .session(let text): type(text, index)
    }
  }

  /// Enters a text at the cursor, with the terminal's number for each %t.
  private mutating func type(_ text: String, _ index: Int) {
    do throws(DataStreamError) {
      try terminals[index].type(text.replacingPercentT(with: index + 1))
    } catch {
      return fail(index, "3270 data stream: \(error)")
    }
    frame(terminals[index].screen.readModified(all: false, as: .enter), index)
  }

  private mutating func becomeIdle(_ index: Int) {
    terminals[index].step = .idle
    switch mode {
    case .stay: idle.append(index)
    case .again:
      disconnect(index)
      free.append(index)
    case .closedLoop(let key): press(key, index, due: now)
    case .openLoop(let key):
      guard let due = backlog.popFirst() else { return idle.append(index) }
      press(key, index, due: due)
    }
  }

  /// Presses a key; its latency counts from `due`.
  mutating func press(_ key: AID, _ index: Int, due: Instant) {
    terminals[index].step = .waiting
    terminals[index].since = due
    terminals[index].deadline = now.advanced(by: plan.timeout)
    if plan.expectsChange { terminals[index].rememberScreen() }
    if plan.countsKeys, terminals[index].label == nil {
      terminals[index].label = KeyWatch.Label(terminals[index].screen)
    }
    let record = terminals[index].screen.readModified(all: false, as: key)
    if key == .clear { terminals[index].screen.wipe() }
    frame(record, index)
  }

  private mutating func frame(_ record: [UInt8], _ index: Int) {
    var out: [UInt8] = []
    out.reserveCapacity(2 * record.count + 16)
    terminals[index].machine.frame(record, into: &out)
    send(out, index)
    for position in out.indices { out[position] = 0 }
  }
}
