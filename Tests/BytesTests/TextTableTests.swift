import Bytes
import Testing

@Suite struct TextTableTests {
  static var table: TextTable {
    var table = TextTable(["USER", "SHOWS", "N"])
    table.append(["ADMIN", "the menu", "3"])
    table.append(["U", "", "12"])
    return table
  }

  @Test func `columns are as wide as their widest text, and nothing stands behind the last`() {
    #expect(
      Self.table.lines() == [
        "USER   SHOWS     N", "ADMIN  the menu  3", "U                12",
      ])
    var last = TextTable(["A", "B"])
    last.append(["1", ""])
    #expect(last.lines() == ["A  B", "1"])
  }

  @Test func `what separates, quotes or ends a line is quoted in CSV`() {
    var table = TextTable(["A", "B"])
    table.append(["1,2", "say \"x\"\n"])
    #expect(table.lines(as: .csv) == ["A,B", "\"1,2\",\"say \"\"x\"\"\n\""])
  }

  @Test func `JSON is an array of objects, also without rows`() {
    #expect(
      Self.table.lines(as: .json) == [
        "[", #"  {"user": "ADMIN", "shows": "the menu", "n": "3"},"#,
        #"  {"user": "U", "shows": "", "n": "12"}"#, "]",
      ])
    #expect(TextTable(["A"]).lines(as: .json) == ["[]"])
  }
}
