public import Bytes
import Names

/// Telnet, TN3270 and TN3270E towards one terminal (RFC 854, 1576, 2355), without any I/O.
///
/// The machine speaks first: call `start`, then hand it what arrives. It asks for TN3270E and goes
/// on with classic TN3270 where the terminal declines. It is kept for every terminal, so it owns no
/// memory between records. The caller keeps the time: `stepTimedOut` when an answer is overdue.
///
/// Every call is legal at every time. A machine that has not begun, or has ended, does nothing: a peer
/// decides when that is, and a peer's timing is never a fault of the caller.
public struct ServerMachine: Sendable {
  enum Phase: UInt8, Freezable {
    /// Nothing was said yet, or TLS has just come up.
    case new
    /// DO START_TLS is out.
    case tlsOffered
    /// The terminal agreed; its FOLLOWS is awaited.
    case tlsFollows
    /// TLS is under way outside this machine.
    case tlsHandshake
    /// DO TN3270E is out.
    case offered
    /// SEND DEVICE-TYPE is out.
    case deviceType
    /// The caller was asked for a name, TN3270E.
    case naming
    /// DEVICE-TYPE IS is out; FUNCTIONS are awaited or argued about.
    case functions
    /// The classic burst is out.
    case classic
    /// The caller was asked for a name, classic.
    case classicNaming
    case ready
    /// Refused or broken; whatever arrives is dropped.
    case ended
  }

  let options: ServerOptions
  var phase = Phase.new
  var decoder = TelnetDecoder()
  var table = OptionTable()
  var isTN3270E = false
  var overTLS = false
  var functions: TN3270EFunctions = []
  /// Functions that the terminal asked for before it had its name.
  var earlyFunctions: TN3270EFunctions?
  var terminalType: TerminalType?
  var requestedLU: LUName?
  var deviceName: LUName?
  var negotiations: UInt8 = 0
  var functionRounds: UInt8 = 0
  var nameRounds: UInt8 = 0
  /// No name that a classic terminal may still offer will do.
  var nameIsHopeless = false
  /// Why the last name was not given.
  var nameRejection = DeviceRejection.invalidName
  var text: UInt16 = 0
  /// Timing marks that are not answered yet.
  var probes: UInt8 = 0
  var sequence: UInt16 = 0

  /// A machine for a new connection.
  public init(options: ServerOptions = ServerOptions()) {
    self.options = options
  }

  /// Whether records may be framed.
  public var isReady: Bool { phase == .ready }

  /// Whether what comes next begins a record, or a command of telnet's.
  public var isBetweenRecords: Bool { decoder.isBetweenRecords }

  /// TN3270E's functions in force; none on a classic connection, and before records may be framed.
  public var agreedFunctions: TN3270EFunctions { phase == .ready ? functions : [] }

  /// Says the first word; also after TLS came up, when all that was said in clear is forgotten.
  ///
  /// Nothing happens at any other time.
  public mutating func start(into events: inout [ServerEvent]) {
    guard phase == .new || phase == .tlsHandshake else { return }
    let secured = phase == .tlsHandshake
    self = ServerMachine(options: options)
    overTLS = secured
    var out: [UInt8] = []
    if options.startTLS != .off, !overTLS {
      phase = .tlsOffered
      table.askThere(.startTLS, into: &out)
    } else {
      phase = .offered
      table.askThere(.tn3270E, into: &out)
    }
    events.appendSend(out)
  }

  /// Takes all bytes that arrived.
  public mutating func receive(_ bytes: [UInt8], into events: inout [ServerEvent]) {
    receive(bytes[...], into: &events)
  }

  /// Takes all bytes that arrived; those before `start` are lost.
  public mutating func receive(_ bytes: ArraySlice<UInt8>, into events: inout [ServerEvent]) {
    var rest = bytes
    while !rest.isEmpty {
      let taken = next(rest, into: &events)
      guard taken > 0 else { return }
      rest = rest.dropFirst(taken)
    }
  }

