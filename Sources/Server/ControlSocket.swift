import Crypto
import Glibc
import Journal
import Messages
public import Platform
import Store

/// The operator's way in: a socket in the state directory, for its owner alone; a line each way.
public enum ControlSocket {
  static func path(_ state: String) -> String { state + "/control.sock" }

  /// Longest request.
  private static let requestLimit = 4096

  static func start(
    _ state: String, _ services: Shard.Services, _ site: String
  ) throws(SystemError) {
    let listener = try Sockets.listen(onPath: path(state)).release()
    // Several at once: an operator who waits for a card must not keep the others waiting.
    let pool = try HelperPool(threads: 4, limit: 64)
    try Threads.start {
      while true {
        let socket = accept(listener, nil, nil)
        guard socket >= 0 else { continue }
        if !pool.run({ serve(socket, services, site) }) { close(socket) }
      }
    }
  }

  private static func serve(_ socket: Int32, _ services: Shard.Services, _ site: String) {
    // An operator who does not speak must not keep the others waiting.
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let words = line(socket).split(separator: " ").map(String.init)
    services.journal.record(
      .operatorCommand(
        by: "uid \(Sockets.user(of: socket).map(String.init) ?? "?")",
        command: words.joined(separator: " ")),
      at: Clock.wall())
    switch (words.first, words.count) {
    case ("card", 2): answer(socket, card(words[1], services))
    case ("reload", 1): answer(socket, Reloader.reload(site, services))
    case (.some(let first), _) where Administration.requests.contains(first.lowercased()):
      let administration = Administration(services.database, services.journal, site: site)
      var body = rest(socket)
      defer { Wipe.bytes(&body) }
      let result = administration.answer(words, body)
      answer(socket, (result.isFailed ? [failureMark] : []) + result.lines)
    default:
      let request = ControlRequest(words) { lines in
        // Writing waits; the shard must not.
        _ = services.helpers.run { answer(socket, lines) }
      }
      services.mailbox.send(.control(request))
    }
  }

  private static func card(_ state: String, _ services: Shard.Services) -> [String] {
    guard state == "offline" || state == "online" else {
      return [failureMark, "\(state) is no state of a card"]
    }
    do {
      try services.database.setCard(isOnline: state == "online")
    } catch {
      return [failureMark, "\(error)"]
    }
    let by = "OPERATOR"
    services.journal.record(
      state == "online" ? .cardOnline(by: by) : .cardOffline(by: by), at: Clock.wall())
    return ["The crypto card is \(state)."]
  }

  /// First line of an answer that tells of a failure.
  static let failureMark = "!"

  /// What follows the first line, to the end.
  private static func rest(_ socket: Int32) -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(64 << 10)
    var buffer = [UInt8](repeating: 0, count: 4096)
    while all.count < Administration.deckLimit {
      let count = read(socket, &buffer, buffer.count)
      guard count > 0 else { break }
      all += buffer[..<count]
    }
    Wipe.bytes(&buffer)
    return all
  }

  private static func line(_ socket: Int32) -> String {
    var text: [UInt8] = []
    var byte: UInt8 = 0
    while text.count < requestLimit, read(socket, &byte, 1) == 1, byte != 0x0A { text.append(byte) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func answer(_ socket: Int32, _ lines: [String]) {
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    close(socket)
  }

  /// Asks a running server, with a deck where the request has one.
  public static func ask(
    _ words: [String], body: [UInt8] = [], state: String
  ) throws(SystemError) -> Administration.Answer {
    let socket = try Sockets.connect(toPath: path(state))
    var request = Array((words.joined(separator: " ") + "\n").utf8) + body
    defer { Wipe.bytes(&request) }
    _ = Descriptor.write(socket.number, request[...])
    shutdown(socket.number, Int32(SHUT_WR))
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let transfer = buffer.withUnsafeMutableBytes { Descriptor.read(socket.number, into: $0) }
      guard case .bytes(let count) = transfer else { break }
      answer += buffer[..<count]
    }
    var lines = String(decoding: answer, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let isFailed = lines.first == failureMark
    return Administration.Answer(
      lines: isFailed ? Array(lines.dropFirst()) : lines, isFailed: isFailed)
  }
}
