public import Names

extension ServerMachine {
  /// Plain text for a client that speaks neither TN3270 nor TN3270E; the connection then closes.
  public static let refusal = plainText(
    "This service needs a TN3270 client, such as x3270 or c3270.")
  private static let refusalWithoutTLS = plainText(
    "This service needs a TN3270 client that supports TLS (STARTTLS).")

  /// Gives the terminal its name, in answer to `needsDeviceName`.
  public mutating func assignDevice(name: LUName, into events: inout [ServerEvent]) {
    guard phase == .naming || phase == .classicNaming, let type = terminalType else { return }
    deviceName = name
    guard phase == .naming else { return becomeReady(into: &events) }
    phase = .functions
    reply(.deviceTypeIs(type: type.text, connect: name.description), into: &events)
    if let wish = earlyFunctions {
      earlyFunctions = nil
      argue(wish, into: &events)
    }
  }

  /// Refuses the terminal the name it asked for, in answer to `needsDeviceName`.
  ///
  /// TN3270E has a word for it, and emulators then try the next of their list. A classic terminal
  /// that asked for a name is asked for its type again, which walks the same list.
  public mutating func rejectDevice(
    _ reason: DeviceRejection, into events: inout [ServerEvent]
  ) {
    switch phase {
    case .naming:
      phase = .deviceType
      reply(.deviceTypeReject(reason.rawValue), into: &events)
    case .classicNaming:
      guard requestedLU != nil else { return becomeReady(rejected: reason, into: &events) }
      nameRejection = reason
      phase = .classic
      askClassicType(into: &events)
    default: return
    }
  }

  mutating func negotiate(
    _ verb: NegotiationVerb, _ option: TelnetOption, into events: inout [ServerEvent]
  ) {
    var out: [UInt8] = []
    let wanted = option == .terminalType || option == .endOfRecord || option == .binary
    let accepts = wanted && !(option == .terminalType && verb == .do)
    let change = table.take(verb, option, accepts: accepts, into: &out)
    events.appendSend(out)
    guard phase != .ended else { return }
    switch (option, change) {
    case (_, .unchanged): return
    case (.startTLS, .enabled): phase = .tlsFollows
    case (.startTLS, _):
      if options.startTLS == .required {
        refuse(Self.refusalWithoutTLS, into: &events)
      } else if phase == .tlsOffered {
        offerTN3270E(into: &events)
      }
    case (.tn3270E, .enabled):
      guard phase == .offered else {
        // It came after `stepTimedOut` had gone on with classic TN3270.
        var late: [UInt8] = []
        table.withdrawThere(.tn3270E, into: &late)
        return events.appendSend(late)
      }
      phase = .deviceType
      reply(.sendDeviceType, into: &events)
    case (.tn3270E, .refused), (.tn3270E, .disabled):
      if phase == .ready { return fail(.modeLeft, into: &events) }
      guard phase != .classic, phase != .classicNaming else { return }
      startClassic(into: &events)
    case (_, .refused), (_, .disabled):
      guard phase != .ready else {
        if !isTN3270E { fail(.modeLeft, into: &events) }
        return
      }
      if phase == .classic || phase == .classicNaming { refuse(into: &events) }
    case (_, .enabled): if phase == .classic { considerClassic(into: &events) }
    }
  }

  mutating func subnegotiate(
    _ option: TelnetOption, _ content: [UInt8], into events: inout [ServerEvent]
  ) {
    switch option {
    case .startTLS where phase == .tlsFollows && content == [StartTLSMessage.follows]:
      end()
      phase = .tlsHandshake
      var out: [UInt8] = []
      out.appendSubnegotiation(.startTLS, [StartTLSMessage.follows])
      events.appendSend(out)
      events.append(.startTLS)
    case .terminalType where phase == .classic && content.first == TerminalTypeMessage.is:
      takeClassicType(content[1...], into: &events)
    case .tn3270E where table.isOnThere(.tn3270E):
      guard let message = TN3270EMessage(content) else { return }
      takeMessage(message, into: &events)
    default: return
    }
  }

  mutating func offerTN3270E(into events: inout [ServerEvent]) {
    phase = .offered
    var out: [UInt8] = []
    table.askThere(.tn3270E, into: &out)
    events.appendSend(out)
  }

  mutating func refuse(_ text: [UInt8] = refusal, into events: inout [ServerEvent]) {
    end()
    events.append(.refused(text))
  }

  // MARK: TN3270E

