public import Crypto
public import Platform
public import SAF
import Synchronization

/// How the process is started that asks PAM: this program, with words that make it one.
public struct PAMProgram: Sendable {
  /// The program's file.
  public let path: String
  /// Its words, its own name first.
  public let arguments: [String]

  /// This program, whatever lies in its file's place by now.
  public static let own = PAMProgram(
    path: "/proc/self/exe", arguments: ["turnstile", "serve", "--pam"])
}

/// One user's sign-on with PAM, from the password to the last answer: a process of its own, which is killed when
/// it hangs, or nobody waits for it any more.
///
/// Whoever asks waits, and may be any thread of this process that stays, since the process ends with it.
public final class PAMDialog: Sendable {
  /// Seconds that a stack may take for one step: a push to a telephone is answered in less.
  public static let patience = 45
  /// Seconds after which the process ends, whatever it waits for.
  public static let longest: UInt32 = 180

  private let link: Descriptor
  private let patience: Int
  /// The process's number, until it was told to end; nil also where it is a thread, in tests.
  private let process: Mutex<Int32?>
  /// Processes that were killed, and had not ended yet when they were looked at.
  private static let leaving = Mutex<[Int32]>([])

  /// Starts a process that waits for a request.
  ///
  /// - `patience`: seconds that a step may take.
  public convenience init(
    _ program: PAMProgram, patience: Int = PAMDialog.patience
  ) throws(SystemError) {
    Self.leaving.withLock { left in left.removeAll { Processes.hasEnded($0) } }
    let (near, far) = try PacketSocket.pair()
    let link = Descriptor(near)
    let other = Descriptor(far)
    let process = try Processes.start(program.path, program.arguments, links: [other.number])
    withExtendedLifetime(other) {}
    self.init(link: link, process: process, patience: patience)
  }

  init(link: consuming Descriptor, process: Int32?, patience: Int) {
    self.link = link
    self.process = Mutex(process)
    self.patience = patience
    PacketSocket.limitReading(self.link.number, milliseconds: patience * 1000)
    PacketSocket.limitWaiting(self.link.number, milliseconds: patience * 1000)
  }

  deinit { end() }

  /// Asks, and waits for the answer or a question.
  public func ask(
    _ request: PAMRequest, password: SharedSecret? = nil, new: SharedSecret? = nil
  ) -> AuthorityAnswer {
    let limit = PAMPacket.fieldLimit
    guard [password, new].allSatisfy({ ($0?.secret.count ?? 0) <= limit }) else {
      return .wrong("the password is too long")
    }
    let errand = PAMErrand(request, password: password, new: new)
    return exchange(errand.packet, gone: .silent("its process ended"))
  }

  /// Answers its question, and waits for what follows.
  public func reply(_ text: SharedSecret) -> AuthorityAnswer {
    guard text.secret.count <= PAMPacket.fieldLimit else { return .wrong("the answer is too long") }
    return exchange(PAMPacket.of([], secrets: [text]), gone: .lapsed)
  }

  private func exchange(_ packet: WipedArray, gone: AuthorityAnswer) -> AuthorityAnswer {
    let answer = transfer(packet, gone: gone)
    if case .asks = answer { return answer }
    end()
    return answer
  }

  private func transfer(_ packet: WipedArray, gone: AuthorityAnswer) -> AuthorityAnswer {
    let late = AuthorityAnswer.silent("nothing came in \(patience) s")
    switch PacketSocket.send(link.number, packet.bytes, waits: true) {
    case .done: break
    case .wouldBlock: return late
    case .ended: return gone
    }
    switch PacketSocket.receive(link.number, into: PacketRoom(), waits: true) {
    case .packet(let packet):
      for number in packet.descriptors { _ = Descriptor(number) }
      return AuthorityAnswer(packet.bytes) ?? .silent("its process said something else")
    case .nothing: return late
    case .ended: return gone
    }
  }

  /// Ends the process, at once and without waiting.
  public func end() {
    guard let number = process.withLock({ $0.take() }) else { return }
    Processes.tellGroup(of: number, .kill)
    if !Processes.hasEnded(number) { Self.leaving.withLock { $0.append(number) } }
  }
}
