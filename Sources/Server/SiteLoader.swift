import DemoApplications
public import Panels
import Platform
public import SessionEngine
public import Syntax
import Tables

/// Reads a site's directory: ACT/ and Screens/.
public enum SiteLoader {
  /// What came of it: a site where there was no error, and every fault that was found.
  public struct Result: Sendable {
    public let site: Site?
    public let faults: [Diagnostic]
    /// The files, so that a fault can show its line.
    public let sources: [String: SourceText]
    public let fileCount: Int

    /// The faults as people read them.
    public var rendered: [String] {
      faults.map { $0.rendered(sources[$0.path]) }
    }

    public var errorCount: Int { faults.count { $0.severity == .error } }
  }

  /// Folders that a site may do without.
  private static let otherFolders = ["ACT/Masks", "ACT/Profiles", "ACT/Users"]

  /// What the panels of the server and of its applications must have, and may have.
  public static let panelContracts = Site.panelContracts + DemoScreens.panelContracts

  /// Directories of a site that are watched for changes.
  public static func directories(_ site: String) -> [String] {
    ["\(site)/ACT", "\(site)/ACT/Applications", "\(site)/Screens"]
      + otherFolders.map { "\(site)/\($0)" }.filter { Files.exists($0) }
  }

  public static func load(_ directory: String) -> Result {
    var faults: [Diagnostic] = []
    var tables = read(directory, "ACT", suffix: ".yaml", &faults)
    tables += read(directory, "ACT/Applications", suffix: ".yaml", &faults)
    for folder in otherFolders where Files.exists("\(directory)/\(folder)") {
      tables += read(directory, folder, suffix: ".yaml", &faults)
    }
    let screens = read(directory, "Screens", suffix: ".panel", &faults)
    let (loaded, tableFaults) = TableLoader.load(tables)
    let (panels, panelFaults) = PanelLibrary.load(screens, contracts: panelContracts)
    faults += tableFaults + panelFaults
    let hasErrors = faults.contains { $0.severity == .error }
    var site: Site?
    if !hasErrors, let loaded, let panels { site = Site(tables: loaded, panels: panels) }
    return Result(
      site: site, faults: faults,
      sources: Dictionary((tables + screens).map { ($0.path, $0) }) { first, _ in first },
      fileCount: tables.count + screens.count)
  }

  private static func read(
    _ site: String, _ folder: String, suffix: String, _ faults: inout [Diagnostic]
  ) -> [SourceText] {
    let names: [String]
    do {
      names = try Files.list("\(site)/\(folder)", suffix: suffix)
    } catch {
      faults.append(
        Diagnostic(
          folder, nil, "the folder cannot be read: \(error.reason)",
          note: "--site names the directory that holds ACT and Screens"))
      return []
    }
    var sources: [SourceText] = []
    for name in names {
      let path = "\(folder)/\(name)"
      do {
        let bytes = try Files.read("\(site)/\(path)", limit: SourceText.sizeLimit)
        sources.append(SourceText(path: path, text: String(decoding: bytes, as: UTF8.self)))
      } catch {
        faults.append(Diagnostic(path, nil, "the file cannot be read: \(error.reason)"))
      }
    }
    return sources
  }
}