  /// Takes bytes up to the first event that the caller has to act on, and tells how many it took: what
  /// comes behind it then meets a machine that knows what the caller did.
  ///
  /// None before `start`, when they have to wait; all of them, unread, after the end.
  public mutating func next(_ bytes: ArraySlice<UInt8>, into events: inout [ServerEvent]) -> Int {
    guard phase != .new else { return 0 }
    if let first = bytes.first, first == 0x16, negotiations == 0, text == 0,
      phase == .offered || phase == .tlsOffered
    {
      // 16 03: a TLS ClientHello; no telnet client starts with a control character.
      fail(.tlsOnClearPort, into: &events)
    }
    // CVE-2011-0411: what came in clear with the command must never count as said inside TLS.
    if phase == .tlsHandshake, !bytes.isEmpty { fail(.bytesBeforeTLS, into: &events) }
    var position = bytes.startIndex
    while phase != .ended, phase != .tlsHandshake {
      let before = phase != .ready
      guard
        let item = decoder.next(
          bytes, &position, recordLimit: options.recordLimit,
          subnegotiationLimit: before
            ? PeerLimits.subnegotiationBefore : PeerLimits.subnegotiation)
      else { return bytes.count }
      let known = events.count
      take(item, into: &events)
      if (known..<events.count).contains(where: { events[$0].isForCaller }) { break }
    }
    return phase == .ended ? bytes.count : position - bytes.startIndex
  }

  /// An answer is overdue: goes on with classic TN3270 where TN3270E was asked, else refuses.
  ///
  /// Call it about 10 s after the machine last heard of its peer and before `ready`.
  public mutating func stepTimedOut(into events: inout [ServerEvent]) {
    switch phase {
    case .offered: startClassic(into: &events)
    case .tlsOffered where options.startTLS == .offered: offerTN3270E(into: &events)
    case .new, .ready, .ended, .tlsHandshake, .naming, .classicNaming: return
    default: refuse(into: &events)
    }
  }

  private mutating func take(_ item: consuming TelnetItem, into events: inout [ServerEvent]) {
    switch item {
    case .recordTooLong: fail(.recordTooLong, into: &events)
    case .subnegotiationTooLong: fail(.subnegotiationTooLong, into: &events)
    case .text(let run):
      guard Int(text) + run.count <= PeerLimits.terminalText else {
        return fail(.notTelnet, into: &events)
      }
      text += UInt16(run.count)
    case .record(let bytes): takeRecord(bytes, into: &events)
    case .command(let command): takeCommand(command, into: &events)
    case .negotiation(let verb, .timingMark): takeTimingMark(verb, into: &events)
    case .negotiation(let verb, let option):
      guard countNegotiation(into: &events) else { return }
      negotiate(verb, option, into: &events)
    case .subnegotiation(let option, let content):
      guard countNegotiation(into: &events) else { return }
      subnegotiate(option, content, into: &events)
    }
  }

  private mutating func takeCommand(_ command: UInt8, into events: inout [ServerEvent]) {
    switch command {
    case TelnetCommand.ayt:
      events.appendSend([TelnetCommand.iac, TelnetCommand.nop])
      events.append(.areYouThere)
    case TelnetCommand.ip where phase == .ready, TelnetCommand.brk where phase == .ready:
      events.append(.attention)
    case TelnetCommand.ao where phase == .ready: events.append(.systemRequest)
    default: return
    }
  }

  private mutating func takeRecord(
    _ bytes: consuming [UInt8], into events: inout [ServerEvent]
  ) {
    // An empty record says nothing in either mode; before `ready` none is expected.
    guard phase == .ready, !bytes.isEmpty else { return }
    guard isTN3270E else {
      events.append(.record(Record(bytes)))
      return
    }
    guard let header = RecordHeader(bytes) else { return fail(.headerTooShort, into: &events) }
    switch DataType(rawValue: header.dataType) {
    case .response:
      events.append(
        .response(
          sequence: header.sequence,
          ResponseResult(flag: header.responseFlag, data: bytes[RecordHeader.size...])))
    case .data3270, .nvtData, .sscpLUData:
      guard let type = DataType(rawValue: header.dataType) else { return }
      bytes.removeFirst(RecordHeader.size)
      events.append(
        .record(
          Record(
            bytes, dataType: type, requestFlag: header.requestFlag,
            responseFlag: ResponseFlag(rawValue: header.responseFlag) ?? .none,
            sequence: header.sequence)))
    default: fail(.unexpectedDataType, into: &events)
    }
  }

  private mutating func takeTimingMark(
    _ verb: NegotiationVerb, into events: inout [ServerEvent]
  ) {
    switch verb {
    case .will, .wont:
      guard probes > 0 else {
        _ = countNegotiation(into: &events)
        return
      }
      probes -= 1
      events.append(.timingMarkAnswered)
    case .do:
      // All before it has been processed, since we answer in order; it is no lasting option.
      var out: [UInt8] = []
      out.appendNegotiation(.wont, .timingMark)
      events.appendSend(out)
    case .dont: _ = countNegotiation(into: &events)
    }
  }

  private mutating func countNegotiation(into events: inout [ServerEvent]) -> Bool {
    guard negotiations < PeerLimits.terminalNegotiations else {
      fail(.tooManyNegotiations, into: &events)
      return false
    }
    negotiations += 1
    return true
  }

