public import Names
public import Syntax

/// All panels of a site: immutable; a change makes another.
public final class PanelLibrary: Sendable {
  private let panels: [PanelName: Panel]

  private init(_ panels: [PanelName: Panel]) { self.panels = panels }

  /// Reads panel sources; a library only where none has a fault.
  /// - Parameter required: panels that the server shows, which must be there.
  public static func load(
    _ files: [SourceText], required: [PanelName]
  ) -> (panels: PanelLibrary?, faults: [Diagnostic]) {
    var panels: [PanelName: Panel] = [:]
    var faults: [Diagnostic] = []
    var broken: Set<String> = []
    for file in files {
      let (panel, problems) = PanelParser.parse(file)
      faults += problems
      if let panel { panels[panel.name] = panel } else { broken.insert(file.name.uppercased()) }
    }
    for name in required where panels[name] == nil && !broken.contains(name.description) {
      faults.append(
        Diagnostic(
          "Screens/\(name).panel", nil, "the panel is missing",
          note: "the server shows it; copy it from the demonstration site"))
    }
    for panel in panels.values.sorted(by: { $0.name < $1.name }) {
      if let help = panel.help, panels[help] == nil, !broken.contains(help.description) {
        faults.append(
          Diagnostic(
            "Screens/\(panel.name).panel", nil, ")HELP names \(help), which is no panel",
            note: Suggestion.closest(to: help.description, among: panels.keys.map(\.description))
              .map { "did you mean \($0)?" }))
      }
    }
    return (faults.isEmpty ? PanelLibrary(panels) : nil, faults)
  }

  public subscript(_ name: PanelName) -> Panel? { panels[name] }

  /// Names of all panels, in order.
  public var names: [PanelName] { panels.keys.sorted() }
}
