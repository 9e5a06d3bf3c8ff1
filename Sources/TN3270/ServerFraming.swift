extension ServerMachine {
  /// Appends a record for the terminal: header in TN3270E, FF doubled, IAC EOR.
  ///
  /// Nil, and nothing is appended, where the connection is not in 3270 mode (not yet, or no more), or
  /// the terminal did not agree to such records: some emulators end the session on one. Else the sequence number that a response will carry, 0 where RESPONSES
  /// was not agreed. The flags count only where they were agreed.
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
