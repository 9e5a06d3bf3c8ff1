import Crypto
import Glibc
public import Platform

/// Asks a running server, as the commands do.
public enum ControlClient {
  /// Why there is no answer.
  public enum Fault: Error, Sendable, CustomStringConvertible {
    /// No server works on the state directory.
    case notRunning(state: String)
    /// The socket cannot be used, for a reason of the system's.
    case unusable(SystemError)
    /// The server was asked, and ended before it answered.
    case answerLost

    /// For people: what happened, and what to do.
    public var description: String {
      switch self {
      case .notRunning(let state):
        "no server runs with the state directory \(state); name it with --state"
      case .unusable(let error):
        "\(error); the user who runs the server may ask it, and root"
      case .answerLost:
        "the server ended, or the connection to it, before it answered: whether it was done is not "
          + "known; look, and ask again"
      }
    }
  }

  /// - `words`: a verb of `OperatorVerb` and its operands.
  /// - `body`: a deck or a ticket, where the verb takes one.
  public static func ask(
    _ words: [String], body: [UInt8] = [], state: String
  ) throws(Fault) -> Administration.Answer {
    let socket = try connect(state)
    let line = ControlLine(words, bodyCount: body.count)
    var request = Array(line.text.utf8)
    request.reserveCapacity(request.count + body.count)
    request += body
    defer { Wipe.bytes(&request) }
    var done = 0
    // A server that refuses what it has seen so far reads no more, and answers.
    while done < request.count,
      case .bytes(let count) = Descriptor.write(socket.number, request[done...])
    { done += count }
    shutdown(socket.number, Int32(SHUT_WR))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while case .bytes(let count) = buffer.withUnsafeMutableBytes({
      Descriptor.read(socket.number, into: $0)
    }) { bytes += buffer[..<count] }
    guard let answer = ControlReply.decode(bytes) else { throw .answerLost }
    return answer
  }

  private static func connect(_ state: String) throws(Fault) -> Descriptor {
    do {
      return try Sockets.connect(toPath: ControlSocket.path(state))
    } catch {
      throw error.isAbsent ? .notRunning(state: state) : .unusable(error)
    }
  }

  /// Whether the server of a state directory is another user's, and says itself what one may.
  public static func isOthers(state: String) -> Bool {
    let path = ControlSocket.path(state)
    return ProcessHygiene.user != 0 && Files.exists(path) && !Files.isOwn(path)
  }

  /// Whether a server answers on a state directory.
  public static func isRunning(state: String) -> Bool {
    (try? Sockets.connect(toPath: ControlSocket.path(state))) != nil
  }
}
