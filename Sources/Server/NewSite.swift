public import Names
import Platform
import Syntax
import Tables

/// A site's first files, with comments that say what more there is: what `turnstile init` writes.
public struct NewSite: Sendable {
  /// An application of it.
  public struct Application: Sendable {
    /// Its name in the network.
    public let name: APPLID
    let host: HostTarget
    let summary: String

    /// - Parameters:
    ///   - name: its network name, and its session id.
    ///   - host: where it is.
    ///   - summary: what the menu says of it; up to 38 characters of one line.
    /// - Throws: what is wrong with a text, in words.
    public init(name: String, host: String, summary: String) throws(Fault) {
      guard let name = APPLID(name) else {
        throw Fault("\(Diagnostic.quoted(name)) is no name: 1 to 8 characters A-Z 0-9 $ # @")
      }
      guard let host = HostTarget(host) else {
        throw Fault("\(Diagnostic.quoted(host)) is no host: \(HostTarget.expected)")
      }
      guard summary.unicodeScalars.count <= Self.summaryLimit,
        !SourceText.hasControls(summary)
      else { throw Fault("a description has up to \(Self.summaryLimit) characters of one line") }
      (self.name, self.host, self.summary) = (name, host, summary)
    }

    /// Most characters of the menu's column.
    private static let summaryLimit = 38
  }

  /// Why there will be no site: a sentence for people.
  public struct Fault: Error, CustomStringConvertible {
    /// The sentence.
    public let description: String
    init(_ description: String) { self.description = description }
  }

  private let system: PackedName
  private let systemID: SystemID
  private let applications: [Application]
  private let hasPanels: Bool

  /// - Parameters:
  ///   - system: the system's name, for panels.
  ///   - systemID: its SMF ID.
  ///   - applications: the first ones; there may be none.
  ///   - hasPanels: whether all panels are written, and not the logon panel alone.
  /// - Throws: what is wrong with a text, in words.
  public init(
    system: String, systemID: String, applications: [Application], hasPanels: Bool
  ) throws(Fault) {
    guard let system = PackedName(system) else {
      throw Fault("\(Diagnostic.quoted(system)) is no name of a system: 1 to 8 letters and digits")
    }
    guard let id = SystemID(systemID) else {
      throw Fault("\(Diagnostic.quoted(systemID)) is no SMF ID: 1 to 4 letters and digits")
    }
    var names: Set<APPLID> = []
    if let twice = applications.first(where: { !names.insert($0.name).inserted }) {
      throw Fault("\(twice.name) is named twice")
    }
    (self.system, self.systemID) = (system, id)
    (self.applications, self.hasPanels) = (applications, hasPanels)
  }

  /// Writes the files below a directory, which is made where it is missing; returns their paths from
  /// there.
  /// - Throws: where there is a site already, or a file cannot be written.
  public func write(to directory: String) throws(Fault) -> [String] {
    for part in ["ACT", "Screens"] where Files.exists("\(directory)/\(part)") {
      throw Fault("\(directory)/\(part) is there already, and nothing was changed")
    }
    let files = files
    do throws(SystemError) {
      let folders = ["ACT"] + SiteFile.folders.map(\.path)
      for folder in folders { try Files.makeDirectory("\(directory)/\(folder)") }
      for (path, text) in files { try Files.write(Array(text.utf8), to: "\(directory)/\(path)") }
    } catch {
      throw Fault("\(error)")
    }
    return files.map(\.path)
  }

  private var files: [(path: String, text: String)] {
    var files: [(path: String, text: String)] = [
      (SiteFile.systemPath, systemText), ("ACT/Applications/README.txt", Self.applicationsText),
      ("ACT/Profiles/DEFAULT.yaml", Self.profileText), ("ACT/Users/README.txt", Self.usersText),
      ("Screens/README.txt", Self.screensText),
    ]
    for (index, application) in applications.enumerated() {
      files.append(
        ("ACT/Applications/\(application.name).yaml", text(application, 10 * (index + 1))))
    }
    let panels = BuiltInPanels.all.filter { hasPanels || $0.path == Self.logonPanel }
    return files + panels.map { (path: $0.path, text: $0.text) }
  }

  private static let logonPanel = "Screens/TEN0003.panel"

  private var systemText: String {
    """
    # Options of the whole system. turnstile manual fields lists all labels, and
    # turnstile explain "Menu key" tells what one means. A saved file counts at once.
    System name:                \(quoted(system.text))
    SMF id:                     \(quoted(systemID.description))
    Logo news 1:                ""      # two lines of news on the logon panel

    Menu key:                   PF24    # from a session back to the menu
    Jump key:                   PF23    # to the next live session
    Command key:                PF12
    Command character:          /

    Stage 1 Timeout:            0       # minutes without a key; 0: never
    Stage 1 Option:             L       # L locks, F signs off, K disconnects

    # TLS certificate:          server.pem
    # TLS key:                  server.key
    # Allow cleartext passwords: N

    """
  }

  private func text(_ application: Application, _ position: Int) -> String {
    """
    # An application, and its session on the menu.
    Application-ID:             \(quoted(application.name.description))
    Host:                       \(quoted(application.host.description))
    Session description:        \(quoted(application.summary))
    Menu position:              \(position)

    # A PassTicket signs the user on; its key is defined with turnstile racf.
    # Generate Pass Ticket:     Y
    # Pass Ticket prof name:    TSO\(systemID)
    # Session data:             "&USERID/&PSWD"

    # Only who is in a group of the security manager, or may read a resource, has it:
    # Groups:                   PAYROLL
    # Permission:               \(application.name)

    """
  }

  /// A text as YAML reads it back, whatever stands in it.
  private func quoted(_ text: String) -> String {
    "\""
      + text.map { character in
        character == "\"" || character == "\\" ? "\\\(character)" : "\(character)"
      }.joined() + "\""
  }

  private static let applicationsText = """
    Each application is a file here, NAME.yaml:

        Application-ID:             TSO
        Host:                       tn3270s://mvs.example:992
        Session description:        TSO production

    Its menu line is there as soon as the file is saved. turnstile check tells what is wrong with
    a file, and turnstile manual fields what more it may say.

    """

  private static let profileText = """
    # The profile DEFAULT is everybody's, below all other profiles. A further profile is a file
    # beside this one; a user's file names it (Profile: DEVS), or a group opens it (Groups: DEVS in
    # that file).
    Transfer option:            ""      # the system's; ASK, ANY, HOLD, MULT or NONE
    # Sessions:                 TSO,CICS
    # Session options:
    #   TSO:
    #     Session key:          PF13

    """

  private static let usersText = """
    A user needs no file: profiles and groups say what the user has. Where one user differs, it is
    in USERID.yaml here:

        Profile:                    DEVS,OPS
        Operator:                   Y

    Passwords are the security manager's: turnstile racf 'ADDUSER BOB PASSWORD(...)'.

    """

  private static let screensText = """
    Panels of the site. Those that are not here are the program's own. TEN0003 is the logon panel,
    which sites change first; turnstile init --panels writes all of them into a new directory, and
    turnstile manual panels tells their variables.

    """
}
