/// Telnet and TN3270E, from the first byte to 3270 mode.
extension StrictHost {
  private typealias T = StrictTelnet

  /// Negotiates by its manner, gives the client a device name, and binds where it can.
  public func negotiate(name: String = "STRICT01") throws {
    switch manner {
    case .classic: try negotiateClassic()
    case .extended(let wanted):
      try offerExtended()
      try acceptDevice(name)
      try agree(wanted)
    }
  }

  /// TERMINAL-TYPE, EOR and BINARY both ways (RFC 1576).
  public func negotiateClassic() throws {
    listener.send(telnet.say(T.do, T.terminalType))
    try wait(for: "WILL TERMINAL-TYPE") { telnet.performed.contains(T.terminalType) }
    listener.send(T.subnegotiation(T.terminalType, [1]))
    let type = try content("TERMINAL-TYPE IS")
    if type.first != 0 { fault("TERMINAL-TYPE without IS") }
    take(type: Array(type.dropFirst()), separator: UInt8(ascii: "@"))
    for option in [T.endOfRecord, T.binary] {
      listener.send(telnet.say(T.do, option) + telnet.say(T.will, option))
      try wait(for: "option \(option)") { telnet.isSettled }
    }
    for option in [T.terminalType, T.endOfRecord, T.binary]
    where !telnet.performed.contains(option) { fault("option \(option) is refused") }
    telnet.takesRecords = true
  }

  // MARK: TN3270E (RFC 2355 7)

  /// DO TN3270E and SEND DEVICE-TYPE; the client's request lies in `types`.
  public func offerExtended() throws {
    listener.send(telnet.say(T.do, T.tn3270E))
    try wait(for: "WILL TN3270E") { telnet.performed.contains(T.tn3270E) }
    listener.send(T.subnegotiation(T.tn3270E, [8, 2]))
    try takeDeviceRequest()
  }

  private func takeDeviceRequest() throws {
    let request = try content("DEVICE-TYPE REQUEST")
    guard request.starts(with: [2, 7]) else { return fault("\(request) for DEVICE-TYPE REQUEST") }
    take(type: Array(request.dropFirst(2)), separator: 1)
  }

  /// Refuses the device; true where the client asks for another, false where it says WONT.
  public func rejectDevice(_ reason: UInt8) throws -> Bool {
    listener.send(T.subnegotiation(T.tn3270E, [2, 6, 5, reason]))
    try wait(for: "another request, or WONT") {
      !said.isEmpty || !telnet.performed.contains(T.tn3270E)
    }
    guard telnet.performed.contains(T.tn3270E) else {
      listener.send(telnet.say(T.dont, T.tn3270E))
      return false
    }
    try takeDeviceRequest()
    return true
  }

  /// DEVICE-TYPE IS with the type that was asked for, and the client's wish for functions.
  public func acceptDevice(_ name: String) throws {
    let type = types.last?.split(separator: " ").first.map(String.init) ?? ""
    listener.send(T.subnegotiation(T.tn3270E, [2, 4] + Array(type.utf8) + [1] + Array(name.utf8)))
    let request = try content("FUNCTIONS REQUEST")
    guard request.starts(with: [3, 7]) else { return fault("\(request) for FUNCTIONS REQUEST") }
    let list = Array(request.dropFirst(2))
    if list != Array(Set(list)).sorted() { fault("functions in no order: \(list)") }
    // A display has no use for printers' functions; 5 and 6 are of a draft that few hosts know.
    if !Set(list).isSubset(of: [0, 2, 4]) { fault("functions of no display: \(list)") }
    functions = Set(list)
  }

  /// Agrees on functions: IS where they are those asked for, else REQUEST, which the client accepts.
  public func agree(_ wanted: Set<UInt8>) throws {
    let common = functions.intersection(wanted).sorted()
    if common.count == functions.count {
      listener.send(T.subnegotiation(T.tn3270E, [3, 4] + common))
    } else {
      listener.send(T.subnegotiation(T.tn3270E, [3, 7] + common))
      let answer = try content("FUNCTIONS IS")
      if answer != [3, 4] + common { fault("\(answer) for FUNCTIONS IS \(common)") }
    }
    functions = Set(common)
    isExtended = true
    isBound = !functions.contains(0)
    telnet.takesRecords = true
  }

  // MARK: What the client says of itself

  private func content(_ what: String) throws -> [UInt8] {
    try wait(for: what) { !said.isEmpty }
    return said.removeFirst()
  }

  /// A type, and a name behind it where there is one.
  private func take(type bytes: [UInt8], separator: UInt8) {
    let parts = bytes.split(separator: separator, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    let known = parts[0].wholeMatch(of: /IBM-(327[89]-[2-5](-E)?|DYNAMIC)/) != nil
    if !known { fault("type \(parts[0])") }
    if parts.count > 1, parts[1].wholeMatch(of: /[A-Z@#$][A-Z0-9@#$]{0,7}/) == nil {
      fault("name \(parts[1])")
    }
    types.append(parts.joined(separator: " "))
  }
}
