/// The manual's page of panels: what may stand in each, from the contracts that check them.
public enum PanelsPage {
  /// All panels and their variables, as Markdown.
  public static func markdown(_ contracts: [PanelContract]) -> String {
    var page = """
      # Panels

      Each panel is a file of `Screens/`. Its sections are ISPF's `)ATTR`, `)BODY`, `)MODEL` (the \
      line of a list), `)INIT` (`.CURSOR`, `.ZVARS`), `)HELP` and `)END`, and `)FOOT`, which is \
      ours: lines at the bottom of the screen. `)ATTR` gives a character its field: \
      `TYPE(TEXT|OUTPUT|INPUT)`, `INTENS(HIGH|LOW|NON)`, `COLOR`, `HILITE`, `JUST`, `CAPS`, \
      `SKIP`; ours are `LENGTH(n)`, a field of n cells which goes on in the next line, and \
      `END(c)`, a character behind its last cell. What `)HELP` names is shown by PF1 and has the \
      variables of the help that it stands in for.

      Where a text is a fault, a remark, or tells that all is well, it is red, yellow or green in \
      place of its own colour; without colours the first two are bright.


      """
    for contract in contracts.sorted(by: { $0.panel < $1.panel }) {
      page += "## \(contract.panel)\n\n"
      guard !contract.variables.isEmpty else {
        page += "No variables.\n\n"
        continue
      }
      page += "| variable | what | cells | |\n|---|---|---|---|\n"
      for variable in contract.variables.sorted(by: { $0.name < $1.name }) {
        page +=
          "| \(variable.name) | \(words(variable)) | "
          + (variable.width == 0 ? "" : "\(variable.width)") + " | "
          + (variable.isNeeded ? "needed" : "") + " |\n"
      }
      page += "\n"
    }
    return page
  }

  private static func words(_ variable: PanelVariable) -> String {
    let place = variable.isInList ? ", in the list" : ""
    return switch variable.role {
    case .shown: "shown" + place
    case .typed(true): "typed unseen" + place
    case .typed(false): "typed" + place
    }
  }
}
