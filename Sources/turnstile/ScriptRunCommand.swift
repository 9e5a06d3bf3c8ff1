import ArgumentParser
import Crypto
import DataStream
import EBCDIC
import Names
import Platform
import Replay
import Script
import ScriptTools
import Syntax
import TLS
import Time

/// `turnstile script run`: a script against recorded screens, or a live host.
struct ScriptRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script against a recorded trace or a live host.",
    discussion: """
      A trace is one of x3270 -trace or of turnstile oper trace: each wait for the host is \
      given its next screen, and nothing is sent anywhere. A host is HOST:PORT and speaks TN3270; \
      waits are as long as they say. Each statement is shown with what it does, beside the \
      screens, and stars stand for the password. Exit code 1 where the script has errors, or its \
      run failed.
      """)

  @Argument(help: "The script's file; it may call those beside it.") var file: String
  @Option(help: "The trace, or HOST:PORT.") var against: String
  @Option(help: "The session of the trace, where it has several.") var session: String?
  @Option(help: "Who is signed on, for &USERID.") var user = "USER1"
  @Option(help: "A file with the password on its first line, for &PSWD at a host.")
  var passwordFile: String?
  @Option(help: "TLS to the host, and whose certificates it may have: system, anyone, or a file.")
  var tls: String?
  @Option(help: "Code page of the host.") var codePage = "bracket"

  func validate() throws {
    if UserID(user) == nil { throw ValidationError("'\(user)' is no user id.") }
    if CodePage.named(codePage) == nil {
      throw ValidationError("'\(codePage)' is none of \(CodePage.names.joined(separator: ", ")).")
    }
  }

  /// Longest password phrase of RACF.
  private static let longest = 100

  func run() throws {
    let files = ScriptFiles([file])
    let loaded = ScriptLibrary.load(files.sources)
    let texts = Dictionary(files.sources.map { ($0.path, $0) }) { first, _ in first }
    let own = loaded.faults.filter { files.paths.contains($0.path) }
    let errors = (files.faults + own).filter { $0.severity == .error }
    for fault in errors { Output.error(fault.rendered(texts[fault.path])) }
    guard errors.isEmpty, let source = texts[file], let name = ScriptName(source.name),
      let page = CodePage.named(codePage)
    else { throw ExitCode(1) }
    let surroundings = ScriptSurroundings(facts: [.userID: user.uppercased()])
    if !Files.exists(against), let address = SocketAddress(against) {
      guard
        let run = ScriptRun(name, in: loaded.library, limit: .standard, isTraced: true)
      else { throw ExitCode(1) }
      let driver = ScriptDriver(
        run, on: TerminalCapabilities(color: .model2), page: page, as: surroundings,
        secret: try password(page))
      return try follow(LiveScript(driver), at: address)
    }
    let trace = try ScriptTrace(against, session: session)
    let screens = trace.replay.screens.filter { $0.lineMode == nil }.map(\.space)
    let result = ScriptReplay.run(
      name, in: loaded.library, against: screens, page: page, as: surroundings)
    for line in result?.lines ?? [] { Output.line(line.trimmedEnd) }
    if result?.isDone != true { throw ExitCode(1) }
  }

  /// The password in the host's code points; empty where nobody gave one.
  private func password(_ page: CodePage) throws -> WipedText {
    guard let passwordFile else { return WipedText(copying: []) }
    var bytes: [UInt8]
    do {
      bytes = try Files.read(passwordFile, limit: 4096)
    } catch {
      Output.error("\(passwordFile): the password cannot be read: \(error.reason)")
      throw ExitCode(1)
    }
    defer { Wipe.bytes(&bytes) }
    var line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }.map { page.encode(ascii: $0) }
    defer { Wipe.bytes(&line) }
    guard (1...Self.longest).contains(line.count), bytes[..<line.count].allSatisfy({ $0 < 0x80 })
    else {
      Output.error(
        "\(passwordFile): expected a password of 1 to \(Self.longest) characters of ASCII on the "
          + "first line")
      throw ExitCode(1)
    }
    return WipedText(copying: line)
  }

  private func context() throws -> TLSContext? {
    switch tls?.lowercased() {
    case nil: nil
    case "system": try TLSContext(authorities: .system)
    case "anyone": try TLSContext(authorities: .anyone)
    default: try TLSContext(authorities: .file(tls ?? ""))
    }
  }

  /// Runs at a live host until the script ends.
  private func follow(_ script: LiveScript, at address: SocketAddress) throws {
    var script = script
    let wire: ScriptWire
    do {
      wire = try ScriptWire.connect(to: address, inside: try context())
    } catch {
      Output.error("\(error)")
      throw ExitCode(1)
    }
    var actions = script.settle(at: Clock.instant())
    while true {
      for action in actions {
        switch action {
        case .tell(let line): Output.line(line.trimmedEnd)
        case .send(var bytes): wire.send(&bytes)
        case .end(let isDone):
          if !isDone { throw ExitCode(1) }
          return
        }
      }
      let now = Clock.instant()
      if let end = wire.end {
        Output.line(end)
        actions = script.disconnect(at: now)
        continue
      }
      let bytes = wire.read(Self.milliseconds(from: now, to: script.deadline))
      let then = Clock.instant()
      actions = bytes.isEmpty ? script.settle(at: then) : script.receive(bytes, at: then)
    }
  }

  /// Milliseconds up to an instant, and a second at most.
  private static func milliseconds(from now: Instant, to deadline: Instant?) -> Int32 {
    guard let deadline else { return 1000 }
    guard deadline > now else { return 0 }
    let left = now.duration(to: deadline).components
    return left.seconds > 0 ? 1000 : Int32(left.attoseconds / 1_000_000_000_000_000) + 1
  }
}
