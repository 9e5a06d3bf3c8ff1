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
