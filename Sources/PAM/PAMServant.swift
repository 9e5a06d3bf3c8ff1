import Crypto
import Platform
import SAF

/// The process that asks PAM: one request, its questions, one answer, and its end.
public enum PAMServant {
  /// Serves who is at the other end of a link, and returns.
  ///
  /// - `link`: an end of `PacketSocket`, which this closes.
  public static func run(link: Int32) {
    let link = Descriptor(link)
    let room = PacketRoom()
    guard let errand = take(link.number, room).flatMap({ PAMErrand($0.bytes) }) else { return }
    let stack = PAMStack(errand) { question in
      guard
        PacketSocket.send(link.number, AuthorityAnswer.asks(question).packet, waits: true) == .done,
        let answer = take(link.number, room), let fields = PAMPacket.fields(answer.bytes),
        fields.count == 1
      else { return nil }
      return SharedSecret(Secret(copying: answer.bytes[fields[0]]))
    }
    _ = PacketSocket.send(link.number, stack.run().packet, waits: true)
  }

  /// Serves in a process that was started for it, and is killed when it takes too long, wherever a module hangs.
  public static func serveProcess() {
    Processes.limitLife(seconds: PAMDialog.longest)
    // Programs that modules start are to end as they are used to.
    Processes.hearSignals()
    ProcessHygiene.wipeFreedMemory()
    run(link: Processes.link)
  }

  /// The next packet; nil where the other end is gone.
  private static func take(_ link: Int32, _ room: PacketRoom) -> WipedArray? {
    guard case .packet(let packet) = PacketSocket.receive(link, into: room, waits: true) else {
      return nil
    }
    for number in packet.descriptors { _ = Descriptor(number) }
    var bytes = packet.bytes
    return WipedArray(taking: &bytes)
  }
}
