/// Records, each way.
extension StrictHost {
  // MARK: Sending

  /// Sends a record; the client must answer it as its flag, and what is wrong with it, demand.
  /// `fault` is the code of the negative response that a broken record must have.
  public func write(
    _ record: [UInt8], _ flag: Flag = .none, type: UInt8 = 0, fault code: UInt8? = nil
  ) {
    listener.send(frame(record, flag, type: type, fault: code))
  }

  /// A record as it goes over the line, and what is expected for it.
  public func frame(
    _ record: [UInt8], _ flag: Flag = .none, type: UInt8 = 0, fault code: UInt8? = nil
  ) -> [UInt8] {
    var bytes = record
    if isExtended {
      let flag = functions.contains(2) ? flag : .none
      bytes = [type, 0, flag.rawValue, UInt8(ours >> 8), UInt8(ours & 0xFF)] + record
      if flag == .always || (flag == .error && code != nil) { responses[ours] = .some(code) }
      ours &+= 1
    }
    return StrictTelnet.doubled(bytes) + [0xFF, 0xEF]
  }

  /// Shows a screen by Erase/Write, or Erase/Write Alternate, and frees the keyboard.
  public func show(_ screen: StrictScreen, alternate: Bool = false, _ flag: Flag = .none) {
    self.screen = screen
    (aid, isSystemScreen) = (0x60, false)
    write([alternate ? 0x7E : 0xF5, 0xC3] + screen.orders, flag)
  }

  /// Restores the keyboard.
  public func restore() {
    aid = 0x60
    write([0xF1, 0xC2])
  }

  /// Sends Read Buffer; `answer` waits for what comes.
  public func readBuffer(_ flag: Flag = .none) { read(.buffer, [0xF2], flag) }
  /// Sends Read Modified; `answer` waits for what comes.
  public func readModified(_ flag: Flag = .none) { read(.modified, [0xF6], flag) }
  /// Sends Read Modified All; `answer` waits for what comes.
  public func readModifiedAll(_ flag: Flag = .none) { read(.modifiedAll, [0x6E], flag) }
  /// Sends Read Partition Query.
  public func query(_ flag: Flag = .none) { read(.query, [0xF3, 0, 5, 1, 0xFF, 2], flag) }
  /// Sends Query List for some codes.
  public func query(for codes: [UInt8]) {
    let length = UInt8(6 + codes.count)
    read(.queryList(Set(codes)), [0xF3, 0, length, 1, 0xFF, 3, 0] + codes, .none)
  }

  private func read(_ read: Read, _ record: [UInt8], _ flag: Flag) {
    reads.append((read, ours))
    write(record, flag)
  }

  /// BIND with sizes as bytes 20 to 24 hold them (SNA Formats); the default is 24 by 80 alone.
  public func bind(_ sizes: [UInt8] = [24, 80, 24, 80, 0x02], primary: String = "STRICT") {
    isBound = true
    (aid, isSystemScreen, screen) = (0x60, false, StrictScreen())
    let name = EBCDICText.encode(primary)
    write(
      [
        0x31, 0x01, 0x03, 0x03, 0x91, 0x90, 0x30, 0x80, 0x00, 0x07, 0x85, 0xC7, 0x85, 0x00, 0x02,
        0x80, 0x00, 0x00, 0x00, 0x00,
      ] + sizes + [0, 0, UInt8(name.count)] + name + [0], type: 3)
  }

  /// UNBIND with its type, and sense behind it (SNA Formats).
  public func unbind(_ type: UInt8, sense: [UInt8] = []) {
    isBound = false
    write([type] + sense, type: 4)
  }

  /// Text of the system services.
  public func say(_ text: String) {
    isSystemScreen = true
    write(EBCDICText.encode(text) + [0x15], type: 7)
  }

  // MARK: What comes

  func take(_ record: [UInt8]) {
    guard isExtended else { return takeData(record) }
    guard record.count >= 5 else { return fault("a record without its header: \(record)") }
    let number = UInt16(record[3]) << 8 | UInt16(record[4])
    if record[1] != 0 { fault("REQUEST-FLAG \(record[1])") }
    let payload = Array(record.dropFirst(5))
    switch record[0] {
    case 0x00, 0x07:
      if record[2] != 0 { fault("RESPONSE-FLAG \(record[2]) of a client") }
      // The number counts records where RESPONSES is agreed, and is 0 otherwise (8.1.4).
      let expected = functions.contains(2) ? theirs : 0
      if number != expected { fault("number \(number), not \(expected)") }
      theirs &+= 1
      if record[0] == 0 { takeData(payload) } else { takeText(payload) }
    case 0x02: takeResponse(number, record[2], payload)
    default: fault("DATA-TYPE \(record[0])")
    }
  }

