import Crypto
import Diagnosis
import Messages
import Names
import Platform
import SAF
import Time

/// Tickets that administrators and gateways ask for, by name.
struct TicketRequests {
  let manager: SecurityManager
  let record: (Message) -> Void
  /// Counts how long tickets take.
  let times: TicketTimes

  typealias Answer = Administration.Answer

  /// `TICKET GENERATE|EVALUATE WHO USER APPL`; a ticket to evaluate is the body.
  func answer(_ operands: [String], _ body: [UInt8]) -> Answer {
    let isGenerating = operands[0].uppercased() == "GENERATE"
    guard isGenerating || operands[0].uppercased() == "EVALUATE" else {
      return .failed("\(operands[0]) is nothing to do with a ticket; GENERATE and EVALUATE are")
    }
    guard let who = UserID(operands[1]), let user = UserID(operands[2]),
      let session = SessionID("TICKET")
    else { return .failed("a user id has 1 to 8 of A-Z 0-9 $ # @") }
    guard let application = TicketName(operands[3]) else {
      return failed(TicketFailure(.invalidProfileName))
    }
    let needed: AccessLevel = isGenerating ? .update : .read
    let now = Clock.wall()
    let access = manager.state.ticketAccess(of: who, to: application, for: user, at: now)
    guard access >= needed else {
      record(
        .security.ticketRefused(
          user: user, profile: application,
          reason: "\(who) has \(access.rawValue) to IRRPTAUTH, \(needed.rawValue) is needed"))
      var answer = failed(TicketFailure(.notAuthorized))
      answer.lines =
        manager.violation(
          by: who, application: application, user: user, wanted: needed, allowed: access, at: now)
        + answer.lines
      return answer
    }
    return isGenerating
      ? generate(TicketRequest(user: user, session: session, profile: application), by: who)
      : evaluate(user, application, value: body, by: who)
  }

  private func failed(_ failure: TicketFailure) -> Answer {
    Answer(
      lines: [
        "REASON CODE:\(failure.codes.replacing("/", with: " Additional HEX INFO:"))",
        "Reason Meaning: \(failure.meaning)", "-> \(failure.remedy)",
      ], isFailed: true)
  }

  private func generate(_ request: TicketRequest, by who: UserID) -> Answer {
    switch times.issue(request, by: manager) {
    case .issued(let ticket, let kind):
      record(
        .security.ticketIssued(
          user: request.user, session: request.session, profile: request.profile,
          kind: "\(kind) BY \(who)"))
      // The ticket is what was asked for: it goes to standard output, and nowhere else.
      return Answer(
        lines: [], secret: ticket.secret.withBytes { SharedSecret(Secret(copying: $0)) })
    case .failed(let failure):
      record(
        .security.ticketFailed(
          user: request.user, session: request.session, profile: request.profile,
          code: failure.reasonCode, additional: failure.additional, meaning: failure.meaning))
      return failed(failure)
    }
  }

  /// How long every answer to an evaluation takes, or a multiple of it where a card is slow.
  private static let answerTime = 50

  /// Longest value that is evaluated: more than any ticket or password phrase has.
  private static let valueLimit = 256

  /// The answer tells nothing but yes or no, neither by its words nor by its time.
  private func evaluate(
    _ user: UserID, _ application: TicketName, value body: [UInt8], by who: UserID
  ) -> Answer {
    let start = Clock.instant()
    var bytes = body
    defer { Wipe.bytes(&bytes) }
    guard bytes.count <= Self.valueLimit else {
      return .failed("refused; a ticket or password has at most \(Self.valueLimit) bytes")
    }
    while let last = bytes.last, last == 0x0A || last == 0x0D || last == 0x20 { bytes.removeLast() }
    let now = Clock.wall()
    let verdict = manager.evaluateTicket(
      user: user, application: application, value: Secret(copying: bytes), at: now, source: who)
    let answer: Answer
    switch verdict {
    case .accepted(let kind):
      record(.security.ticketAccepted(user: user, profile: application, kind: "\(kind) FOR \(who)"))
      answer = Answer(lines: ["accepted (\(kind))"])
    case .refused(let reason):
      record(
        .security.ticketRefused(
          user: user, profile: application, reason: "\(reason) (asked by \(who))"))
      answer = Answer(lines: ["refused; the log has the reason"], isFailed: true)
    }
    let spent = Int((Clock.instant().nanoseconds - start.nanoseconds) / 1_000_000)
    let rest = Self.answerTime - spent % Self.answerTime
    if let pause = try? Signal() { _ = pause.wait(milliseconds: Int32(rest)) }
    return answer
  }
}
