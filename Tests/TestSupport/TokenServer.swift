import Foundation

/// A SoftHSM token behind p11-kit, as a crypto card that can be pulled.
public final class TokenServer {
  private let folder: TemporaryFolder
  /// What a program needs to find it.
  public private(set) var environment: [String: String] = [:]

  /// Makes a token, and puts the card in.
  public init() throws {
    folder = try TemporaryFolder()
    try start()
  }

  deinit { _ = try? run("stop") }

  /// Where the card is, as System.yaml names it.
  public var address: String { get throws { try address("pkcs11/p11-kit-client.so") } }

  /// The same token without p11-kit between: it cannot be pulled.
  public var directAddress: String { get throws { try address("libsofthsm2.so") } }

  private func address(_ module: String) throws -> String {
    let found = try FileManager.default.subpathsOfDirectory(atPath: "/usr/lib")
      .first { $0.hasSuffix(module) }
    guard let found else { throw CocoaError(.fileNoSuchFile) }
    return "pkcs11:token=CARD?module-path=/usr/lib/\(found)&pin-source=file:\(folder.path)/pin"
  }

  /// Puts the card in.
  public func start() throws {
    environment["SOFTHSM2_CONF"] = folder.path + "/softhsm2.conf"
    for line in try run("start").split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { environment[parts[0]] = parts[1] }
    }
  }

  /// Pulls the card.
  public func stop() throws { try run("stop") }
  /// The card does not answer any more, until `resume`.
  public func hang() throws { try run("hang") }
  /// The card answers again.
  public func resume() throws { try run("resume") }

  @discardableResult
  private func run(_ verb: String) throws -> String {
    let process = Process()
    process.executableURL = Repository.root.appending(path: ".ci/card")
    process.arguments = [folder.path, verb]
    let file = folder.path + "/output-" + verb
    _ = FileManager.default.createFile(atPath: file, contents: nil)
    process.standardOutput = FileHandle(forWritingAtPath: file)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return try String(contentsOfFile: file, encoding: .utf8)
  }
}
