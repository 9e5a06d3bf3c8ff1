public import Names
public import Syntax

/// All panels of a site: immutable; a change makes another.
public final class PanelLibrary: Sendable {
  private let panels: [PanelName: Panel]

  private init(_ panels: [PanelName: Panel]) { self.panels = panels }

  /// Reads panel sources; a library only where none has an error.
  ///
  /// `contracts`: panels that the server shows, which must be there, with what each must
  /// and may have.
  public static func load(
    _ files: [SourceText], contracts: [PanelContract]
  ) -> (panels: PanelLibrary?, faults: [Diagnostic]) {
    var panels: [PanelName: Panel] = [:]
    var faults: [Diagnostic] = []
    var broken: Set<String> = []
    for file in files {
      let (panel, problems) = PanelParser.parse(file)
      faults += problems
      guard let panel else {
        broken.insert(file.name.uppercased())
        continue
      }
      if let other = panels.updateValue(panel, forKey: panel.name) {
        faults.append(
          Diagnostic(
            file.path, at: nil, says: "panel \(panel.name) is there twice",
            note: "also in \(other.path)"))
      }
    }
    for contract in contracts
    where panels[contract.panel] == nil && !broken.contains(contract.panel.description) {
      faults.append(
        Diagnostic(
          "Screens/\(contract.panel).panel", at: nil, says: "the panel is missing",
          note: "the server shows it; copy it from the demonstration site"))
    }
    let sorted = panels.values.sorted { $0.name < $1.name }
    for panel in sorted {
      if let help = panel.help, panels[help] == nil, !broken.contains(help.description) {
        faults.append(
          Diagnostic(
            panel.path, at: nil, says: ")HELP names \(help), which is no panel",
            note: Suggestion.closest(to: help.description, among: panels.keys.map(\.description))
              .map { "did you mean \($0)?" }))
      }
    }
    let known = byPanel(contracts, panels)
    for panel in sorted {
      if let contract = known[panel.name] {
        faults += contract.faults(of: panel)
        panels[panel.name] = Panel(panel, of: contract)
      } else if !contracts.isEmpty {
        faults.append(
          Diagnostic(
            panel.path, at: nil, says: "the server shows no panel \(panel.name)",
            note: "the file has no effect",
            severity: .warning))
      }
    }
    let isBroken = faults.contains { $0.severity == .error }
    return (isBroken ? nil : PanelLibrary(panels), faults)
  }

  /// The contract of each panel; a panel that `)HELP` names has that of the help it stands in for.
  private static func byPanel(
    _ contracts: [PanelContract], _ panels: [PanelName: Panel]
  ) -> [PanelName: PanelContract] {
    var known = Dictionary(contracts.map { ($0.panel, $0) }) { first, _ in first }
    for contract in contracts {
      guard let own = contract.help.flatMap({ known[$0] }),
        let other = panels[contract.panel]?.help, known[other] == nil
      else { continue }
      known[other] = own.of(other)
    }
    return known
  }

  /// The panel of a name; nil where there is none.
  public subscript(_ name: PanelName) -> Panel? { panels[name] }

  /// Names of all panels, in order.
  public var names: [PanelName] { panels.keys.sorted() }
}
