import DataStream
import EBCDIC
import TN3270
import Terminal
import Time

/// What a terminal does with what it hears.
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
      case .left: fail(index, "the server left 3270 mode")
      case .deviceRejected(let reason): fail(index, "the server rejects the device: \(reason)")
      case .startTLS: fail(index, "the server asks for TLS, which is not supported here")
      }
    }
  }

  private mutating func bind(_ image: BindImage, _ index: Int) {
    var first: Geometry?
    var second: Geometry?
    switch image.size {
    case .fixed(let size):
      first = Geometry(rows: Int(size.rows), columns: Int(size.columns))
      second = first
    case .both(let one, let two):
      first = Geometry(rows: Int(one.rows), columns: Int(one.columns))
      second = Geometry(rows: Int(two.rows), columns: Int(two.columns))
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
      guard let signOn = plan.signOn else { return enter(0, index) }
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
      enter(0, index)
    case .entering(let text): enter(text + 1, index)
    case .waiting:
      latencies.add(now.nanoseconds &- terminals[index].since.nanoseconds)
      becomeIdle(index)
    case .closed, .connecting, .negotiating, .idle: return
    }
  }

  /// Enters a text of the plan at the cursor, or is done with the set-up.
  private mutating func enter(_ text: Int, _ index: Int) {
    guard text < plan.texts.count else {
      setUps.add(now.nanoseconds &- terminals[index].since.nanoseconds)
      settingUp -= 1
      terminals[index].step = .idle
      return becomeIdle(index)
    }
    terminals[index].step = .entering(text)
    terminals[index].deadline = now.advanced(by: plan.timeout)
    let size = terminals[index].screen.size
    let cursor = terminals[index].screen.cursor
    var typed = [AID.enter.byte]
    BufferAddress.append(cursor, in: size, to: &typed)
    typed.append(Order.setBufferAddress)
    BufferAddress.append(cursor, in: size, to: &typed)
    typed += CodePage.cp037.encode(plan.texts[text].replacingPercentT(with: index + 1))
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
