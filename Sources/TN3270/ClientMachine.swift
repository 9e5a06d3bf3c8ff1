public import Bytes
public import Names

/// Telnet, TN3270 and TN3270E towards one host, without any I/O.
///
/// It answers and never asks first, as Hercules expects. Options count from the moment each command
/// is parsed, since a host may send its first screen in the segment that proposes them (Hyperion).
///
/// Every call is legal at every time; a machine that has ended, or is not in 3270 mode, does nothing.
public struct ClientMachine: Sendable {
  enum Phase: UInt8, Freezable {
    /// Nothing that leads to 3270 mode is complete.
    case negotiating
    /// DEVICE-TYPE REQUEST is out.
    case deviceType
    /// FUNCTIONS REQUEST is out.
    case functions
    case ready
    /// START_TLS is agreed; FOLLOWS of the host is awaited.
    case tlsFollows
    case tlsHandshake
    case ended
  }

  let options: ClientOptions
  var phase = Phase.negotiating
  var decoder = TelnetDecoder()
  var table = OptionTable()
  var isTN3270E = false
  var overTLS = false
  var functions: TN3270EFunctions = []
  var deviceName: LUName?
  /// The name of the list that is tried.
  var nameIndex = 0
  /// Whether the classic type was sent before, so that another SEND asks for the next name.
  var sentType = false
  var functionRounds: UInt8 = 0
  var negotiations: UInt16 = 0
  var sequence: UInt16 = 0
  /// Timing marks that are not answered yet.
  var probes: UInt8 = 0
  /// Whether an application is bound; always where the host tells nothing of BIND.
  var isBound = true
  /// Whether the host has spoken as its system services, whatever was agreed.
  var hasSystemText = false

  /// A machine for a new connection.
  public init(options: ClientOptions = ClientOptions()) {
    self.options = options
  }

  /// The names that are asked for, in their order.
  public var names: [LUName] { options.names }
  /// Whether records may be framed.
  public var isReady: Bool { phase == .ready }
  /// Whether what comes next begins a record, or a command of telnet's.
  public var isBetweenRecords: Bool { decoder.isBetweenRecords }

  /// Whether the host has proposed what leads to 3270 mode, whatever became of it.
  public var isTowards3270: Bool {
    phase != .negotiating || table.isOnHere(.tn3270E) || table.isOnHere(.endOfRecord)
      || table.isOnThere(.endOfRecord)
  }

  /// Whether records of a type may be framed: data for an application only while one is bound, text
  /// for the system's services only where SYSREQ is agreed, or the host has sent such text itself (RFC
  /// 2355 10.3, 10.5): an answer goes in the type that the screen came in.
  public func carries(_ type: DataType) -> Bool {
    guard phase == .ready else { return false }
    return type == .data3270
      ? isBound : functions.contains(.systemRequest) || hasSystemText
  }

  /// TLS came up after `startTLS`: all that was negotiated in clear is forgotten.
  public mutating func restart() {
    guard phase == .tlsHandshake else { return }
    self = ClientMachine(options: options)
    overTLS = true
  }

  /// Takes all bytes that arrived.
  public mutating func receive(_ bytes: [UInt8], into events: inout [ClientEvent]) {
    receive(bytes[...], into: &events)
  }

  /// Takes all bytes that arrived.
  public mutating func receive(_ bytes: ArraySlice<UInt8>, into events: inout [ClientEvent]) {
    var rest = bytes
    while !rest.isEmpty { rest = rest.dropFirst(next(rest, into: &events)) }
  }

  /// Takes bytes up to the first event that the caller has to act on, and tells how many it took; all
  /// of them, unread, after the end.
  public mutating func next(_ bytes: ArraySlice<UInt8>, into events: inout [ClientEvent]) -> Int {
    if phase == .tlsHandshake, !bytes.isEmpty { fail(.bytesBeforeTLS, into: &events) }
    var position = bytes.startIndex
    while phase != .ended, phase != .tlsHandshake {
      guard
        let item = decoder.next(
          bytes, &position, recordLimit: options.recordLimit,
          subnegotiationLimit: PeerLimits.subnegotiation)
      else { return bytes.count }
      let known = events.count
      take(item, into: &events)
      if (known..<events.count).contains(where: { events[$0].isForCaller }) { break }
    }
    return phase == .ended ? bytes.count : position - bytes.startIndex
  }

  /// The host closed: hands out what it sent without an end, often the text that says why.
  public mutating func finish(into events: inout [ClientEvent]) {
    let rest = decoder.takeUnfinished()
    if !rest.isEmpty, !isTN3270E, phase != .ended { events.appendNVT(rest[...]) }
    phase = .ended
  }

