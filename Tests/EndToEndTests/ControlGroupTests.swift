import Foundation
import TestSupport
import Testing

/// Other users of the machine at the control socket; only the superuser can be them.
@Suite(.enabled(if: geteuid() == 0)) struct ControlGroupTests {
  /// A group of every Linux, and users who are in no group of that name.
  private static let group = "games"
  private static let number = "60"
  private static let user = "54321"

  /// Runs a command as another user, who is in groups.
  private static func run(
    groups: String?, _ words: [String], state: String
  ) throws -> (output: String, code: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    process.arguments =
      ["--reuid", user, "--regid", user]
      + (groups.map { ["--groups", $0] } ?? ["--clear-groups"])
      + [ServerProcess.program.path(), "oper"] + words + ["--state", state]
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }

  private static func server(_ lines: [String]) throws -> (TestSite, ServerProcess) {
    let site = try TestSite()
    try site.write("ACT/OperatorClasses/OPS.yaml", "DISPLAY: Y\nMESSAGE: Y\n")
    try site.system(lines)
    let server = try ServerProcess(site: site.path)
    // The tests' own folder, above the state directory, lets others pass.
    let above = (server.state as NSString).deletingLastPathComponent
    chmod(above, 0o711)
    return (site, server)
  }

  @Test func `a member has what the class gives, is named, and nobody else has anything`() throws {
    let (site, server) = try Self.server([
      "Control group: \(Self.group)", "Control group class: OPS",
    ])
    func ask(_ words: String..., groups: String? = Self.number) throws -> (String, Int32) {
      let (output, code) = try Self.run(groups: groups, words, state: server.state)
      return (output, code)
    }
    let (users, code) = try ask("D", "USERS")
    #expect(code == 0 && users.contains("USER"), "\(users)")
    #expect(try ask("message", "NOBODY", "hi").0.contains("NOBODY"))
    let (refusal, refused) = try ask("drain")
    #expect(refused == 1)
    #expect(
      refusal.contains("the group games has not DRAIN: the operator class OPS gives DISPLAY, "))
    #expect(try ask("LISTUSER", ServerProcess.user).0.contains("RACF is for the user who runs"))
    #expect(try ask("upgrade", "/bin/false").0.contains("UPGRADE is for the user who runs"))
    let help = try ask("HELP").0
    #expect(help.contains("MESSAGE USER TEXT") && !help.contains("DRAIN"))
    let (closed, shut) = try ask("D", "USERS", groups: nil)
    #expect(shut == 1 && closed.contains("Permission denied"))
    let log = try server.log(until: "UPGRADE (REFUSED")
    #expect(log.contains("OPERATOR COMMAND BY uid \(Self.user): D USERS"))
    #expect(log.contains("OPERATOR COMMAND BY uid \(Self.user): DRAIN (REFUSED: the group"))
    let audit = try server.ask("audit", "--user", "uid \(Self.user)")
    #expect(audit.contains("TURNSTILE.DRAIN") && audit.contains("group games"), "\(audit)")
    #expect(audit.contains("MESSAGE NOBODY hi") && !audit.contains("D USERS"), "\(audit)")
    #expect(server.isRunning)
    withExtendedLifetime(site) {}
  }

  @Test func `a reload opens and closes the socket, and a group that is not there is told`() throws
  {
    let (site, server) = try Self.server(["System name: A"])
    func ask() throws -> Int32 {
      try Self.run(groups: Self.number, ["status"], state: server.state).code
    }
    #expect(try ask() == 1)
    try site.system(["Control group: \(Self.group)"])
    #expect(try server.ask("oper", "reload").contains("in force"))
    #expect(try ask() == 0)
    try site.system(["Control group: nosuchgroup"])
    let refused = try server.ask("oper", "reload")
    #expect(refused.contains("this machine has no group nosuchgroup"))
    #expect(try ask() == 0, "the tables stay as they were")
    let start = try ServerProcess.run([
      "serve", "--site", site.path, "--state", server.state + "2", "--listen", "127.0.0.1:0",
    ])
    #expect(start.code != 0 && start.output.contains("this machine has no group nosuchgroup"))
    try site.system(["Control group: \"\""])
    #expect(try server.ask("oper", "reload").contains("in force"))
    #expect(try ask() == 1)
  }

  @Test func `where a later worker cannot let the group in, it serves, and says so`() throws {
    let (site, server) = try Self.server(["Control group: \(Self.group)"])
    func ask() throws -> Int32 {
      try Self.run(groups: Self.number, ["status"], state: server.state).code
    }
    #expect(try ask() == 0)
    // Somebody gives the directory to a group of his own, which is not taken from it.
    chown(server.state, getuid(), 54_321)
    chmod(server.state, 0o750)
    server.killWorker()
    #expect(
      try server.log(until: "is kept out until a reload", seconds: 60).contains("would lose them"))
    #expect(try server.ask("oper", "status").contains("terminals"))
    #expect(try ask() == 1)
    #expect(try server.ask("oper", "reload").contains("stay as they were"))
    chmod(server.state, 0o700)
    #expect(try server.ask("oper", "reload").contains("in force"))
    #expect(try ask() == 0)
    withExtendedLifetime(site) {}
  }

  @Test func `members who crowd the socket, or stop in the middle, keep the owner from nothing`()
    throws
  {
    let (site, server) = try Self.server(["Control group: \(Self.group)"])
    // As many at once as a shell starts; each holds a half command until it is told to go.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    process.arguments = [
      "--reuid", Self.user, "--regid", Self.user, "--groups", Self.number,
      "/usr/bin/perl", "-MIO::Socket::UNIX", "-e",
      """
      $SIG{PIPE} = 'IGNORE'; my @all;
      for (1 .. 300) {
        my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "no socket";
        syswrite($s, $_ % 3 ? "#9 STA" : "STATUS\\n"); push @all, $s; shift @all if @all > 100;
      }
      print "ready\\n"; STDOUT->flush; <STDIN>;
      """, server.state + "/control.sock",
    ]
    let (given, told) = (Pipe(), Pipe())
    process.standardInput = given
    process.standardOutput = told
    try process.run()
    defer { process.terminate() }
    let ready = told.fileHandleForReading.readData(ofLength: 6)
    #expect(String(decoding: ready, as: UTF8.self) == "ready\n")
    let client = ControlClient(state: server.state)
    for _ in 0..<20 { #expect(client.ask("status")?.isFailed == false) }
    // One that dies with its command half sent is no harm.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(client.ask("status")?.isFailed == false)
    #expect(server.isRunning)
    withExtendedLifetime((site, given)) {}
  }
}
