import Server
import Testing

@Suite struct CommandsPageTests {
  @Test func `the page says what is ours`() {
    let page = CommandsPage.markdown()
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(rows.allSatisfy { $0.split(separator: "|").count == 3 })
    for command in ["KEYMASKED(*)", "TYPE(MAC)", "D ICSF,MKS", "S CSF"] {
      #expect(rows.contains { $0.contains(command) && $0.hasSuffix("| ours |") }, "\(command)")
    }
    #expect(page.hasSuffix("SETROPTS (SETR).\n"))
  }
}
