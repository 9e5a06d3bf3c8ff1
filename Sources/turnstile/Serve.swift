import ArgumentParser
import Names
import Platform
import Server

/// `turnstile serve`: the server.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve terminals (the default).",
    discussion: """
      On the first start a user and the demonstration's keys are made. Without \
      --first-password-file the password is made at random and shown once.
      """)

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Option(help: "Address and port to listen on; may be given several times.")
  var listen: [String] = []
  @Option(help: "Address and port for terminals that connect with TLS; needs TLS certificate.")
  var listenTls: [String] = []
  @Option(
    help: "Threads that serve terminals; as many as there are cores, unless it is said.")
  var shards: Int?
  @Option(help: "Name of the first user, when the database is new (default: ADMIN).")
  var firstUser: String?
  @Option(help: "File with the first user's password.")
  var firstPasswordFile: String?

  mutating func run() throws {
    var configuration = Server.Configuration()
    configuration.site = site.site
    configuration.state = state.state
    let isDefault = listen.isEmpty && listenTls.isEmpty
    configuration.addresses = try (isDefault ? ["127.0.0.1:2323"] : listen).map(address)
    configuration.secureAddresses = try listenTls.map(address)
    if let shards {
      guard (1...Server.shardLimit).contains(shards) else {
        throw ValidationError("'\(shards)' shards; expected 1 to \(Server.shardLimit).")
      }
      configuration.shards = shards
    }
    if let firstUser {
      guard let user = UserID(firstUser) else {
        throw ValidationError("'\(firstUser)' is no user id; expected 1 to 8 of A-Z 0-9 $ # @.")
      }
      configuration.firstUser = user
    }
    configuration.firstPasswordFile = firstPasswordFile
    do {
      try Server.run(configuration) { Output.line($0) }
    } catch {
      for line in error.lines { Output.error(line) }
      throw ExitCode(1)
    }
  }

  private func address(_ text: String) throws -> SocketAddress {
    guard let address = SocketAddress(text) else {
      throw ValidationError("'\(text)' is no address to listen on; expected HOST:PORT.")
    }
    return address
  }
}
