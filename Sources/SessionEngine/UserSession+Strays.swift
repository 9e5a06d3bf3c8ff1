import DataStream
import Names
import Panels
import Tables

/// Sessions that live and that the tables do not have any more: their file, the user's `Sessions` or the
/// profile changed, or they came here beside one of the same id. They are shown, and reached like all
/// others, until they end.
extension UserSession {
  /// Live sessions without a line of the tables, in the order in which they came.
  var strays: [ActiveSession] {
    if sessions.isEmpty { return [] }
    return sessions.filter { session in
      guard let now = view.session(session.id) else { return true }
      return now.entry.isInvisible && !session.definition.entry.isInvisible
    }
  }

  /// What an id means for this user: the tables' session, or one that lives without them.
  func definition(_ id: SessionID) -> EffectiveSession? {
    view.session(id) ?? sessions.first { $0.id == id }?.definition
  }

  /// What a session key means.
  func definition(for key: AID) -> EffectiveSession? {
    view.session(for: key)
      ?? strays.first { $0.definition.key.flatMap { AID(name: $0) } == key }?.definition
  }

  /// Live sessions in the order of the menu.
  var liveInOrder: [ActiveSession] {
    view.sessions.compactMap { definition in sessions.first { $0.id == definition.id } }
      + sessions.filter { view.session($0.id) == nil }
  }

  /// The menu's line of a session that the tables do not have.
  func strayRow(_ definition: EffectiveSession) -> PanelTexts {
    let isSecond = definition.id != definition.ownID && view.session(definition.ownID) != nil
    return [
      .sessionID: definition.id.description, .sessionKey: "",
      .summary: (isSecond ? "(one more) " : "(removed) ") + definition.entry.summary,
    ]
  }
}
