import Names

extension ClientMachine {
  mutating func negotiate(
    _ verb: NegotiationVerb, _ option: TelnetOption, into events: inout [ClientEvent]
  ) {
    var out: [UInt8] = []
    if option == .tn3270E, verb == .wont, table.isOnHere(.tn3270E) {
      // A host that proposed it and takes it back this way goes on as TN3270 (seen at real hosts).
      table.withdrawHere(.tn3270E, into: &out)
      events.appendSend(out)
      return leave(into: &events)
    }
    let accepts: Bool =
      switch option {
      case .binary, .endOfRecord: true
      case .terminalType: verb == .do
      case .tn3270E: verb == .do && options.allowsTN3270E
      case .startTLS: verb == .do && options.allowsStartTLS && !overTLS && phase == .negotiating
      default: false
      }
    let change = table.take(verb, option, accepts: accepts, into: &out)
    if option == .startTLS, change == .enabled {
      phase = .tlsFollows
      out.appendSubnegotiation(.startTLS, [StartTLSMessage.follows])
    }
    events.appendSend(out)
    guard change != .unchanged else { return }
    if option == .tn3270E {
      if change == .disabled { leave(into: &events) }
      return
    }
    guard !isTN3270E else { return }
    decoder.collects = table.isOnHere(.endOfRecord) || table.isOnThere(.endOfRecord)
    let isComplete =
      table.isOnHere(.endOfRecord) && table.isOnThere(.endOfRecord)
      && table.isOnHere(.binary) && table.isOnThere(.binary)
    if isComplete, phase == .negotiating {
      becomeReady(into: &events)
    } else if !decoder.collects, phase == .ready {
      leave(into: &events)
    }
  }

  mutating func subnegotiate(
    _ option: TelnetOption, _ content: [UInt8], into events: inout [ClientEvent]
  ) {
    switch option {
    case .startTLS where phase == .tlsFollows && content == [StartTLSMessage.follows]:
      phase = .tlsHandshake
      decoder = TelnetDecoder()
      events.append(.startTLS)
    case .terminalType
    where table.isOnHere(.terminalType) && content.first == TerminalTypeMessage.send:
      sendType(into: &events)
    case .tn3270E where table.isOnHere(.tn3270E):
      guard let message = TN3270EMessage(content) else { return }
      takeMessage(message, into: &events)
    default: return
    }
  }

  private mutating func takeMessage(_ message: TN3270EMessage, into events: inout [ClientEvent]) {
    switch message {
    case .sendDeviceType:
      guard phase == .negotiating else { return }
      functionRounds = 0
      requestDevice(into: &events)
    case .deviceTypeIs(_, let connect):
      guard phase == .deviceType else { return }
      phase = .functions
      deviceName = connect.flatMap { LUName($0) }
      reply(.functionsRequest(options.functions), into: &events)
    case .deviceTypeReject(let reason):
      guard phase == .deviceType else { return }
      events.append(.deviceRejected(DeviceRejection(rawValue: reason) ?? .unknown))
      if nameIndex + 1 < options.names.count {
        nameIndex += 1
        requestDevice(into: &events)
      } else {
        fallBack(into: &events)
      }
    case .functionsIs(let list):
      guard phase == .functions else { return }
      guard options.functions.isSuperset(of: list) else { return fallBack(into: &events) }
      functions = list
      becomeReady(tn3270E: true, into: &events)
    case .functionsRequest(let wish):
      guard phase == .functions else { return }
      guard functionRounds < PeerLimits.functionRounds else {
        return fail(.functionRounds, into: &events)
      }
      functionRounds += 1
      let common = wish.intersection(options.functions)
      guard common == wish else { return reply(.functionsRequest(common), into: &events) }
      functions = common
      reply(.functionsIs(common), into: &events)
      becomeReady(tn3270E: true, into: &events)
    case .deviceTypeRequest: return
    }
  }

  private mutating func requestDevice(into events: inout [ClientEvent]) {
    phase = .deviceType
    reply(
      .deviceTypeRequest(
        type: options.deviceType.text, connect: currentName?.description, associate: nil),
      into: &events)
  }

  /// Each further SEND asks for the next name of the list; its last is given again (RFC 1091).
  private mutating func sendType(into events: inout [ClientEvent]) {
    if sentType { nameIndex = min(nameIndex + 1, max(options.names.count - 1, 0)) }
    sentType = true
    let name = currentName.map { Array("@\($0)".utf8) } ?? []
    var out: [UInt8] = []
    out.appendSubnegotiation(
      .terminalType, [TerminalTypeMessage.is] + options.classicType.text.utf8 + name)
    events.appendSend(out)
  }

  private var currentName: LUName? {
    nameIndex < options.names.count ? options.names[nameIndex] : nil
  }

  /// TN3270E came to nothing: WONT, and the list of names from the start for classic TN3270.
  private mutating func fallBack(into events: inout [ClientEvent]) {
    var out: [UInt8] = []
    table.withdrawHere(.tn3270E, into: &out)
    events.appendSend(out)
    phase = .negotiating
    deviceName = nil
    nameIndex = 0
  }

  private mutating func leave(into events: inout [ClientEvent]) {
    let wasReady = phase == .ready
    phase = .negotiating
    isTN3270E = false
    functions = []
    deviceName = nil
    nameIndex = 0
    sentType = false
    decoder.collects = table.isOnHere(.endOfRecord) || table.isOnThere(.endOfRecord)
    if wasReady { events.append(.left) }
  }

  mutating func becomeReady(tn3270E: Bool = false, into events: inout [ClientEvent]) {
    phase = .ready
    isTN3270E = tn3270E
    isBound = !functions.contains(.bindImage)
    decoder.collects = true
    events.append(
      .ready(
        HostIdentity(isTN3270E: tn3270E, functions: functions, deviceName: deviceName)))
  }

  private func reply(_ message: TN3270EMessage, into events: inout [ClientEvent]) {
    var out: [UInt8] = []
    out.appendSubnegotiation(.tn3270E, message.content)
    events.appendSend(out)
  }
}
