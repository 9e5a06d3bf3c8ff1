public import Names

/// What must be decided once among all who ask, however many threads, processes or machines they are.
///
/// Every method that takes, redeems or counts is atomic: of two calls at the same moment one comes first,
/// and the other sees what it did. A store for several machines (PostgreSQL) does each in one transaction
/// on the rows that it names, at the isolation level SERIALIZABLE or with a unique key that only one insert
/// can win; it answers only after the transaction is durable. The rules of tickets and passwords ask only
/// this protocol and know nothing of how.
public protocol DecisionStore: Sendable {
  /// Takes the next second for a ticket of a user and an application: now, or the nearest within reach
  /// that nobody has.
  ///
  /// A second that was given once is never given again to the same user and application, over restarts
  /// and by no other machine: the rows are (user, application, second), unique.
  /// - Throws: where nobody can be sure, since it cannot be written down; then no second is taken.
  func takeSecond(
    _ user: UserID, _ application: TicketName, now: Int64, reach: TicketSlots.Reach
  ) throws(StoreError) -> TicketSlots.Answer

  /// Gives a second back that no ticket was made for. It need not be given again.
  func giveBack(_ second: Int64, of user: UserID, for application: TicketName)

  /// The time before which tickets that have run out count no more, since it is forgotten which were used;
  /// `now` is noted as seen.
  func horizon(seeing now: Int64) -> Int64

  /// Writes a ticket down as used: true for the first who does, false for everybody after.
  ///
  /// The answer is durable before it is given: the row is the digest, unique.
  ///
  /// `expires`: the last second at which the ticket could be accepted; it is remembered for
  /// ``DecisionLedger/memory`` beyond. Throws where it cannot be written down; then nobody may
  /// accept the ticket.
  func redeem(_ digest: [UInt8], expires: Int64, now: Int64) throws(StoreError) -> Bool

  /// Writes the step of a user's code down as used: true where it is later than all before, false where the
  /// code counts no more.
  ///
  /// The answer is durable before it is given; the row is the user's, and its step only grows. So no clock
  /// that steps back, and no restart, makes a code good again. It begins anew with another secret.
  ///
  /// `wrapped`: the secret that the code is of; false where the user has another one by now.
  func useStep(
    _ step: Int64, of user: UserID, with wrapped: [UInt8]
  ) throws(StoreError) -> Bool

  /// Seconds for which nothing of a source is looked at, after wrong values; 0 where it need not wait.
  func pause(of source: UserID, now: Int64) -> Int64

  /// Counts a wrong value of a source: each call adds one, whoever else counts at the moment. A count that
  /// cannot be written down still counts as long as the process lives.
  func countGuess(of source: UserID, now: Int64)

  /// Counts a wrong password for a user: each call adds one.
  /// - Returns: how many there are in a row now; 0 where no user has the name.
  func countFailure(of user: UserID) throws(StoreError) -> Int

  /// Counts a wrong password of a source and for a name, whether or not anybody has the name: each call adds
  /// one to both, durable before it returns. What cannot be written down still counts as long as the process
  /// lives.
  func countWrongPassword(of source: PeerAddress, for name: UserID, now: Int64)

  /// What was counted of wrong passwords lately, in this run and earlier ones.
  func wrongPasswords() -> [FailureCount]

  /// Forgets, durably, what was counted of a source or for a name, wrong passwords in a row among it, and
  /// that the source is kept out.
  /// - Returns: whether anything was written down.
  func forgive(_ owner: FailureCount.Owner) throws(StoreError) -> Bool

  /// Writes down which sources are kept out; each replaces what was written of the source before.
  func keepOut(_ sources: [KeptOut], now: Int64) throws(StoreError)

  /// Sources that are kept out, as they were written down.
  func keptOut() throws(StoreError) -> [KeptOut]

  /// Forgets the latest time that was seen, where it was wrong and the clock is right now.
  ///
  /// No ticket is accepted for the seconds in which one may have been used that the ledger has forgotten:
  /// those up to the end of both windows from now, where the ledger forgot any later than now.
  /// - Returns: the second from which on tickets count again.
  func forgetClock(now: Int64) throws(StoreError) -> Int64
}
