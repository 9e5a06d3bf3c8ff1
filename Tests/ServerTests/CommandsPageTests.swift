import Server
import SessionEngine
import Testing

@Suite struct CommandsPageTests {
  @Test func `the page says what is ours`() {
    let parts = CommandsPage.markdown().split(separator: "\n# The operator's console\n")
    let page = parts[0]
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(rows.allSatisfy { $0.split(separator: "|").count == 3 })
    for command in ["KEYMASKED(*)", "TYPE(MAC)", "D ICSF,MKS", "S CSF"] {
      #expect(rows.contains { $0.contains(command) && $0.hasSuffix("| ours |") }, "\(command)")
    }
    #expect(page.contains("SETROPTS (SETR)") && page.hasSuffix("HELP (H).\n"))
    // The console's part has a row for each word that people type.
    let others = parts[1].split(separator: "\n# Commands on the menu\n")
    let console = others[0].split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(console.count == OperatorVerb.typed.count)
    #expect(console.contains { $0.hasPrefix("| CANCEL USER ") && $0.hasSuffix("| yes |") })
    let users = others[1].split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(users.count == CommandHelp.all.count)
    #expect(
      users.contains(
        "| LOCATE text | LOC | show the first line of the menu that has the text |"))
  }
}
