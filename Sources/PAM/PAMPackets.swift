import Crypto
import SAF

/// Packets between a server and the process that asks PAM: fields of bytes, each behind its length in two bytes.
enum PAMPacket {
  /// Most bytes of a field; PAM's own limit of a text is 512 (PAM_MAX_MSG_SIZE).
  static let fieldLimit = 4096

  /// A packet of fields, in one piece of memory, so that nothing of a secret is left where it grew.
  static func of(_ fields: [[UInt8]], secrets: [SharedSecret] = []) -> WipedArray {
    let size =
      fields.reduce(0) { $0 + 2 + $1.count } + secrets.reduce(0) { $0 + 2 + $1.secret.count }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    for field in fields {
      put(field.count, &bytes)
      bytes += field
    }
    for secret in secrets {
      put(secret.secret.count, &bytes)
      secret.secret.withBytes { bytes += $0 }
    }
    return WipedArray(taking: &bytes)
  }

  private static func put(_ count: Int, _ bytes: inout [UInt8]) {
    precondition(count <= fieldLimit, "the field is longer than a packet takes")
    bytes.append(UInt8(count >> 8))
    bytes.append(UInt8(count & 0xFF))
  }

  /// Where the fields of a packet are; nil where it is none.
  static func fields(_ bytes: [UInt8]) -> [Range<Int>]? {
    var (place, found): (Int, [Range<Int>]) = (0, [])
    while place < bytes.count {
      guard place + 2 <= bytes.count else { return nil }
      let count = Int(bytes[place]) << 8 | Int(bytes[place + 1])
      guard place + 2 + count <= bytes.count else { return nil }
      found.append(place + 2..<place + 2 + count)
      place += 2 + count
    }
    return found
  }
}

/// A request with its secrets, as the process that asks PAM takes it.
struct PAMErrand {
  let request: PAMRequest
  /// The password; nil where none is to be given.
  let password: SharedSecret?
  /// The password that is wanted instead.
  let new: SharedSecret?

  /// Its packet.
  var packet: WipedArray {
    let texts = [
      request.service.name, request.service.directory ?? "", request.user, request.source,
      request.terminal,
    ].map { Array($0.utf8.prefix(PAMPacket.fieldLimit)) }
    let kind: [UInt8] = [
      request.purpose.rawValue, password == nil ? 0 : 1, new == nil ? 0 : 1,
    ]
    return PAMPacket.of(texts + [kind], secrets: [password, new].compactMap(\.self))
  }

  init(_ request: PAMRequest, password: SharedSecret?, new: SharedSecret?) {
    (self.request, self.password, self.new) = (request, password, new)
  }

  /// Nil where a packet is none.
  init?(_ bytes: [UInt8]) {
    guard let fields = PAMPacket.fields(bytes), fields.count >= 6, fields[5].count == 3,
      let purpose = PAMRequest.Purpose(rawValue: bytes[fields[5].lowerBound])
    else { return nil }
    let texts = fields.prefix(5).map { String(decoding: bytes[$0], as: UTF8.self) }
    let flags = bytes[fields[5]].dropFirst().map { $0 != 0 }
    guard fields.count == 6 + flags.count(where: \.self) else { return nil }
    var secrets = fields.dropFirst(6).map { SharedSecret(Secret(copying: bytes[$0])) }
    password = flags[0] ? secrets.removeFirst() : nil
    new = flags[1] ? secrets.removeFirst() : nil
    let service = PAMService(texts[0], in: texts[1].isEmpty ? nil : texts[1])
    request = PAMRequest(
      service, purpose, name: texts[2], source: texts[3], terminal: texts[4])
  }
}

extension PAMService {
  init(_ name: String, in directory: String?) {
    self.name = name
    self.directory = directory
  }
}

extension AuthorityAnswer {
  /// The packet of an answer.
  var packet: [UInt8] {
    let (kind, texts): (UInt8, [String]) =
      switch self {
      case .accepted(let told): (0, [told])
      case .passwordChanged(let told): (1, [told])
      case .asks(let question): (2, [question.prompt, question.told])
      case .expired: (3, [])
      case .wrong(let words): (4, [words])
      case .barred(let words): (5, [words])
      case .badNewPassword(let words): (6, [words])
      case .silent(let fault): (7, [fault])
      case .lapsed: (8, [])
      }
    return PAMPacket.of([[kind]] + texts.map { Array($0.utf8.prefix(PAMPacket.fieldLimit)) }).bytes
  }

  /// Nil where a packet is none.
  init?(_ bytes: [UInt8]) {
    guard let fields = PAMPacket.fields(bytes), let first = fields.first, first.count == 1 else {
      return nil
    }
    // A module may have said anything: what is shown is cleaned here again.
    let texts = fields.dropFirst().map { ShownWords.cleaned(bytes[$0]) }
    let text = texts.first ?? ""
    switch (bytes[first.lowerBound], texts.count) {
    case (0, 1): self = .accepted(told: text)
    case (1, 1): self = .passwordChanged(told: text)
    case (2, 2): self = .asks(AuthorityQuestion(text, told: texts[1]))
    case (3, 0): self = .expired
    case (4, 1): self = .wrong(text)
    case (5, 1): self = .barred(text)
    case (6, 1): self = .badNewPassword(text)
    // The log has room for a path.
    case (7, 1): self = .silent(ShownWords.cleaned(bytes[fields[1]], limit: 250))
    case (8, 0): self = .lapsed
    default: return nil
    }
  }
}

/// Words of modules as they are shown: one line of a terminal, of characters that each has.
enum ShownWords {
  /// Most characters: a panel's line has no room for more.
  static let limit = 76

  /// The characters that every terminal shows, each other run of bytes a blank.
  static func cleaned(_ bytes: some Sequence<UInt8>, limit: Int = limit) -> String {
    var (line, isBlank): ([UInt8], Bool) = ([], false)
    for byte in bytes {
      guard (0x21...0x7E).contains(byte) else {
        isBlank = !line.isEmpty
        continue
      }
      if isBlank { line.append(0x20) }
      isBlank = false
      line.append(byte)
    }
    return String(decoding: line.prefix(limit), as: UTF8.self)
  }

  /// Several texts on one line.
  static func joined(_ texts: [String]) -> String {
    cleaned(texts.filter { !$0.isEmpty }.joined(separator: "; ").utf8)
  }
}
