import DataStream

/// SYSREQ as a record: how terminals without TN3270E's SYSREQ function send it.
enum SystemRequest {
  /// Test request read, SOH % / STX in EBCDIC (GA23-0059; x3270 and others by TN3270).
  private static let testRequest: [UInt8] = [0x01, 0x6C, 0x61, 0x02]

  /// Whether a record is the key: test request read, the AID F0, or a bare 01 (TESTREQ of an SNA
  /// keyboard, as some TN3270 clients send it).
  ///
  /// `awaitsBuffer`: the terminal is asked for its buffer. Its answer begins with the last
  /// AID, which after this key is F0 (x3270 by TN3270), and goes on behind the cursor's address.
  static func isRecord(_ record: [UInt8], awaitsBuffer: Bool) -> Bool {
    if record.first == AID.sysreq.byte { return !awaitsBuffer || record.count <= 3 }
    guard record.first == 0x01 else { return false }
    return record.count == 1 || record.starts(with: testRequest)
  }
}