  private func takeResponse(_ number: UInt16, _ flag: UInt8, _ data: [UInt8]) {
    guard functions.contains(2) else { return fault("a response without RESPONSES") }
    guard let wanted = responses.removeValue(forKey: number) else {
      return fault("a response to \(number), which wants none")
    }
    let isRight = wanted.map { flag == 1 && data == [$0] } ?? (flag == 0 && data == [0])
    if !isRight { fault("response \(flag) \(data) to \(number), which wants \(wanted ?? 0)") }
  }

  private func takeText(_ text: [UInt8]) {
    if !functions.contains(4) { fault("SSCP-LU data without SYSREQ") }
    if !isSystemScreen { fault("SSCP-LU data where none was asked for") }
    if text.count > 255 { fault("SSCP-LU data of \(text.count) bytes") }
    texts.append(text)
  }

  private func takeData(_ record: [UInt8]) {
    guard let first = record.first else { return fault("an empty record") }
    if !isBound { fault("data without BIND: \(record)") }
    if isSystemScreen { fault("3270 data on the system's screen: \(record)") }
    // An answer has the AID in force; with another one it is a key that came before the read.
    guard let (read, number) = reads.first, first == (read.isQuery ? 0x88 : aid) else {
      return takeKey(first, record)
    }
    // Emulators send the response to a read before the data (RFC 2355 8.1.4 leaves it open).
    if responses.keys.contains(number) { fault("an answer before the response to its read") }
    reads.removeFirst()
    for text in faults(record, of: read) { fault("\(read): \(text)") }
    answers.append(record)
  }

  private func takeKey(_ first: UInt8, _ record: [UInt8]) {
    let known: [UInt8] =
      [0x7D, 0x6C, 0x6E, 0x6B, 0x6D, 0x7A, 0x7B, 0x7C, 0x4A, 0x4B, 0x4C]
      + Array(0xF1...0xF9) + Array(0xC1...0xC9)
    if !known.contains(first) { fault("\(first) is no key") }
    for text in faults(record, of: .modified) { fault("key \(first): \(text)") }
    aid = first
    keys.append(Key(aid: first, record: record))
  }

  private func faults(_ record: [UInt8], of read: Read) -> [String] {
    switch read {
    case .query: return StrictQuery.faults(record, asked: nil)
    case .queryList(let codes): return StrictQuery.faults(record, asked: codes)
    case .buffer, .modified, .modifiedAll: break
    }
    if read == .modified, [0x6C, 0x6E, 0x6B, 0x6D].contains(record[0]) {
      return record.count == 1 ? [] : ["data with a key that reads short: \(record)"]
    }
    guard record.count >= 3 else { return ["no cursor: \(record)"] }
    let (_, fault) = StrictAddress.decode(record[1...2], screen.cells)
    let rest = record[3...]
    let others =
      read == .buffer ? screen.faults(inBuffer: rest) : screen.faults(inFields: rest)
    return (fault.map { ["cursor: \($0)"] } ?? []) + others
  }
}

extension StrictHost.Read {
  var isQuery: Bool {
    switch self {
    case .query, .queryList: true
    default: false
    }
  }
}

/// Query replies (GA23-0059 chapter 6).
enum StrictQuery {
  /// What is wrong with a record of replies, to a Query or to a Query List for some codes.
  static func faults(_ record: [UInt8], asked: Set<UInt8>?) -> [String] {
    var rest = record.dropFirst()
    var codes: [UInt8] = []
    var summary: [UInt8] = []
    while !rest.isEmpty {
      let header = Array(rest.prefix(4))
      let length = header.count == 4 ? Int(header[0]) << 8 | Int(header[1]) : 0
      guard length >= 4, length <= rest.count, header[2] == 0x81 else {
        return ["a reply with a wrong length or id: \(header)"]
      }
      codes.append(header[3])
      if header[3] == 0x80 { summary = Array(rest.prefix(length).dropFirst(4)) }
      rest = rest.dropFirst(length)
    }
    if Set(codes).count != codes.count { return ["a reply twice: \(codes)"] }
    guard let asked else {
      return codes == summary ? [] : ["a Summary of \(summary) before replies \(codes)"]
    }
    if codes == [0xFF] { return [] }
    return Set(codes).isSubset(of: asked) ? [] : ["replies that nobody asked for: \(codes)"]
  }
}
