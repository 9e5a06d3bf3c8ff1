import TLS

/// TLS of one terminal of the load.
final class LoadTLS {
  private var machine: TLSMachine
  private var output = TLSOutput()
  /// What is said once the handshake is done.
  private var early: [UInt8] = []

  /// What came of some ciphertext.
  struct Outcome {
    /// Goes to the server.
    var send: [UInt8]
    /// What the server said.
    var plaintext: [UInt8]
    /// Why the connection is over.
    var failure: String?
  }

  /// A client's side.
  init(_ context: TLSContext, host: String) throws(TLSContextError) {
    machine = try TLSMachine(client: context, host: host)
  }

  /// The first words of the handshake.
  func start() -> [UInt8] {
    output.clear()
    machine.start(into: &output)
    return output.send
  }

  /// Takes ciphertext as it came.
  func receive(_ bytes: ArraySlice<UInt8>) -> Outcome {
    output.clear()
    machine.receive(bytes, into: &output)
    if output.session != nil, !early.isEmpty {
      _ = machine.send(early, into: &output.send)
      early = []
    }
    return Outcome(
      send: output.send, plaintext: output.plaintext, failure: output.failure?.description)
  }

  /// What goes to the server for these bytes.
  func encrypt(_ bytes: [UInt8]) -> [UInt8] {
    var sent: [UInt8] = []
    if !machine.send(bytes, into: &sent) { early += bytes }
    return sent
  }
}