  mutating func fail(_ violation: TelnetViolation, into events: inout [ServerEvent]) {
    guard phase != .ended else { return }
    end()
    events.append(.violation(violation))
  }

  mutating func end() {
    phase = .ended
    decoder = TelnetDecoder()
  }
}

extension [ServerEvent] {
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
}

extension ServerMachine {
  /// Appends a record for the terminal: header in TN3270E, FF doubled, IAC EOR.
  ///
  /// Nil, and nothing is appended, where the connection is not in 3270 mode (not yet, or no more), or
  /// the terminal did not agree to such records: some emulators end the session on one. Else the
  /// sequence number that a response will carry, 0 where RESPONSES was not agreed. The flags count only
  /// where they were agreed.
  @discardableResult
  public mutating func frame(
    _ record: ArraySlice<UInt8>, dataType: DataType = .data3270, requestFlag: UInt8 = 0,
    responseFlag: ResponseFlag = .none, into out: inout [UInt8]
  ) -> UInt16? {
    guard phase == .ready, agrees(to: dataType) else { return nil }
    guard isTN3270E else {
      out.appendRecord(nil, record)
      return 0
    }
    let responds = functions.contains(.responses)
    let number = responds ? sequence : 0
    if responds { sequence &+= 1 }
    out.appendRecord(
      RecordHeader(
        dataType, requestFlag: requestFlag, responseFlag: responds ? responseFlag.rawValue : 0,
        sequence: number), record)
    return number
  }

  /// Appends a record for the terminal.
  @discardableResult
  public mutating func frame(
    _ record: [UInt8], dataType: DataType = .data3270, requestFlag: UInt8 = 0,
    responseFlag: ResponseFlag = .none, into out: inout [UInt8]
  ) -> UInt16? {
    frame(
      record[...], dataType: dataType, requestFlag: requestFlag, responseFlag: responseFlag,
      into: &out)
  }

  /// Appends BIND-IMAGE; false where the terminal did not agree to it.
  ///
  /// Where it did, an emulator ignores all 3270 data before the first BIND-IMAGE.
  @discardableResult
  public mutating func bind(_ image: BindImage, into out: inout [UInt8]) -> Bool {
    frame(image.encoded, dataType: .bindImage, into: &out) != nil
  }

  /// Appends UNBIND; false where the terminal did not agree to BIND-IMAGE.
  @discardableResult
  public mutating func unbind(
    _ reason: UnbindReason = .normal, into out: inout [UInt8]
  ) -> Bool {
    frame([reason.code], dataType: .unbind, into: &out) != nil
  }

  /// Appends DO TIMING-MARK: `timingMarkAnswered` comes once all before it has been processed.
  ///
  /// Every known emulator answers (with WONT), so a silent one is dead.
  public mutating func probe(into out: inout [UInt8]) {
    guard phase == .ready else { return }
    out.appendNegotiation(.do, .timingMark)
    if probes < .max { probes += 1 }
  }

  /// IAC NOP: asks for nothing, but keeps a path through address translation open.
  public static let nop: [UInt8] = [TelnetCommand.iac, TelnetCommand.nop]

  private func agrees(to type: DataType) -> Bool {
    switch type {
    case .data3270: true
    case .bindImage, .unbind: functions.contains(.bindImage)
    case .sscpLUData: functions.contains(.systemRequest)
    case .scsData, .response, .nvtData, .request, .printEndOfJob, .bid: false
    }
  }
}

extension ServerMachine: Freezable {
  /// Appends what was agreed, and what is open.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(options)
    freezer.put(phase)
    freezer.put(decoder)
    freezer.put(table)
    freezer.put(isTN3270E)
    freezer.put(overTLS)
    freezer.put(functions)
    freezer.put(earlyFunctions)
    freezer.put(terminalType)
    freezer.put(requestedLU)
    freezer.put(deviceName)
    freezer.put(negotiations)
    freezer.put(functionRounds)
    freezer.put(nameRounds)
    freezer.put(nameIsHopeless)
    freezer.put(nameRejection)
    freezer.put(text)
    freezer.put(probes)
    freezer.put(sequence)
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
    earlyFunctions = try thawer.take()
    terminalType = try thawer.take()
    requestedLU = try thawer.take()
    deviceName = try thawer.take()
    negotiations = try thawer.take()
    functionRounds = try thawer.take()
    nameRounds = try thawer.take()
    nameIsHopeless = try thawer.take()
    nameRejection = try thawer.take()
    text = try thawer.take()
    probes = try thawer.take()
    sequence = try thawer.take()
  }
}
