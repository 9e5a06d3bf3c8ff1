public import Syntax

/// Scripts that come with the program, for systems that many sites have: a site copies one to `ACT/Scripts`
/// and makes it its own.
///
/// They are the files of the folder `Ready` beside this file, which the build embeds.
public enum ReadyScripts {
  /// A script and what it is for: its first line says so.
  public struct Entry: Sendable {
    /// Its text, under the name that it has in `ACT/Scripts`.
    public let source: SourceText
    /// What it logs on to.
    public let meaning: String

    fileprivate init(_ name: String, _ bytes: [UInt8]) {
      source = SourceText(path: "\(name).acl", bytes: bytes)
      meaning = String((source.lines.first ?? "").drop { $0 == "*" || $0 == " " })
    }
  }

  /// All of them, by name.
  public static let all = [
    Entry("CICS", PackageResources.CICS_acl), Entry("IMS", PackageResources.IMS_acl),
    Entry("MVS38", PackageResources.MVS38_acl), Entry("TSO", PackageResources.TSO_acl),
    Entry("VM", PackageResources.VM_acl),
  ]

  /// The script of a name, in either case.
  public static func named(_ name: String) -> Entry? {
    all.first { $0.source.name == name.uppercased() }
  }
}
