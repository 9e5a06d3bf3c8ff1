import Platform

/// A site to measure relays with: the panels of another site, and sessions that all lead to one host.
struct MeasuredSite {
  /// Where everything lies.
  let folder: String
  /// The user that signs on at every terminal.
  static let user = "LOAD"
  static let password = "LOADPASS"
  static let menuKey = "PF24"
  static let jumpKey = "PF23"

  /// Largest file of a site that is copied.
  private static let fileLimit = 1 << 20

  var passwordFile: String { folder + "/password" }
  var state: String { folder + "/state" }

  /// Names of the sessions of one user.
  static func sessions(_ count: Int) -> [String] { (1...max(1, count)).map { "R\($0)" } }

  /// Writes the site into a directory of its own.
  ///
  /// - `sessions`: how many each user may start; all lead to `host`.
  /// - `users`: how many users the server makes at its first start, `LOAD1` and on, besides the first.
  init(
    panelsOf site: String, host: SocketAddress, sessions: Int, users: Int = 0
  ) throws(SystemError) {
    folder = try Files.temporaryDirectory("turnstile-load")
    do {
      try Files.makeDirectory(folder + "/Screens")
      for name in try Files.list(site + "/Screens", suffix: ".panel") {
        let panel = try Files.read(site + "/Screens/" + name, limit: Self.fileLimit)
        try Files.write(panel, to: folder + "/Screens/" + name)
      }
      try Files.makeDirectory(folder + "/ACT/Applications")
      try write(
        """
        Menu key: \(Self.menuKey)
        Jump key: \(Self.jumpKey)
        Transfer option: MULT
        LOGO Timeout: 20

        """, to: "ACT/System.yaml")
      for name in Self.sessions(sessions) {
        try write(
          """
          Application-ID: \(name)
          Host: tn3270://\(host)
          Session description: Relay to the measured host
          Connect timeout: 20

          """, to: "ACT/Applications/\(name).yaml")
      }
      try write(Self.password + "\n", to: "password")
      if users > 0 { try addUsers((1...users).map { "\(Self.user)\($0)" }) }
    } catch {
      Files.removeTree(folder)
      throw error
    }
  }

  /// Adds what an attack needs: a certificate, a session to the host that attacks, and users and
  /// guests of their own (the server makes them at its first start).
  func addAttack(host: SocketAddress, users: Int, guests: Int) throws {
    try write(
      """
      Application-ID: BAD
      Host: tn3270://\(host)
      Connect timeout: 5

      """, to: "ACT/Applications/BAD.yaml")
    try makeCertificate()
    try write(
      """
      Menu key: \(Self.menuKey)
      Jump key: \(Self.jumpKey)
      Transfer option: MULT
      TLS certificate: \(folder)/certificate.pem
      TLS key: \(folder)/key.pem

      """, to: "ACT/System.yaml")
    try addUsers((1...users).map { "LOAD\($0)" } + (1...max(1, guests)).map { "GUEST\($0)" })
  }

  private func addUsers(_ names: [String]) throws(SystemError) {
    try Files.makeDirectory(folder + "/ACT/Security")
    let deck = names.map { "ADDUSER \($0) PASSWORD(\(Self.password)) NOEXPIRED\n" }.joined()
    try write(deck, to: "ACT/Security/USERS.racf")
  }

  /// Adds a certificate, and says where it is.
  /// - Returns: a file with the certificate and its key.
  func addCertificate() throws -> String {
    try makeCertificate()
    try write(
      """
      Menu key: \(Self.menuKey)
      Jump key: \(Self.jumpKey)
      Transfer option: MULT
      LOGO Timeout: 20
      TLS certificate: \(folder)/certificate.pem
      TLS key: \(folder)/key.pem

      """, to: "ACT/System.yaml")
    let both =
      try Files.read(folder + "/certificate.pem", limit: Self.fileLimit)
      + Files.read(folder + "/key.pem", limit: Self.fileLimit)
    try Files.write(both, to: folder + "/both.pem")
    return folder + "/both.pem"
  }

  private func makeCertificate() throws {
    let maker = try ChildProcess(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        + ["-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem"])
    guard maker.finish() == 0 else {
      throw MeasureFault(description: "openssl made no certificate")
    }
  }

  private func write(_ text: String, to name: String) throws(SystemError) {
    try Files.write(Array(text.utf8), to: folder + "/" + name)
  }

  /// Gives the first session another description, so that the running server reloads its tables.
  func describe(_ text: String) throws(SystemError) {
    let name = "ACT/Applications/\(Self.sessions(1)[0]).yaml"
    let lines = String(
      decoding: try Files.read(folder + "/" + name, limit: Self.fileLimit), as: UTF8.self
    ).split(separator: "\n").map { line in
      line.hasPrefix("Session description:") ? "Session description: \(text)" : String(line)
    }
    try write(lines.joined(separator: "\n") + "\n", to: name)
  }

  /// Removes all of it.
  func remove() { Files.removeTree(folder) }
}
