import Names
import SAF
import SessionEngine
import Tables

/// What other threads tell a shard.
enum ShardMessage: Sendable {
  /// An answer to a terminal's question.
  case event(token: UInt64, Event)
  /// What the security manager says of a password, or of a value for an application.
  case signOnAnswered(SignOnTry, SignOnVerdict)
  case logOnAnswered(LogOnTry, LogOnAnswer)
  /// What came of an operator's command that was given in a session.
  case operatorAnswered(SessionHandle, OperatorAnswer)
  /// What came of an administrator's request.
  case administered(SessionHandle, AdminAnswer)
  /// Somebody who looks on, or wants to, says something to a terminal of a user who is at home here; where
  /// there is none, the viewer's shard hears it.
  case viewer(SessionHandle, ViewerNews, ViewTarget, from: Int)
  /// What a viewer's session hears.
  case viewed(SessionHandle, ViewAnswer)
  /// What a host's name came to.
  case resolved(SessionHandle, HostResolution)
  /// A connection that another shard accepted.
  case arrival(Arrival)
  /// A terminal at which a user signed on who is at home here.
  case signedOn(Handover, SignOnTry, SignOnVerdict)
  /// Something about messages to users.
  case message(MessageNews)
  case site(Site)
  /// Groups or permissions may have changed.
  case rightsChanged
  /// What the security manager says of users, and the question's number.
  case rights(UInt64, [UserID: Rights])
  case operation(ShardOperation)
  /// A terminal that went to another shard is in that one's ledger.
  case moved(token: UInt64)
  /// The server is emptied until a time or, with nil, not any more.
  case drain(Drain?)
  /// What operators have said that stays so.
  case standing(StandingOrders)
  case stop
  /// Another process goes on from here: the loop ends, and everything stays as it is.
  case yield
}
