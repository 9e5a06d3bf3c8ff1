public import Foundation

/// A Hercules of a test's own: one System/370 with two 3270 screens, on a free port of loopback.
///
/// It needs no terminal of ours: it runs in daemon mode, and its automatic operator loads the deck
/// of cards when the first screen is connected.
///
/// The deck of the end-to-end tests is a channel program test without an operating system. On screen
/// 0C0 it answers ENTER with a read, PF1 to PF11 with the channel commands that its screen names,
/// CLEAR with its first screen; screen 0C1 keeps Hercules' logo.
public final class Hercules {
  /// Hercules did not start, or said something else than was expected.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, in words.
    public let description: String
  }

  private let process: Process
  private let folder: TemporaryFolder
  /// Port for terminals on this machine.
  public let port: Int

  /// Starts Hercules, with the cards that it loads at the first connection; nil leaves the logo.
  public init(deck: URL? = nil) throws {
    folder = try TemporaryFolder()
    if let deck {
      try FileManager.default.copyItem(atPath: deck.path(), toPath: folder.path + "/deck.bin")
    }
    var attempt = 1
    while true {
      // Hercules cannot choose a port itself, and another program may take the one that was free.
      let port = try TestListener.freePort()
      do {
        process = try Self.start(folder, port, loadsDeck: deck != nil)
        self.port = port
        return
      } catch  where attempt < 3 {
        attempt += 1
      }
    }
  }

  deinit { kill() }

  /// Ends it at once, as a crash would.
  public func kill() { Self.kill(process) }

  private static func kill(_ process: Process) {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Starts it, and waits until it listens and its operator is instructed.
  private static func start(
    _ folder: TemporaryFolder, _ port: Int, loadsDeck: Bool
  ) throws -> Process {
    let reader = loadsDeck ? "000C 3505 deck.bin" : ""
    let configuration = try folder.write(
      """
      CPUSERIAL 000001
      CPUMODEL 3090
      MAINSIZE 16
      NUMCPU 1
      ARCHMODE S/370
      CNSLPORT 127.0.0.1:\(port)
      \(reader)
      00C0 3270
      00C1 3270

      """, to: "hercules.cnf")
    let script = try folder.write(
      loadsDeck ? "hao tgt HHCTE009I\nhao cmd ipl 00c\n" : "", to: "hercules.rc")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["hercules", "-d", "-f", configuration]
    process.environment = ProcessInfo.processInfo.environment.merging(["HERCULES_RC": script]) {
      $1
    }
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let lines = LineReader(output.fileHandleForReading)
    var said: [String] = []
    var (isListening, isInstructed) = (false, !loadsDeck)
    while !isListening || !isInstructed, let line = lines.next() {
      said.append(line)
      if line.contains("HHCTE003I") { isListening = true }
      if line.contains("HHCAO020I") { isInstructed = true }
      // The port is taken; it would wait for it.
      if line.contains("HHCTE002W") { break }
    }
    guard isListening, isInstructed else {
      kill(process)
      throw Failure(description: said.suffix(20).joined(separator: "\n"))
    }
    // What it says from here on is nobody's, and must not fill the pipe.
    output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    return process
  }
}
