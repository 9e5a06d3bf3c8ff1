import Messages
import Names
import Platform
import Synchronization

/// The file of one trace below `traces/` of the state directory, written by helpers; all who trace into
/// it share it.
final class TraceFileSink: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    var isWriting = false
    /// Why nothing is written any more.
    var end: String?
  }

  /// Below the state directory.
  let name: String
  private let path: String
  private let state = Mutex(State())

  /// Creates the file; waits for the disk.
  /// - Throws: why it cannot be written, or that it is there already.
  init(_ name: String, in directory: String) throws(Refusal) {
    guard Self.isName(name) else {
      throw Refusal("\(name) is no name of a trace: letters, digits, '-', '_' and '.', at most 64")
    }
    self.name = "traces/\(name)"
    path = "\(directory)/traces/\(name)"
    guard !Files.exists(path) else { throw Refusal("\(self.name) is there already") }
    do {
      try Files.makeDirectory(directory + "/traces")
      _ = try Files.append([], to: path, limit: PeerLimits.traceBytes)
    } catch {
      throw Refusal("no trace can be written: \(error)")
    }
  }

  /// Why a trace cannot begin.
  struct Refusal: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  /// A file of the directory and no other: a name cannot lead out of it.
  private static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && name.first != "."
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  /// Why nothing is written any more; nil while the trace goes on.
  var end: String? { state.withLock { $0.end } }

  /// Takes text; a helper writes it. What a slow disk leaves waiting ends the trace.
  func write(_ text: String, with helpers: HelperPool) {
    let mustStart = state.withLock { state -> Bool in
      guard state.end == nil else { return false }
      guard state.waiting.count <= PeerLimits.traceWaiting else {
        state.end = "the disk is too slow"
        return false
      }
      state.waiting += text.utf8
      defer { state.isWriting = true }
      return !state.isWriting
    }
    guard mustStart else { return }
    // Where helpers have too much to do, the next text brings this one along.
    if !helpers.run({ self.drain() }) { state.withLock { $0.isWriting = false } }
  }

  private func drain() {
    while true {
      let bytes = state.withLock { state -> [UInt8] in
        defer { state.waiting = [] }
        if state.waiting.isEmpty { state.isWriting = false }
        return state.waiting
      }
      guard !bytes.isEmpty else { return }
      do {
        if !(try Files.append(bytes, to: path, limit: PeerLimits.traceBytes)) {
          stop("the file has \(PeerLimits.traceBytes >> 20) MiB")
        }
      } catch {
        stop("\(error)")
      }
    }
  }

  private func stop(_ reason: String) {
    state.withLock {
      $0.end = reason
      $0.waiting = []
    }
  }

  /// Takes the file away again, where nobody was traced.
  func discard() { try? Files.remove(path) }
}
