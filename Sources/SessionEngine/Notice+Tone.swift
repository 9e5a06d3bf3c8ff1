import Messages
import Panels

extension Notice {
  /// How serious the message line is.
  var tone: Tone {
    switch self {
    case .ticketFailed, .signOnRefused, .newPasswordRefused, .newPasswordsDiffer, .tooManySignOns,
      .signOnImpossible, .passwordNeedsTLS, .noSuchSession, .unknownCommand, .sessionLimit,
      .doesNotFit,
      .endSessionsFirst, .notLive, .operandMissing, .operandsTooMany, .noSessionShown,
      .messageNotTaken, .noLineCommand, .oneSelection, .lineOrCommand, .notLocated, .aclUserInvalid,
      .notOperator,
      .printed(.full), .printed(.failed), .messageSent(_, 0), .sessionEnded(_, _, isFault: true):
      .fault
    case .enterUserID, .enterPassword, .keyNotActive, .topOfList, .bottomOfList, .noOtherSession,
      .sessionStarting, .messagesOff, .messagesOn, .chooseYesOrNo, .timeoutSoon,
      .sessionTimeoutSoon, .sessionsStay,
      .sessionEnded(_, _, isFault: false):
      .remark
    case .passwordChanged, .sessionsMoved, .messageSent, .printed(.appended), .ownPanel: .good
    }
  }
}
