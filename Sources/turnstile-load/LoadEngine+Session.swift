import DataStream
import EBCDIC
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
      case .bind(let image): bind(image, index)
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

  private mutating func bind(_ image: BindImage, _ index: Int) {
    var first: Geometry?
    var second: Geometry?
    switch image.size {
    case .fixed(let size):
      first = size
      second = size
    case .both(let one, let two):
      first = one
      second = two
    case .model2:
      first = .model2
      second = .model2
    case .queried, .unspecified: break
    }
    terminals[index].screen.bind(default: first, alternate: second)
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
      terminals[index].panel = ScreenText.lines(terminals[index].screen, .cp037)
      terminals[index].deadline = now.advanced(by: plan.timeout)
      frame(record, index)
      for position in record.indices { record[position] = 0 }
    case .signingOn:
      guard SignOn.fields(of: terminals[index].screen) == nil else {
        return fail(index, "sign-on refused: \(refusal(index))")
      }
      terminals[index].panel = []
      begin(index)
    case .entering(let step): if isDone(step, index) { enter(step + 1, index) }
    case .waiting:
      guard !plan.countsKeys || isAnswer(index) else { return }
      latencies.add(now.nanoseconds &- terminals[index].since.nanoseconds)
      guard !plan.expectsChange || fingerprint(index) != terminals[index].fingerprint else {
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
    terminals[index].menu = firstRow(index)
    enter(0, index)
  }

  private func firstRow(_ index: Int) -> String {
    let line = ScreenText.lines(terminals[index].screen, .cp037).first ?? ""
    return line.split(separator: " ").joined(separator: " ")
  }

  /// Whether the screen is the one that a step waits for.
  private func isDone(_ step: Int, _ index: Int) -> Bool {
    let row = firstRow(index)
    switch steps[step] {
    case .text: return true
    // A session is shown empty until its host has written.
    case .session: return !row.isEmpty && row != terminals[index].menu
    case .menu: return row == terminals[index].menu
    }
  }

  /// What a step waited for in vain.
  func overdue(_ step: Int) -> String {
    switch steps[step] {
    case .text: "no answer to an entered text in time"
    case .session(let name): "no screen of session \(name) in time"
    case .menu: "no menu in time"
    }
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

  /// Enters a text at the cursor.
  private mutating func type(_ text: String, _ index: Int) {
    let size = terminals[index].screen.size
    let cursor = terminals[index].screen.cursor
    var typed = [AID.enter.byte]
    BufferAddress.append(cursor, in: size, to: &typed)
    typed.append(OrderCode.setBufferAddress)
    BufferAddress.append(cursor, in: size, to: &typed)
    typed += CodePage.cp037.encode(text.replacingPercentT(with: index + 1))
    do throws(DataStreamError) {
      terminals[index].screen.merge(try InboundRecord(typed, in: size))
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
      guard backlogStart < backlog.count else { return idle.append(index) }
      let due = backlog[backlogStart]
      backlogStart += 1
      press(key, index, due: due)
    }
  }

  /// Presses a key; its latency counts from `due`.
  mutating func press(_ key: AID, _ index: Int, due: Instant) {
    terminals[index].step = .waiting
    terminals[index].since = due
    terminals[index].deadline = now.advanced(by: plan.timeout)
    if plan.expectsChange { terminals[index].fingerprint = fingerprint(index) }
    if plan.countsKeys, terminals[index].label == nil {
      terminals[index].label = KeyWatch.Label(terminals[index].screen)
    }
    let record = terminals[index].screen.readModified(all: false, as: key)
    if key == .clear { terminals[index].screen.wipe() }
    frame(record, index)
  }

  /// The first cells of the screen, as a number: FNV-1a.
  private func fingerprint(_ index: Int) -> UInt64 {
    var number: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in 0..<32 {
      if case .character(let code) = terminals[index].screen.kind(position) {
        number = (number ^ UInt64(code)) &* 0x100_0000_01B3
      }
    }
    return number
  }

  private mutating func frame(_ record: [UInt8], _ index: Int) {
    var out: [UInt8] = []
    out.reserveCapacity(2 * record.count + 16)
    terminals[index].machine.frame(record, into: &out)
    send(out, index)
    for position in out.indices { out[position] = 0 }
  }

  /// What the panel says now and did not say before; the user's own field is left out.
  private func refusal(_ index: Int) -> String {
    let screen = terminals[index].screen
    let user = SignOn.fields(of: screen).map { $0.user / screen.size.columns }
    let lines = ScreenText.lines(screen, .cp037).enumerated().filter { row, line in
      row != user && row < terminals[index].panel.count && line != terminals[index].panel[row]
    }
    return lines.map { $0.element.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }.joined(separator: " / ")
  }
}
