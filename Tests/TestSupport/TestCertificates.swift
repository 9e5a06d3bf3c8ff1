public import Foundation

/// Certificates of a test authority, made by the `openssl` command once for all tests.
public struct TestCertificates: Sendable {
  /// All tests share them, since making them takes a second.
  public static let shared = Result { try TestCertificates() }

  private static let home = FileManager.default.temporaryDirectory
    .appending(path: "tls-\(UUID().uuidString)")

  /// Where their files are.
  public let folder: URL

  /// Path of one of the files, as `host.pem`.
  public func path(_ name: String) -> String { folder.appending(path: name).path }

  private init() throws {
    folder = Self.home
    atexit { try? FileManager.default.removeItem(at: TestCertificates.home) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["ca", "other-ca"] {
      try openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key"
          + " -out \(name).pem -days 30 -subj /CN=\(name)")
    }
    try "subjectAltName=DNS:host.example,DNS:*.wild.example,IP:127.0.0.1\n"
      .write(to: folder.appending(path: "names.ext"), atomically: true, encoding: .utf8)
    for (name, days) in [("host", 30), ("expired", -1)] {
      try openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key"
          + " -out \(name).csr -subj /CN=host.example")
      try openssl(
        "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days)"
          + " -extfile names.ext -out \(name).pem")
    }
    try openssl("ec -in host.key -aes256 -passout pass:word -out locked.key")
    try "no certificate\n"
      .write(to: folder.appending(path: "text.pem"), atomically: true, encoding: .utf8)
  }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  }
}