  private mutating func take(_ item: consuming TelnetItem, into events: inout [ClientEvent]) {
    switch item {
    case .recordTooLong: fail(.recordTooLong, into: &events)
    case .subnegotiationTooLong: fail(.subnegotiationTooLong, into: &events)
    case .text(let run): events.appendNVT(run)
    case .record(let bytes): takeRecord(bytes, into: &events)
    case .command(let command):
      if command == TelnetCommand.ayt {
        events.appendSend([TelnetCommand.iac, TelnetCommand.nop])
      }
    case .negotiation(.do, .timingMark):
      // Hosts drop a terminal that is slow here; WONT is what every emulator says.
      var out: [UInt8] = []
      out.appendNegotiation(.wont, .timingMark)
      events.appendSend(out)
    case .negotiation(.will, .timingMark) where probes > 0,
      .negotiation(.wont, .timingMark) where probes > 0:
      probes -= 1
      events.append(.timingMarkAnswered)
    case .negotiation(let verb, let option):
      guard countNegotiation(into: &events) else { return }
      negotiate(verb, option, into: &events)
    case .subnegotiation(let option, let content):
      guard countNegotiation(into: &events) else { return }
      subnegotiate(option, content, into: &events)
    }
  }

  private mutating func takeRecord(
    _ bytes: consuming [UInt8], into events: inout [ClientEvent]
  ) {
    guard !bytes.isEmpty else { return }
    if phase == .negotiating {
      // Records collect from the first EOR option on; a host may be early with its data.
      guard decoder.collects else { return }
      becomeReady(into: &events)
    }
    guard phase == .ready else { return }
    guard isTN3270E else {
      events.append(.record(Record(bytes)))
      return
    }
    guard let header = RecordHeader(bytes) else { return fail(.headerTooShort, into: &events) }
    // PRINT-EOJ, BID, REQUEST and SCS belong to functions that we never agree to.
    guard let type = DataType(rawValue: header.dataType) else { return }
    let flag =
      functions.contains(.responses) ? ResponseFlag(rawValue: header.responseFlag) ?? .none : .none
    bytes.removeFirst(RecordHeader.size)
    let record = Record(
      bytes, dataType: type, requestFlag: header.requestFlag, responseFlag: flag,
      sequence: header.sequence)
    switch type {
    // A header alone holds no command and breaks no rule (emulators answer it so).
    case .data3270 where record.payload.isEmpty: answer(record, .positive, into: &events)
    case .data3270:
      // A host that writes without BIND has an application all the same.
      isBound = true
      events.append(.record(record))
    case .sscpLUData:
      hasSystemText = true
      events.append(.record(record))
    case .nvtData: events.appendNVT(record.payload[...])
    case .bindImage:
      takeBind(record, into: &events)
    case .unbind:
      isBound = false
      events.append(
        .unbind(
          UnbindReason(code: record.payload.first ?? 0), sense: Array(record.payload.dropFirst())))
      answer(record, .positive, into: &events)
    case .scsData, .response, .request, .printEndOfJob, .bid: return
    }
  }

  private mutating func takeBind(_ record: Record, into events: inout [ClientEvent]) {
    do {
      let image = try BindImage(record.payload)
      isBound = true
      events.append(.bind(image))
      answer(record, .positive, into: &events)
    } catch {
      answer(record, .negative(.commandReject), into: &events)
      if case .screenSize = error { events.append(.bindRefused(error)) }
    }
  }

  private mutating func answer(
    _ record: Record, _ result: ResponseResult, into events: inout [ClientEvent]
  ) {
    var out: [UInt8] = []
    respond(to: record, result, into: &out)
    events.appendSend(out)
  }

  private mutating func countNegotiation(into events: inout [ClientEvent]) -> Bool {
    guard negotiations < PeerLimits.hostNegotiations else {
      fail(.tooManyNegotiations, into: &events)
      return false
    }
    negotiations += 1
    return true
  }

  mutating func fail(_ violation: TelnetViolation, into events: inout [ClientEvent]) {
    guard phase != .ended else { return }
    phase = .ended
    decoder = TelnetDecoder()
    events.append(.violation(violation))
  }
}

extension [ClientEvent] {
  /// Appends bytes to send, joined with those that wait last, so that a burst is one write.
  mutating func appendSend(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    if case .send(var waiting)? = last {
      removeLast()
      waiting += bytes
      append(.send(waiting))
    } else {
      append(.send(bytes))
    }
  }

