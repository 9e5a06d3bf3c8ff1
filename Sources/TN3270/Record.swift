/// DATA-TYPE of a record, the first byte of a TN3270E header (RFC 2355 8.1.1).
public enum DataType: UInt8, Hashable, Sendable {
  /// 3270 data stream; the type of every classic record too.
  case data3270 = 0x00
  case scsData = 0x01
  case response = 0x02
  case bindImage = 0x03
  case unbind = 0x04
  case nvtData = 0x05
  case request = 0x06
  case sscpLUData = 0x07
  case printEndOfJob = 0x08
  case bid = 0x09
}

/// RESPONSE-FLAG of a data record: when the receiver is to answer (RFC 2355 8.1.3).
public enum ResponseFlag: UInt8, Hashable, Sendable {
  case none = 0x00
  /// Only where the record cannot be processed.
  case error = 0x01
  case always = 0x02
}

/// One record of 3270 data, without telnet's doubling and without header.
public struct Record: Hashable, Sendable {
  /// What the record holds.
  public var dataType: DataType
  /// REQUEST-FLAG; 0 on a classic connection.
  public var requestFlag: UInt8
  /// Whether the sender wants to hear what became of it.
  public var responseFlag: ResponseFlag
  /// SEQ-NUMBER; 0 on a classic connection.
  public var sequence: UInt16
  /// The data.
  public var payload: [UInt8]

  /// A record; the defaults are those of a classic one.
  public init(
    _ payload: [UInt8], dataType: DataType = .data3270, requestFlag: UInt8 = 0,
    responseFlag: ResponseFlag = .none, sequence: UInt16 = 0
  ) {
    self.dataType = dataType
    self.requestFlag = requestFlag
    self.responseFlag = responseFlag
    self.sequence = sequence
    self.payload = payload
  }
}

/// What a RESPONSE record says about the record of its sequence number (RFC 2355 10.4.2).
public enum ResponseResult: Hashable, Sendable {
  /// DEVICE-END.
  case positive
  case negative(NegativeResponse)
  /// SNA sense bytes, or nothing, in place of a known code.
  case other([UInt8])
}

/// Why a record could not be processed (RFC 2355 8.1.4).
public enum NegativeResponse: UInt8, Hashable, Sendable {
  case commandReject = 0x00
  case interventionRequired = 0x01
  case operationCheck = 0x02
  case componentDisconnected = 0x03
}

/// The five bytes before the data of every TN3270E record (RFC 2355 8.1).
struct RecordHeader: Hashable, Sendable {
  static let size = 5
  /// RESPONSE-FLAG of a RESPONSE: 0 positive, 1 negative.
  static let negative: UInt8 = 0x01

  var dataType: UInt8
  var requestFlag: UInt8
  var responseFlag: UInt8
  var sequence: UInt16

  /// Nil where the record is shorter than a header.
  init?(_ record: borrowing [UInt8]) {
    guard record.count >= Self.size else { return nil }
    dataType = record[0]
    requestFlag = record[1]
    responseFlag = record[2]
    sequence = UInt16(record[3]) << 8 | UInt16(record[4])
  }

  init(_ dataType: DataType, requestFlag: UInt8, responseFlag: UInt8, sequence: UInt16) {
    self.dataType = dataType.rawValue
    self.requestFlag = requestFlag
    self.responseFlag = responseFlag
    self.sequence = sequence
  }

  /// Appends it, every FF doubled.
  func append(to out: inout [UInt8]) {
    out.appendDoubling(dataType)
    out.appendDoubling(requestFlag)
    out.appendDoubling(responseFlag)
    out.appendDoubling(UInt8(truncatingIfNeeded: sequence >> 8))
    out.appendDoubling(UInt8(truncatingIfNeeded: sequence))
  }
}

extension ResponseResult {
  /// Reads what follows the header of a RESPONSE.
  init(flag: UInt8, data: ArraySlice<UInt8>) {
    if flag == 0 {
      self = .positive
    } else if data.count == 1, let first = data.first, let known = NegativeResponse(rawValue: first)
    {
      self = .negative(known)
    } else {
      self = .other(Array(data))
    }
  }

  /// RESPONSE-FLAG and data of the RESPONSE that says this.
  var encoded: (flag: UInt8, data: [UInt8]) {
    switch self {
    case .positive: (0, [0])
    case .negative(let reason): (RecordHeader.negative, [reason.rawValue])
    case .other(let sense): (RecordHeader.negative, sense)
    }
  }
}

extension [UInt8] {
  /// Appends header (where there is one) and data, every FF doubled, then IAC EOR.
  mutating func appendRecord(_ header: RecordHeader?, _ data: ArraySlice<UInt8>) {
    reserveCapacity(count + data.count + 12)
    header?.append(to: &self)
    appendDoubling(data)
    appendCommand(TelnetCommand.eor)
  }
}
