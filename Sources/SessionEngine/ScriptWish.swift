import Messages
import Names
import Script
import Tables

/// What a script wants that its session cannot do; whoever attends the user does it, when the event is
/// over that led to it.
enum ScriptWish: Sendable {
  /// Shows the user some words.
  case say(SessionHandle, String)
  /// Gives a command of the menu.
  case command(SessionHandle, String)
  /// Signs the user off.
  case logOff

  /// Does what scripts want, each thing once.
  static func fulfil(for desk: inout Attendance, in turn: inout Turn) {
    while !desk.place.wishes.isEmpty {
      switch desk.place.wishes.removeFirst() {
      case .say(let handle, let words):
        guard let id = desk.place.sessions[handle]?.id else { continue }
        desk.messageArrived(UserText(from: "\(id)", text: words))
      case .logOff: if desk.place.isConnected { desk.depart(.logOff, in: &turn) }
      case .command(let handle, let line):
        guard desk.place.sessions[handle]?.script != nil else { continue }
        let refusal = give(line, of: handle, for: &desk, in: &turn)
        guard desk.place.sessions[handle]?.script != nil else { continue }
        desk.place.station.answerScript(handle, refusal, in: &turn)
      }
    }
  }

  /// Gives a script's command; why not, where it is refused.
  private static func give(
    _ line: String, of handle: SessionHandle, for desk: inout Attendance, in turn: inout Turn
  ) -> String? {
    let text = line.drop { $0 == " " }
    guard let first = text.first else { return "COMMAND names no command" }
    let command = KeyWay.command(first.isLetter ? "/\(text)" : String(text))
    let view = desk.place.seat.view
    if let kind = command.inClass, !view.commands.permits(kind) {
      return "the user's command class has no \(text)"
    }
    switch command {
    case .signOff, .logOff:
      guard desk.place.isConnected else { return "nobody sits at the terminal" }
      // The session may live on elsewhere, and its script goes on there.
      desk.place.sessions[handle]?.script?.run.handle(.done)
      // Nobody is asked: what the terminal shows may be another session, or the lock panel.
      desk.depart(command == .signOff ? .signOff : .logOff, in: &turn)
    case .inactivate(let name):
      let sessions = desk.place.sessions
      let sought = name.map { SessionID($0).flatMap { sessions.handle(of: $0) } } ?? handle
      guard let sought else { return "no session \(name ?? "") is live" }
      desk.place.end(sought, .byUser, in: &turn)
    case .activate(let name):
      return start(name, types: true, for: handle, at: &desk.place, in: &turn)
    case .go(let name): return start(name, types: false, for: handle, at: &desk.place, in: &turn)
    default: return "a script gives the commands F, K, A, G and I, and not \(text)"
    }
    return nil
  }

  /// Starts a session behind what is shown; why not, where it is refused. The user asked for nothing, and
  /// is told nothing.
  private static func start(
    _ name: String, types: Bool, for handle: SessionHandle, at place: inout Workplace,
    in turn: inout Turn
  ) -> String? {
    let id = SessionID(name)
    guard let definition = id.flatMap({ place.sessions.definition($0, place.seat.view) }) else {
      return "there is no session \(name)"
    }
    guard place.sessions.handle(of: definition.id) == nil else { return nil }
    if let notice = place.seat.barring(definition) { return notice.words }
    let generation = (place.sessions[handle]?.generation ?? 0) + 1
    guard generation <= SessionScript.startsInARow else {
      return "\(SessionScript.startsInARow) sessions have started each other by their scripts"
    }
    let notice = place.seat.notice
    let change = place.station.start(
      definition, types: types, isWanted: false, generation: generation, in: &turn)
    guard case .refused = change else { return nil }
    defer { place.seat.notice = notice }
    return place.seat.notice?.words ?? "it was refused"
  }
}
