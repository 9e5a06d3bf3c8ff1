import Messages
import Names
import Testing
import Time

@Suite struct TPXLayoutTests {
  @Test func `a failed ticket is logged to the column`() throws {
    let message = Message.security.ticketFailed(
      user: try #require(UserID("UABCDE")), session: try #require(SessionID("TSOB")),
      profile: try #require(TicketName("TSOR001")), code: 0x0C, additional: 0x0C0000,
      meaning: "ICSF CSNBENC services Failed")
    let time = WallTime(seconds: 1_795_442_709, nanoseconds: 420_000_000)
    #expect(
      TPXLayout.render(message, at: time, offsetSeconds: 0) == """
        TPXL0921 11/23/26.327 14:05:09.42 SESSION START PASS TICKET GENERATION FAILED
                FOR USERID: UABCDE   SESSION:  TSOB     APPL PROFILE: TSOR001
                REASON CODE:0C Additional HEX INFO:0C0000
                Reason Meaning: ICSF CSNBENC services Failed

        """)
  }

  @Test func `nothing foreign breaks a line`() {
    for value in UInt32(0)...0x2100 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let message = Message.terminal.connectionRefused(
        address: "A\(Character(scalar))B", reason: "R")
      let text = TPXLayout.render(message, at: WallTime(seconds: 0), offsetSeconds: 0)
      #expect(text.split(separator: "\n").count == 2)
      #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
    }
  }

  @Test func `the terminal's text is the documented one`() throws {
    #expect(
      Notice.ticketFailed(try #require(SessionID("TSOB"))).text
        == "==> Session TSOB ended - Pass Ticket gen failed <==")
  }
}
