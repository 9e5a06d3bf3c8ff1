import Foundation

/// Asks a server as the command line does, without a process for each question.
public struct ControlClient: Sendable {
  private let path: String

  /// Asks the server with a state directory.
  public init(state: String) { path = state + "/control.sock" }

  /// The answer's lines, and whether it is a failure; nil where no server answers.
  public func ask(_ request: String, body: String = "") -> (lines: [String], isFailed: Bool)? {
    let socket = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return nil }
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    let bytes = Array((request + "\n" + body).utf8)
    guard isConnected, send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      return nil
    }
    shutdown(socket, Int32(SHUT_WR))
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count >= 0 else { return nil }
      if count == 0 { break }
      answer += buffer[..<count]
    }
    // A server that ends in the middle of its answer has acknowledged nothing.
    guard let end = answer.firstIndex(of: 0x0A) else { return nil }
    let head = String(decoding: answer[..<end], as: UTF8.self).split(separator: " ")
    guard head.count == 2, Int(head[1]) == answer.count - end - 1 else { return nil }
    let text = String(decoding: answer[(end + 1)...], as: UTF8.self)
    return (text.split(separator: "\n").map(String.init), head[0] == "turnstile-failed")
  }

  /// A ticket that the server makes for a user; nil where it makes none.
  public func ticket(_ user: String, _ profile: String) -> String? {
    guard let answer = ask("ticket generate \(ServerProcess.user) \(user) \(profile)"),
      !answer.isFailed
    else { return nil }
    return answer.lines.first
  }

  /// Whether the server accepts a ticket; nil where it does not answer.
  public func accepts(_ ticket: String, _ user: String, _ profile: String) -> Bool? {
    ask("ticket evaluate \(ServerProcess.user) \(user) \(profile)", body: ticket)
      .map { !$0.isFailed }
  }
}