  private mutating func takeMessage(_ message: TN3270EMessage, into events: inout [ServerEvent]) {
    switch message {
    case .deviceTypeRequest(let name, let connect, let associate):
      guard phase == .deviceType else { return }
      guard nameRounds < PeerLimits.deviceNames else {
        return fail(.deviceNameRounds, into: &events)
      }
      nameRounds += 1
      guard let type = TerminalType(name) else {
        return reply(
          .deviceTypeReject(DeviceRejection.invalidDeviceType.rawValue), into: &events)
      }
      guard associate == nil else {
        return reply(
          .deviceTypeReject(DeviceRejection.unsupportedRequest.rawValue), into: &events)
      }
      requestedLU = connect.flatMap { LUName($0) }
      guard connect == nil || requestedLU != nil else {
        return reply(.deviceTypeReject(DeviceRejection.invalidName.rawValue), into: &events)
      }
      terminalType = type
      phase = .naming
      events.append(.needsDeviceName(type, requested: requestedLU))
    case .functionsRequest(let wish):
      if phase == .naming { earlyFunctions = wish }
      if phase == .functions { argue(wish, into: &events) }
    case .functionsIs(let list):
      // pytn3270 answers our IS with an IS: in `ready` it changes nothing.
      guard phase == .functions else { return }
      guard functionRounds > 0, functions.isSuperset(of: list) else {
        return fail(.functionsNotOffered, into: &events)
      }
      functions = list
      isTN3270E = true
      becomeReady(into: &events)
    case .sendDeviceType, .deviceTypeIs, .deviceTypeReject: return
    }
  }

  /// Answers FUNCTIONS REQUEST: IS where we agree to all of it, else our part of it as a REQUEST.
  private mutating func argue(_ wish: TN3270EFunctions, into events: inout [ServerEvent]) {
    guard functionRounds < PeerLimits.functionRounds else {
      return fail(.functionRounds, into: &events)
    }
    functionRounds += 1
    functions = wish.intersection(.display)
    guard functions == wish else { return reply(.functionsRequest(functions), into: &events) }
    reply(.functionsIs(functions), into: &events)
    isTN3270E = true
    becomeReady(into: &events)
  }

  private func reply(_ message: TN3270EMessage, into events: inout [ServerEvent]) {
    var out: [UInt8] = []
    out.appendSubnegotiation(.tn3270E, message.content)
    events.appendSend(out)
  }

  // MARK: classic TN3270

  /// The whole burst in one segment: emulators that delay acknowledgements cost 40 ms a step else.
  mutating func startClassic(into events: inout [ServerEvent]) {
    phase = .classic
    isTN3270E = false
    functions = []
    terminalType = nil
    requestedLU = nil
    deviceName = nil
    nameRounds = 0
    nameIsHopeless = false
    var out: [UInt8] = []
    table.askThere(.terminalType, into: &out)
    out.appendSubnegotiation(.terminalType, [TerminalTypeMessage.send])
    table.askThere(.endOfRecord, into: &out)
    table.offerHere(.endOfRecord, into: &out)
    table.askThere(.binary, into: &out)
    table.offerHere(.binary, into: &out)
    events.appendSend(out)
  }

  private mutating func askClassicType(into events: inout [ServerEvent]) {
    terminalType = nil
    var out: [UInt8] = []
    out.appendSubnegotiation(.terminalType, [TerminalTypeMessage.send])
    events.appendSend(out)
  }

  /// Takes `type` or `type@lu`.
  private mutating func takeClassicType(
    _ bytes: ArraySlice<UInt8>, into events: inout [ServerEvent]
  ) {
    guard terminalType == nil else { return }
    let parts = bytes.split(separator: 0x40, maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first,
      let type = TerminalType(String(decoding: first, as: UTF8.self))
    else { return refuse(into: &events) }
    let name = parts.count > 1 ? LUName(String(decoding: parts[1], as: UTF8.self)) : nil
    // A list at its end gives the last name twice (RFC 1091).
    let repeats = nameRounds > 0 && name == requestedLU
    let isUnknown = parts.count > 1 && name == nil
    if isUnknown { nameRejection = .invalidName }
    nameIsHopeless = repeats || isUnknown || nameRounds == PeerLimits.deviceNames
    terminalType = type
    requestedLU = name
    nameRounds += 1
    considerClassic(into: &events)
  }

  private mutating func considerClassic(into events: inout [ServerEvent]) {
    guard let type = terminalType,
      table.isOnHere(.endOfRecord), table.isOnThere(.endOfRecord),
      table.isOnHere(.binary), table.isOnThere(.binary)
    else { return }
    if nameIsHopeless { return becomeReady(rejected: nameRejection, into: &events) }
    phase = .classicNaming
    events.append(.needsDeviceName(type, requested: requestedLU))
  }

  // MARK: both

  private mutating func becomeReady(
    rejected: DeviceRejection? = nil, into events: inout [ServerEvent]
  ) {
    guard let type = terminalType else { return }
    let identity = TerminalIdentity(
      terminalType: type, isTN3270E: isTN3270E, functions: functions, requestedLU: requestedLU,
      deviceName: deviceName)
    phase = .ready
    decoder.collects = true
    terminalType = nil
    events.append(rejected.map { .unnamed(identity, $0) } ?? .ready(identity))
  }

  private static func plainText(_ line: String) -> [UInt8] {
    [0x0D, 0x0A] + Array(line.utf8) + [0x0D, 0x0A]
  }
}
