import Foundation

/// A site of a test's own: the demonstration's, with more applications.
public final class TestSite: Sendable {
  private let folder: TemporaryFolder
  /// Its directory, with ACT/ and Screens/.
  public var path: String { folder.path }

  /// Copies the demonstration site.
  public init() throws {
    folder = try TemporaryFolder()
    for name in ["ACT", "Screens"] {
      try FileManager.default.copyItem(
        atPath: Repository.root.appending(path: name).resolvingSymlinksInPath().path(),
        toPath: folder.path + "/" + name)
    }
  }

  /// Writes an application's file; `lines` are its labels besides Application-ID and Host.
  public func application(_ name: String, host: String, _ lines: [String] = []) throws {
    let text = ["Application-ID: \(name)", "Host: \(host)"] + lines + [""]
    try folder.write(text.joined(separator: "\n"), to: "ACT/Applications/\(name).yaml")
  }

  /// Writes a file, by its path from the site's directory.
  public func write(_ file: String, _ text: String) throws {
    let place = (path as NSString).appendingPathComponent(file) as NSString
    try FileManager.default.createDirectory(
      atPath: place.deletingLastPathComponent, withIntermediateDirectories: true)
    try folder.write(text, to: file)
  }

  /// What a file has.
  public func read(_ file: String) throws -> String {
    try String(contentsOfFile: path + "/" + file, encoding: .utf8)
  }

  /// Sets labels of System.yaml.
  public func system(_ lines: [String]) throws {
    let file = folder.path + "/ACT/System.yaml"
    let labels = Set(lines.compactMap { $0.split(separator: ":").first })
    let kept = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").filter {
      !labels.contains($0.prefix { $0 != ":" })
    }
    let text = kept.map(String.init) + lines
    try folder.write(text.joined(separator: "\n") + "\n", to: "ACT/System.yaml")
  }

  /// Replaces text in one of its files.
  public func replace(_ text: String, with other: String, in file: String) throws {
    let old = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
    try folder.write(old.replacingOccurrences(of: text, with: other), to: file)
  }
}