  /// Appends text, joined with text that waits last.
  mutating func appendNVT(_ text: ArraySlice<UInt8>) {
    if case .nvtData(var waiting)? = last {
      removeLast()
      waiting += text
      append(.nvtData(waiting))
    } else {
      append(.nvtData([UInt8](text)))
    }
  }
}

extension ClientMachine {
  /// Appends a record for the host: header in TN3270E, FF doubled, IAC EOR; nothing outside 3270 mode.
  public mutating func frame(
    _ record: ArraySlice<UInt8>, dataType: DataType = .data3270, into out: inout [UInt8]
  ) {
    guard phase == .ready else { return }
    guard isTN3270E else { return out.appendRecord(nil, record) }
    // Without RESPONSES the number stays 0 (RFC 2355 8.1.4).
    let counts = functions.contains(.responses)
    let header = RecordHeader(
      dataType, requestFlag: 0, responseFlag: 0, sequence: counts ? sequence : 0)
    if counts { sequence &+= 1 }
    out.appendRecord(header, record)
  }

  /// Appends a record for the host.
  public mutating func frame(
    _ record: [UInt8], dataType: DataType = .data3270, into out: inout [UInt8]
  ) {
    frame(record[...], dataType: dataType, into: &out)
  }

  /// Appends the response that a record asks for; nothing where it asks for none.
  ///
  /// It goes before the data that answers the record, as emulators send it.
  public func respond(to record: Record, _ result: ResponseResult, into out: inout [UInt8]) {
    guard phase == .ready, isTN3270E, functions.contains(.responses) else { return }
    switch record.responseFlag {
    case .none: return
    case .error: if result == .positive { return }
    case .always: break
    }
    let (flag, data) = result.encoded
    out.appendRecord(
      RecordHeader(.response, requestFlag: 0, responseFlag: flag, sequence: record.sequence),
      data[...])
  }

  /// Appends DO TIMING-MARK: `timingMarkAnswered` comes where the host knows it, and once all before it
  /// has been processed.
  public mutating func probe(into out: inout [UInt8]) {
    out.appendNegotiation(.do, .timingMark)
    if probes < .max { probes += 1 }
  }

  /// IAC NOP: asks for nothing, but keeps a path through gateways open.
  public static let nop: [UInt8] = [TelnetCommand.iac, TelnetCommand.nop]

  /// Appends ATTN: IP in TN3270E, BRK in classic mode; nothing outside 3270 mode.
  public func attention(into out: inout [UInt8]) {
    guard phase == .ready else { return }
    out.appendCommand(isTN3270E ? TelnetCommand.ip : TelnetCommand.brk)
  }

  /// Appends SYSREQ: AO in TN3270E, the test-request record in classic mode.
  ///
  /// False, and nothing is appended, where the host did not agree to SYSREQ, or is not in 3270 mode.
  public mutating func systemRequest(into out: inout [UInt8]) -> Bool {
    guard phase == .ready else { return false }
    if isTN3270E {
      guard functions.contains(.systemRequest) else { return false }
      out.appendCommand(TelnetCommand.ao)
    } else {
      // SOH % / STX in EBCDIC (GA23-0059, test request read).
      frame([0x01, 0x6C, 0x61, 0x02], into: &out)
    }
    return true
  }
}

extension ClientMachine: Freezable {
  /// Appends what was agreed, and what is open.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(options)
    freezer.put(phase)
    freezer.put(decoder)
    freezer.put(table)
    freezer.put(isTN3270E)
    freezer.put(overTLS)
    freezer.put(functions)
    freezer.put(deviceName)
    freezer.put(nameIndex)
    freezer.put(sentType)
    freezer.put(functionRounds)
    freezer.put(negotiations)
    freezer.put(sequence)
    freezer.put(probes)
    freezer.put(isBound)
    freezer.put(hasSystemText)
  }

  /// Reads a machine that goes on where the frozen one stood.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    options = try thawer.take()
    phase = try thawer.take()
    decoder = try thawer.take()
    table = try thawer.take()
    isTN3270E = try thawer.take()
    overTLS = try thawer.take()
    functions = try thawer.take()
    deviceName = try thawer.take()
    nameIndex = try thawer.take()
    sentType = try thawer.take()
    functionRounds = try thawer.take()
    negotiations = try thawer.take()
    sequence = try thawer.take()
    probes = try thawer.take()
    isBound = try thawer.take()
    hasSystemText = try thawer.take()
    guard 0...options.names.count ~= nameIndex else { throw .invalid("name") }
  }
}
