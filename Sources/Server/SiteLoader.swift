import AdminSession
import DemoApplications
import Names
import OperatorSession
public import Panels
import Platform
public import SessionEngine
public import Syntax
import Tables
import ViewSession

/// Reads a site's directory: ACT/ and Screens/. The server's start, its reload and `turnstile check`
/// all come here, so that what one of them accepts the others do.
public enum SiteLoader {
  /// What the files are read for.
  enum Moment {
    /// To look at the tables alone, perhaps on another machine.
    case tables
    /// To say what a server would say that starts here.
    case check
    /// To start a server here: what System.yaml names must be here too.
    case start
    /// The server runs, and its crypto cards with it.
    case reload
  }

  /// What came of it: a site where there was no error, and every fault that was found.
  public struct Result: Sendable {
    /// The site; nil where there is an error.
    public let site: Site?
    /// Every fault, in the order of the files.
    public let faults: [Diagnostic]
    /// The files, so that a fault can show its line.
    public let sources: [String: SourceText]
    /// Number of files that were read.
    public let fileCount: Int
    /// What this machine says of the control group; nil where none is named, or nobody asked.
    let controlGroup: MachineGroup?

    /// Most faults that are told at once.
    static let faultLimit = 1000

    /// The faults as people read them.
    public var rendered: [String] {
      let shown = faults.prefix(Self.faultLimit).map { $0.rendered(sources[$0.path]) }
      let rest = faults.count - shown.count
      return shown + (rest > 0 ? ["and \(rest) more"] : [])
    }

    /// Number of errors.
    public var errorCount: Int { faults.count { $0.severity == .error } }
    /// Number of warnings.
    public var warningCount: Int { faults.count { $0.severity == .warning } }
  }

  /// What the panels of the server and of its applications must have, and may have.
  public static let panelContracts =
    Site.panelContracts + DemoScreens.panelContracts
    + OperatorScreen.panelContracts + AdminScreens.panelContracts + ViewScreen.panelContracts

  /// The tables of a site, whatever machine this is.
  public static func load(_ directory: String) -> Result {
    load(SiteFiles(directory), directory, moment: .tables)
  }

  /// What a server would say that starts here.
  public static func check(_ directory: String) -> Result {
    load(SiteFiles(directory), directory, moment: .check)
  }

  static func load(_ files: SiteFiles, _ directory: String, moment: Moment) -> Result {
    var faults = files.faults
    let (tables, tableFaults) = TableLoader.load(Crew.map(files.tables, FileReading.init))
    faults += tableFaults
    let loaded = PanelLibrary.load(
      BuiltInPanels.completing(files.screens), contracts: panelContracts)
    let panels = loaded.panels
    faults += loaded.faults
    var group: MachineGroup?
    let sources = Dictionary((files.tables + files.screens).map { ($0.path, $0) }) { $1 }
    if let tables {
      if tables.sessions.isEmpty, files.parts.contains("ACT/Applications") {
        faults.append(
          Diagnostic(
            "ACT/Applications", at: nil, says: "no application is defined, so all menus are empty",
            note: "turnstile manual fields tells what a file of it says", severity: .warning))
      }
      if let panels { faults += cut(tables, panels, sources: sources) }
      if moment != .tables {
        group = tables.system.controlGroup.map(MachineGroup.look)
        faults += SiteMachine(directory, tables, sources: sources).faults(moment, group: group)
      }
    }
    var site: Site?
    if !faults.contains(where: { $0.severity == .error }), let tables, let panels {
      site = Site(tables: tables, panels: panels)
    }
    return Result(
      site: site, faults: faults, sources: sources, fileCount: files.count, controlGroup: group)
  }

  /// Descriptions that are longer than the menu's column.
  private static func cut(
    _ tables: SiteTables, _ panels: PanelLibrary, sources: [String: SourceText]
  ) -> [Diagnostic] {
    guard let menu = PanelName("TEN0041"), let width = panels[menu]?.width(of: "DESC") else {
      return []
    }
    return tables.sessions.compactMap { session in
      let length = session.entry.summary.unicodeScalars.count
      guard length > width, let source = sources[session.path] else { return nil }
      return Diagnostic(
        session.path, at: source.place(of: "Session description"),
        says: "the menu shows \(width) of these \(length) characters", note: "shorten it",
        severity: .warning)
    }
  }
}
