import Crypto
import DataStream
import EBCDIC
import Platform
import TLS
import Terminal

/// What to measure, from the command line.
struct Plan {
  let address: SocketAddress
  let terminals: Int
  let classic: Bool
  let model: Int
  let signOn: SignOn?
  /// What follows the sign-on, in order.
  let steps: [SetUpStep]
  let inFlight: Int
  let timeout: Duration
  let processes: [Int32]
  /// Whether the first row of a key's answer must differ from that of the screen before.
  var expectsChange = false
  /// Whether the host is one that counts keys, and each key is followed.
  var countsKeys = false
  /// TLS from the first byte on, by these rules; nil in clear.
  var tls: TLSContext?
  /// Threads of the processes that count alone; nil for all.
  var threads: String?

  /// The key of a name such as `PF7`; nil for anything else.
  static func key(_ name: String) -> AID? { AID(name: name) }
}

/// What a terminal does before it is measured.
enum SetUpStep: Hashable {
  /// Enters a text at the cursor; whatever screen comes is the answer.
  case text(String)
  /// Starts a session from the menu, by its name, and waits until its screen is there.
  case session(String)
  /// Presses the menu key, and waits until the menu is there.
  case menu(AID)

  /// Starts sessions one after the other.
  static func sessions(_ names: [String], menu: AID) -> [SetUpStep] {
    Array(names.map { [.session($0)] }.joined(separator: [.menu(menu)]))
  }

  /// What the step waited for in vain.
  var overdue: String {
    switch self {
    case .text: "no answer to an entered text in time"
    case .session(let name): "no screen of session \(name) in time"
    case .menu: "no menu in time"
    }
  }
}

/// Who signs on, and with what.
final class SignOn: Sendable {
  /// `%t` is the terminal's number, from 1.
  private let user: String
  /// Terminals whose number goes beyond this begin with 1 again.
  private let count: Int
  /// In EBCDIC, code page 037.
  private let password: Secret

  /// Why a password file is of no use.
  struct PasswordError: Error, CustomStringConvertible {
    let description: String
  }

  /// Longest password phrase of RACF.
  private static let longest = 100

  /// `count`: how many users there are; nil for as many as terminals.
  init(user: String, passwordFile: String, count: Int? = nil) throws {
    self.user = user
    self.count = count ?? .max
    var bytes = try Files.read(passwordFile, limit: 4096)
    defer { for index in bytes.indices { bytes[index] = 0 } }
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard (1...Self.longest).contains(line.count) else {
      throw PasswordError(
        description: "\(passwordFile): expected a password of 1 to \(Self.longest) characters "
          + "on the first line")
    }
    let page = CodePage.cp037
    password = Secret(count: line.count) { index in
      page.encode(Unicode.Scalar(line[line.startIndex + index])) ?? CodePage.substitute
    }
  }

  /// The two fields of a sign-on panel.
  struct Fields: Equatable {
    /// First cells of the fields.
    let user: Int
    let password: Int
  }

  /// Finds the fields: the password's is the first that hides what is typed, the user's the last
  /// unprotected one before it. Nil on any other screen.
  static func fields(of screen: PresentationSpace) -> Fields? {
    var user: Int?
    for position in 0..<screen.size.cells {
      guard case .attribute(let attribute) = screen.kind(position), !attribute.isProtected
      else { continue }
      let first = (position + 1) % screen.size.cells
      guard attribute.isNondisplay else {
        user = first
        continue
      }
      return user.map { Fields(user: $0, password: first) }
    }
    return nil
  }

  /// The record that ENTER sends from a filled panel; its owner wipes it once it is sent.
  ///
  /// The password is not typed into `screen`, which would keep it.
  func record(terminal: Int, at fields: Fields, on screen: PresentationSpace) -> [UInt8] {
    let size = screen.size
    let name = user.replacingPercentT(with: (terminal - 1) % count + 1)
    var record = [AID.enter.byte]
    record.reserveCapacity(64 + password.count)
    BufferAddress.append(fields.password, in: size, to: &record)
    record.append(OrderCode.setBufferAddress)
    BufferAddress.append(fields.user, in: size, to: &record)
    record += CodePage.cp037.encode(name)
    record.append(OrderCode.setBufferAddress)
    BufferAddress.append(fields.password, in: size, to: &record)
    password.withBytes { record.append(contentsOf: $0) }
    return record
  }
}

extension String {
  /// The text with each `%t` replaced by a number.
  func replacingPercentT(with number: Int) -> String {
    var result = ""
    var rest = self[...]
    while let index = rest.firstIndex(of: "%") {
      result += rest[..<index]
      rest = rest[index...].dropFirst()
      if rest.first == "t" {
        result += String(number)
        rest = rest.dropFirst()
      } else {
        result += "%"
      }
    }
    return result + rest
  }
}
