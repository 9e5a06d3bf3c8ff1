public import Bytes
import Names

/// Why a device type or name is not given (RFC 2355 7.1.6).
public enum DeviceRejection: UInt8, Hashable, Sendable {
  /// The name belongs to a printer's partner.
  case associateOnly = 0x00
  case deviceInUse = 0x01
  case invalidAssociate = 0x02
  case invalidName = 0x03
  case invalidDeviceType = 0x04
  case typeNameMismatch = 0x05
  case unknown = 0x06
  case unsupportedRequest = 0x07

  /// The reason, for a person.
  public var words: String {
    switch self {
    case .associateOnly: "it is for a terminal's printer"
    case .deviceInUse: "it is in use"
    case .invalidAssociate: "it has no such printer"
    case .invalidName: "it is no LU name"
    case .invalidDeviceType: "the terminal type is not served"
    case .typeNameMismatch: "it is for another terminal type"
    case .unknown: "no reason is known"
    case .unsupportedRequest: "names are not given this way"
    }
  }
}

/// A subnegotiation of option 40 (RFC 2355 7).
enum TN3270EMessage: Equatable {
  /// 08 02: the server asks for the device type.
  case sendDeviceType
  /// 02 07: the client's wish; `name` is ASCII as it came.
  case deviceTypeRequest(type: String, connect: String?, associate: String?)
  /// 02 04.
  case deviceTypeIs(type: String, connect: String?)
  /// 02 06 05.
  case deviceTypeReject(UInt8)
  /// 03 07.
  case functionsRequest(TN3270EFunctions)
  /// 03 04.
  case functionsIs(TN3270EFunctions)

  private enum Word {
    static let associate: UInt8 = 0
    static let connect: UInt8 = 1
    static let deviceType: UInt8 = 2
    static let functions: UInt8 = 3
    static let `is`: UInt8 = 4
    static let reason: UInt8 = 5
    static let reject: UInt8 = 6
    static let request: UInt8 = 7
    static let send: UInt8 = 8
  }

  /// Nil where the content is none of these.
  init?(_ content: [UInt8]) {
    guard content.count >= 2 else { return nil }
    let rest = content[2...]
    switch (content[0], content[1]) {
    case (Word.send, Word.deviceType): self = .sendDeviceType
    case (Word.deviceType, Word.request):
      let parts = Self.split(rest)
      self = .deviceTypeRequest(
        type: parts.type, connect: parts.connect, associate: parts.associate)
    case (Word.deviceType, Word.is):
      let parts = Self.split(rest)
      self = .deviceTypeIs(type: parts.type, connect: parts.connect)
    case (Word.deviceType, Word.reject):
      guard rest.count == 2, rest.first == Word.reason, let reason = rest.last else { return nil }
      self = .deviceTypeReject(reason)
    case (Word.functions, Word.request): self = .functionsRequest(TN3270EFunctions(list: rest))
    case (Word.functions, Word.is): self = .functionsIs(TN3270EFunctions(list: rest))
    default: return nil
    }
  }

  /// Content of the subnegotiation.
  var content: [UInt8] {
    switch self {
    case .sendDeviceType: [Word.send, Word.deviceType]
    case .deviceTypeRequest(let type, let connect, let associate):
      [Word.deviceType, Word.request] + type.utf8 + Self.name(Word.connect, connect)
        + Self.name(Word.associate, associate)
    case .deviceTypeIs(let type, let connect):
      [Word.deviceType, Word.is] + type.utf8 + Self.name(Word.connect, connect)
    case .deviceTypeReject(let reason): [Word.deviceType, Word.reject, Word.reason, reason]
    case .functionsRequest(let functions): [Word.functions, Word.request] + functions.list
    case .functionsIs(let functions): [Word.functions, Word.is] + functions.list
    }
  }

  private static func name(_ word: UInt8, _ name: String?) -> [UInt8] {
    name.map { [word] + $0.utf8 } ?? []
  }

  /// Type, then CONNECT or ASSOCIATE and a name; both words are below any printable character.
  private static func split(
    _ bytes: ArraySlice<UInt8>
  ) -> (type: String, connect: String?, associate: String?) {
    let type = bytes.prefix { $0 > Word.connect }
    let name = String(decoding: bytes[type.endIndex...].dropFirst(), as: UTF8.self)
    let text = String(decoding: type, as: UTF8.self)
    guard type.endIndex < bytes.endIndex else { return (text, nil, nil) }
    return bytes[type.endIndex] == Word.connect ? (text, name, nil) : (text, nil, name)
  }
}

/// Subnegotiations of option 24 (RFC 1091).
enum TerminalTypeMessage {
  static let `is`: UInt8 = 0
  static let send: UInt8 = 1
}

/// Subnegotiation of option 46: TLS follows (draft-altman-telnet-starttls).
enum StartTLSMessage {
  static let follows: UInt8 = 1
}

extension DeviceRejection: Freezable {}
