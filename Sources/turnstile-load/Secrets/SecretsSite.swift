import Platform

/// The site whose users, hosts and keys the secrets are planted in.
struct SecretsSite {
  let site: MeasuredSite
  /// Where the secrets go in that are given on standard input. It is not the server's.
  private var inputs: String { site.folder + "/inputs" }

  static let session = "PLAIN"
  static let ticketSession = "TICKET"
  private static let profile = "PLANTPRF"

  static func user(_ number: Int) -> String { "P\(number)" }

  /// - `users`: how many sign on; each has a password of a deck's.
  init(
    panelsOf folder: String, host: PlantHost, users: Int, planting secrets: PlantedSecrets
  ) throws {
    site = try MeasuredSite(panelsOf: folder, host: host.address, sessions: 1)
    do {
      try Files.makeDirectory(inputs)
      _ = try site.addCertificate()
      try write(
        application(Self.session, host) + "Session description: A host that asks for secrets\n",
        to: "ACT/Applications/\(Self.session).yaml")
      try write(
        application(Self.ticketSession, host) + """
          Generate Pass Ticket: Y
          Pass Ticket prof name: \(Self.profile)
          Type session data: Y
          Session data: "&USERID/&PSWD"

          """, to: "ACT/Applications/\(Self.ticketSession).yaml")
      try Files.makeDirectory(site.folder + "/ACT/Security")
      try write(deck(users: users, secrets), to: "ACT/Security/PLANT.racf")
    } catch {
      site.remove()
      throw error
    }
  }

  private func application(_ name: String, _ host: PlantHost) -> String {
    "Application-ID: \(name)\nHost: tn3270://\(host.address)\nConnect timeout: 20\n"
  }

  private func deck(users: Int, _ secrets: PlantedSecrets) -> String {
    (0..<users).map {
      "ADDUSER \(Self.user($0)) PASSWORD(\(secrets.password(.deckPassword, $0))) NOEXPIRED\n"
    }.joined() + """
      RDEFINE PTKTDATA \(Self.profile) SSIGNON(KEYMASKED(\(secrets.key(.maskedKey, users))))
      RDEFINE PTKTDATA IRRPTAUTH.*.* UACC(NONE)
      SETROPTS CLASSACT(PTKTDATA) RACLIST(PTKTDATA)
      SETROPTS RACLIST(PTKTDATA) REFRESH

      """
  }

  /// Gives keys to the running server, in decks.
  func enterKeys(_ count: Int, _ secrets: PlantedSecrets, to program: String) throws {
    let racf = (0..<count).map {
      "RDEFINE PTKTDATA K\($0) SSIGNON(KEYMASKED(\(secrets.key(.maskedKey, $0))))\n"
    }
    let kgup = (0..<count).map {
      "ADD LABEL(K\($0).KEY) TYPE(DATA) CLEAR KEY(\(secrets.key(.clearKey, $0)))\n"
    }
    let access = [
      "PERMIT IRRPTAUTH.*.* CLASS(PTKTDATA) ID(\(MeasuredSite.user)) ACCESS(UPDATE)\n",
      "SETROPTS RACLIST(PTKTDATA) REFRESH\n",
    ]
    // The last of each is one that is refused: its echo and its log line count as well.
    _ = try run(
      program, ["racf"],
      input: (racf + access).joined()
        + "RDEFINE NOCLASS X SSIGNON(KEYMASKED(\(secrets.key(.maskedKey, -2))))\n")
    _ = try run(
      program, ["kgup"],
      input: kgup.joined()
        + "ADD LABEL(K0.KEY) TYPE(DATA) CLEAR KEY(\(secrets.key(.clearKey, -2)))\n")
  }

  /// Has tickets made and evaluated, and keys carried out.
  func askForTickets(_ count: Int, _ secrets: PlantedSecrets, of program: String) throws {
    for number in 0..<count {
      let words = ["--user", Self.user(number), "--appl", Self.profile, "--as", MeasuredSite.user]
      let made = try run(program, ["ticket", "generate"] + words, input: "")
      guard let ticket = made.split(separator: "\n").first, ticket.count == 8 else {
        throw MeasureFault(description: "no ticket was made: \(made)")
      }
      secrets.add(.askedTicket, String(ticket))
      for _ in 0..<2 { _ = try run(program, ["ticket", "evaluate"] + words, input: "\(ticket)\n") }
      let phrase = secrets.phrase(.passPhrase, number)
      _ = try run(
        program, ["keys", "export", inputs + "/keys\(number)", "K\(number).KEY"],
        input: phrase + "\n")
    }
  }

  /// What a command says that reads standard input.
  private func run(_ program: String, _ words: [String], input: String) throws -> String {
    let file = inputs + "/input"
    try Files.write(Array(input.utf8), to: file)
    defer { try? Files.remove(file) }
    let shell = try ChildProcess(
      "sh",
      ["-c", "input=$1; shift; exec \"$@\" <\"$input\"", "sh", file, program] + words
        + ["--state", site.state])
    return shell.readAll(milliseconds: OwnPrograms.patience)
  }

  private func write(_ text: String, to name: String) throws(SystemError) {
    try Files.write(Array(text.utf8), to: site.folder + "/" + name)
  }
}
