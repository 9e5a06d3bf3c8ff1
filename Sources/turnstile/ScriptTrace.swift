import ArgumentParser
import Platform
import Replay

/// A trace that a person names, or one session of it.
struct ScriptTrace {
  /// The trace, as it was played.
  let replay: TraceReplay.Result

  /// Longest trace that is read.
  private static let limit = 64 << 20

  /// Reads a trace; where something is wrong with it, says so and throws the command's exit code.
  ///
  /// `session`: its name; nil for the only one, or for the terminal itself where the trace has none.
  init(_ path: String, session: String?) throws {
    let trace: TraceFile
    do {
      trace = try TraceFile(
        String(decoding: try Files.read(path, limit: Self.limit), as: UTF8.self))
    } catch {
      Output.error("\(path): \(error)")
      throw ExitCode(1)
    }
    let names = trace.sessions.map(\.name)
    let named = session?.uppercased() ?? (names.count == 1 ? names[0] : nil)
    guard let named else {
      guard names.isEmpty else {
        Output.error(
          "\(path): the trace has several sessions; --session names one of "
            + names.joined(separator: ", "))
        throw ExitCode(1)
      }
      replay = TraceReplay.run(trace)
      return
    }
    guard let found = trace.sessions.first(where: { $0.name.uppercased() == named }) else {
      Output.error(
        "\(path): the trace has no session \(named); "
          + (names.isEmpty ? "it has none at all" : "it has \(names.joined(separator: ", "))"))
      throw ExitCode(1)
    }
    replay = TraceReplay.run(found, of: trace)
  }
}
