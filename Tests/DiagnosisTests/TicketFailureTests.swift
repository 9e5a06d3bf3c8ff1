import Diagnosis
import Keystore
import SAF
import Testing

@Suite struct TicketFailureTests {
  @Test func `the documented failure has the documented codes`() {
    let seed = TicketFailure(.encipher(.notAvailable))
    #expect(seed.message == "TPXL0921")
    #expect(seed.reasonCode == 0x0C)
    #expect(seed.additional == 0x0C0000)
    #expect(seed.meaning == "ICSF CSNBENC services Failed")
    #expect(seed.source == .tpx)
    #expect(TicketFailure(.otherUser).message == "TPXL0926")
  }

  /// Causes, with their codes and who gave them their meaning.
  private static let rows: [(TicketFailure.Cause, UInt8, UInt32, TicketFailure.Source)] = [
    (.encipher(.notAvailable), 0x0C, 0x0C0000, .tpx),
    (.encipher(.notStarted), 0x0C, 0x0C0000, .icsf),
    (.encipher(.labelNotFound), 0x0C, 0x08271C, .icsf),
    (.encipher(.otherMasterKey), 0x0C, 0x082714, .icsf),
    (.encipher(.serviceRefused), 0x0C, 0x083E80, .icsf),
    (.encipher(.labelRefused), 0x0C, 0x083E84, .icsf),
    (.encipher(.notDataKey), 0x0C, 0x08001F, .icsf),
    (.authenticate(.notAvailable), 0x80, 0x0C0000, .ours),
    (.authenticate(.notStarted), 0x80, 0x0C0000, .ours),
    (.authenticate(.labelNotFound), 0x80, 0x08271C, .ours),
    (.authenticate(.otherMasterKey), 0x80, 0x082714, .ours),
    (.authenticate(.serviceRefused), 0x80, 0x083E80, .ours),
    (.authenticate(.labelRefused), 0x80, 0x083E84, .ours),
    (.authenticate(.notMACKey), 0x80, 0x080027, .ours),
    (.noProfile, 0x81, 0, .ours), (.noKey, 0x82, 0, .ours), (.tooManyTickets, 0x83, 0, .ours),
    (.database, 0x84, 0, .ours), (.busy, 0x85, 0, .ours), (.classInactive, 0x86, 0, .ours),
    (.noQualifiedProfile, 0x87, 0, .ours), (.notAuthorized, 0x88, 0, .ours),
    (.invalidProfileName, 0x89, 0, .ours), (.otherUser, 0x8A, 0, .tpx),
    (.clockSteppedBack, 0x8B, 0, .ours),
  ]

  @Test(arguments: rows.indices)
  func `each cause has its own row`(index: Int) {
    let (cause, code, additional, source) = Self.rows[index]
    let failure = TicketFailure(cause)
    #expect(failure.reasonCode == code)
    #expect(failure.additional == additional)
    #expect(failure.source == source)
    #expect(!failure.remedy.isEmpty)
    let sameMeaning = TicketFailure.all.filter {
      $0.meaning == failure.meaning && $0.reasonCode == code
    }
    #expect(sameMeaning == [failure])
  }

  @Test func `the manual's page has every row once`() {
    #expect(Set(Self.rows.map { TicketFailure($0.0) }) == Set(TicketFailure.all))
    #expect(TicketFailure.all.count == Self.rows.count)
    let page = ReasonsPage.markdown().split(separator: "\n").filter { $0.hasPrefix("| TPXL") }
    #expect(page.count == Self.rows.count)
    #expect(Set(page).count == Self.rows.count)
  }
}
