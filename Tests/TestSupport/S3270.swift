import Foundation

/// A real 3270 emulator, driven by its script commands.
public final class S3270 {
  /// What the emulator did not do.
  public struct Failure: Error, CustomStringConvertible {
    /// What happened, in words.
    public let description: String
  }

  private let process = Process()
  private let input = Pipe()
  private let output: LineReader
  /// The last status line.
  public private(set) var status = ""

  /// Starts an emulator, and connects it to a port of this machine.
  ///
  /// The model is as s3270 takes it, `3279-2`; the prefix is the host's, as `N:` for no TN3270E.
  /// Where the first screen has a field for input, `hasInput` waits for it.
  public init(
    port: Int, model: String = "3279-2", prefix: String = "", extra: [String] = [],
    hasInput: Bool = true
  ) throws {
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["s3270", "-utf8", "-model", model] + extra
    process.standardInput = input
    process.standardOutput = pipe
    output = LineReader(pipe.fileHandleForReading)
    try process.run()
    try run("Connect(\"\(prefix)127.0.0.1:\(port)\")")
    if hasInput { try run("Wait(10,InputField)") }
  }

  /// Arguments for an emulator that unlocks its keyboard as soon as the host says so, and not a
  /// third of a second later, as is its standard.
  public static let unlocksAtOnce = ["-xrm", "s3270.unlockDelay: false"]

  deinit {
    // The emulator takes no notice of SIGTERM while it waits for its host.
    kill(process.processIdentifier, SIGKILL)
  }

  /// The emulator hangs: it reads and answers nothing until `wake`.
  public func hang() { kill(process.processIdentifier, SIGSTOP) }
  /// It goes on after `hang`.
  public func wake() { kill(process.processIdentifier, SIGCONT) }

  /// Ends it at once, as a cable that is pulled.
  public func end() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// From here on a key's command does not wait until the host has freed the keyboard.
  public func waitsForNoKeyboard() throws { try run("Set(aidWait,false)") }

  /// Runs a command; the lines of data that it gives.
  @discardableResult
  public func run(_ command: String) throws -> [String] {
    begin(command)
    return try end(of: command)
  }

  /// Gives a command that takes its time; `end(of:)` waits for it.
  public func begin(_ command: String) {
    input.fileHandleForWriting.write(Data((command + "\n").utf8))
  }

  /// Waits for the end of a command that was begun; the lines of data that it gives.
  public func end(of command: String) throws -> [String] {
    var data: [String] = []
    while let line = output.next() {
      if line.hasPrefix("data: ") {
        data.append(String(line.dropFirst(6)))
      } else if line == "ok" {
        return data
      } else if line == "error" {
        throw Failure(description: "\(command): \(data.joined(separator: " "))")
      } else {
        status = line
      }
    }
    throw Failure(description: "\(command): s3270 ended")
  }

  /// The screen's rows, without blanks at their ends.
  public func screen() throws -> [String] {
    try run("Ascii()").map { row in
      var text = Substring(row)
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  /// Waits until a text is on the screen and the keyboard is unlocked; the screen.
  ///
  /// Each turn waits in the emulator for output.
  @discardableResult
  public func until(_ text: String) throws -> [String] {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while ContinuousClock.now < deadline {
      let rows = try screen()
      if rows.contains(where: { $0.contains(text) }) {
        try run("Wait(5,Unlock)")
        return try screen()
      }
      _ = try? run("Wait(1,Output)")
    }
    throw Failure(description: "never saw \"\(text)\":\n" + (try screen()).joined(separator: "\n"))
  }

  /// Types a text where the cursor stands.
  public func type(_ text: String) throws { try run("String(\"\(text)\")") }

  /// Types a line and presses ENTER.
  public func enter(_ text: String = "") throws {
    if !text.isEmpty { try type(text) }
    try run("Enter")
  }

  /// Signs on at the logon panel.
  public func signOn(_ user: String, _ password: String) throws {
    try type(user)
    try run("Tab")
    try enter(password)
  }
}

/// Reads lines from a pipe.
final class LineReader {
  private let handle: FileHandle
  private var buffer = Data()

  init(_ handle: FileHandle) { self.handle = handle }

  /// The next line without its end; nil at the end.
  func next() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer = Data(buffer[buffer.index(after: end)...])
        return line
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      buffer.append(more)
    }
  }
}
