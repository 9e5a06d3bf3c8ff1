import Testing

@testable import Server

@Suite struct OperatorCompletionTests {
  @Test func `a command, its operands and their values are completed from the one table`() {
    #expect(OperatorCompletion.words("di").contains("DISPLAY"))
    #expect(OperatorCompletion.words("").contains("ALTUSER"))
    #expect(!OperatorCompletion.words("").contains("RACF"))
    #expect(OperatorCompletion.words("d ").contains("TABLES"))
    #expect(OperatorCompletion.words("display us").contains("USERS"))
    #expect(OperatorCompletion.words("D USERS ") == ["AS"])
    #expect(OperatorCompletion.words("D USERS AS ") == ["TABLE", "CSV", "JSON"])
    #expect(OperatorCompletion.words("D USERS AS CSV ") == [])
    #expect(OperatorCompletion.words("D ICSF,").contains("CARDS"))
    #expect(OperatorCompletion.words("D ICSF,CARDS ") == [])
    #expect(OperatorCompletion.words("card ") == ["OFFLINE", "ONLINE"])
    #expect(OperatorCompletion.words("help ").contains("CANCEL"))
    #expect(OperatorCompletion.words("altuser ") == [] && OperatorCompletion.words("x y") == [])
    #expect(OperatorCompletion.words("audit ").contains("AS=") == true)
  }

  @Test func `a server of another user's says what is offered`() {
    let help = OperatorVerb.help { [.display, .message].contains($0.name) }
    func words(_ line: String) -> Set<String> {
      Set(OperatorCompletion.words(line, told: help))
    }
    #expect(words("") == ["DISPLAY", "MESSAGE", "?", "EXIT"])
    #expect(words("help ") == words(""))
    #expect(words("d ").contains("USERS") && words("card ") == [])
    #expect(Set(OperatorCompletion.words("", told: [])) == ["?", "EXIT"])
  }

  @Test func `no placeholder of the table is offered as a word`() {
    for verb in OperatorVerb.all where verb.isTyped {
      for word in OperatorCompletion.literals(verb.operands) {
        #expect(!OperatorCompletion.placeholders.contains(word), "\(verb.usage)")
      }
    }
    #expect(OperatorCompletion.literals("TERMINAL ON|OFF [FILE]") == ["ON", "OFF"])
  }
}
