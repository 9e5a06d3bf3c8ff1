import Syntax
import Tables
import Testing

/// Texts that terminals cannot show.
@Suite struct ShownTextTests {
  @Test func `a description with characters that no terminal has is told, and taken`() throws {
    let text =
      "Application-ID: A\nHost: builtin:cics\nSession description: 100 \u{20AC} \u{2013} all\n"
    let file = SourceText(path: "ACT/Applications/A.yaml", text: text)
    let (tables, faults) = TableLoader.load([file])
    #expect(tables != nil)
    #expect(faults.map(\.severity) == [.warning])
    #expect(faults.first?.span?.line == 3)
    #expect(faults.first?.message.contains("`\u{20AC}` `\u{2013}`") == true)
    let plain = SourceText(
      path: "ACT/Applications/A.yaml", text: text.replacing(/100.*/, with: "Gr\u{FC}n"))
    #expect(TableLoader.load([plain]).faults == [])
  }
}
