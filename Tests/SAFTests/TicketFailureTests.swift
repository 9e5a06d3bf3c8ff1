import Keystore
import SAF
import Testing

@Suite struct TicketFailureTests {
  @Test func `the documented failure has the documented codes, and each cause its own meaning`() {
    let seed = TicketFailure(.encipher(.notAvailable))
    #expect(seed.reasonCode == 0x0C)
    #expect(seed.additional == 0x0C0000)
    #expect(seed.meaning == "ICSF CSNBENC services Failed")
    let causes: [TicketFailure.Cause] = [
      .encipher(.notAvailable), .encipher(.labelNotFound), .encipher(.otherMasterKey),
      .authenticate(.notAvailable), .noProfile, .noKey, .tooManyTickets, .database, .busy,
    ]
    #expect(Set(causes.map { TicketFailure($0).meaning }).count == causes.count)
    #expect(causes.allSatisfy { !TicketFailure($0).remedy.isEmpty })
    #expect(TicketFailure(.encipher(.labelNotFound)).additional == 0x08271C)
  }
}
