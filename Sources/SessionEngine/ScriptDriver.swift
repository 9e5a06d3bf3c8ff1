import Crypto
import DataStream
import EBCDIC
import Messages
import Names
import SAF
import Script
import Tables
import Terminal
import Time

/// What a script did in its turn.
struct ScriptTurn: Sendable {
  var wishes: [ScriptWish] = []
  /// Whether the session's screen is another one for the user.
  var isDrawn = false
  /// Whether the user is to see the screens from now on.
  var isRevealed = false
  /// It is over.
  var end: ScriptEnd?

  /// Whether it waits for a command that it gives.
  var givesCommand: Bool { wishes.contains { if case .command = $0 { true } else { false } } }
}

/// Scripts of sessions: they are driven here, whatever the terminal shows.
extension Station {
  /// Begins the script that a session's entry names, if it names one.
  mutating func beginScript(_ handle: SessionHandle) -> SessionChange {
    guard let name = sessions[handle]?.startScript else { return .ready(handle) }
    let limit = RunawayLimit(rawValue: seat.site.tables.system.runawayLimit) ?? .standard
    let run = ScriptRun(name, in: seat.site.tables.scripts, limit: limit)
    // The tables were replaced since the session was asked for.
    guard let run else { return .unscripted(handle) }
    sessions[handle]?.script = SessionScript(run)
    return .scripted(handle)
  }

  /// Lets a session's script go on, as far as it comes by itself.
  mutating func driveScript(_ handle: SessionHandle, in turn: inout Turn) -> ScriptTurn {
    var done = ScriptTurn()
    guard let session = sessions[handle], var script = session.script else { return done }
    var screen = ScriptScreen(session, at: self)
    let before = session.space
    var (effects, statements) = (0, 0)
    while let effect = script.run.next(screen, at: turn.now.instant, after: &statements) {
      effects += 1
      if case .end(let end) = effect {
        done.end = end
        break
      }
      perform(effect, of: handle, by: &script, on: &screen, done: &done, in: &turn)
      if case .goOnLater = effect { break }
      guard effects < SessionScript.effectsAtOnce else {
        script.breathe(handle, &turn)
        break
      }
    }
    // A command is answered at once.
    if !done.givesCommand { script.rest(handle, &turn) }
    script.lacksTicket = false
    sessions[handle]?.script = done.end == nil ? script : nil
    if let space = sessions[handle]?.space { done.isDrawn = !space.showsSame(as: before) }
    return done
  }

  private mutating func perform(
    _ effect: ScriptEffect, of handle: SessionHandle, by script: inout SessionScript,
    on screen: inout ScriptScreen, done: inout ScriptTurn, in turn: inout Turn
  ) {
    switch effect {
    case .type(let text):
      guard let codes = sessions[handle]?.codePage.encode(text),
        sessions[handle]?.space.type(codes) == true
      else { return }
      screen.typed.type(text)
    case .typeSecret: wantTicket(handle, &script, in: &turn)
    case .moveCursor(let place):
      sessions[handle]?.space.moveCursor(to: place)
      screen.typed.move(to: place)
    case .press(let key):
      sessions[handle]?.press(scripted: key, in: &turn)
      screen.typed.isKeyboardFree = sessions[handle]?.space.lock == .unlocked
    case .wake(let instant): script.deadline = instant
    case .goOnLater: script.breathe(handle, &turn)
    case .command(let line): done.wishes.append(.command(handle, line))
    case .logOff: done.wishes.append(.logOff)
    case .send(let words):
      done.wishes.append(.say(handle, words))
      reveal(true, by: &script, in: &done)
    case .takeKey: reveal(true, by: &script, in: &done)
    case .terminal(let isShown): reveal(isShown, by: &script, in: &done)
    case .log(let place, let words): tell(place, words, of: handle, in: &turn)
    case .trace(let place, let words): trace(place, words, of: handle, in: &turn)
    case .define, .set, .delete: change(effect, on: &screen)
    case .end: break
    }
  }

  /// The command that a script gave is done or, for a reason, refused; others have their turn first.
  mutating func answerScript(
    _ handle: SessionHandle, _ refusal: String?, in turn: inout Turn
  ) {
    sessions[handle]?.script?.run.handle(refusal.map { .refused($0) } ?? .done)
    sessions[handle]?.script?.breathe(handle, &turn)
  }

  private func reveal(_ isShown: Bool, by script: inout SessionScript, in done: inout ScriptTurn) {
    script.isShown = isShown
    done.isRevealed = isShown
  }

  /// Variables of all scripts of the user.
  private mutating func change(_ effect: ScriptEffect, on screen: inout ScriptScreen) {
    screen.typed.surroundings.take(effect)
    sessions.variables = screen.typed.surroundings.variables[.user] ?? sessions.variables
  }

  // MARK: Tickets

  /// Asks for the ticket that is about to be typed.
  private mutating func wantTicket(
    _ handle: SessionHandle, _ script: inout SessionScript, in turn: inout Turn
  ) {
    guard let user = seat.user,
      let ticket = sessions[handle]?.definition.ticketRequest(of: user)
    else {
      return script.run.handle(.refused(Self.withoutTicket))
    }
    let request = nextRequest()
    script.ticket = .asked(request)
    (script.isSecondTry, script.lacksTicket) = (false, false)
    turn.add(.issueTicket(request, ticket))
  }

  private static let withoutTicket =
    "there is no &PSWD: Generate Pass Ticket is N, and the server keeps no password"

  /// Asks again for the ticket of a script, which is in another process now, at another terminal, or had
  /// no second for it.
  mutating func askScriptTicket(_ handle: SessionHandle, _ turn: inout Turn) {
    guard let user = seat.user,
      let ticket = sessions[handle]?.definition.ticketRequest(of: user)
    else { return }
    let request = nextRequest()
    sessions[handle]?.script?.ticket = .asked(request)
    turn.add(.issueTicket(request, ticket))
  }

  /// The ticket is there, or there is none; nil where no script waits for it.
  mutating func scriptTicket(
    _ request: RequestID, _ answer: TicketOutcome, in turn: inout Turn
  ) -> SessionHandle? {
    guard let handle = sessions.handle(scripting: request), let user = seat.user,
      let session = sessions[handle], var script = session.script
    else { return nil }
    let (id, profile) = (session.id, session.definition.ticketProfile)
    script.ticket = .none
    switch answer {
    case .issued(let ticket, let kind):
      turn.log(.security.ticketIssued(user: user, session: id, profile: profile, kind: kind))
      type(ticket, into: handle, by: &script)
    case .failed(let failure) where failure.isOfTheMoment && !script.isSecondTry:
      script.isSecondTry = true
      let time = turn.now.instant.advanced(by: SessionScript.ticketPause)
      script.ticket = .again(time)
      script.wake(handle, at: time, in: &turn)
    case .failed(let failure):
      turn.log(
        .security.ticketFailed(
          user: user, session: id, profile: profile, code: failure.reasonCode,
          additional: failure.additional, meaning: failure.meaning))
      script.lacksTicket = true
      script.run.handle(.refused("Pass Ticket gen failed: \(failure.meaning)"))
    }
    sessions[handle]?.script = script
    return handle
  }

  /// Types a ticket at the cursor, where it is still a place for one.
  private mutating func type(
    _ ticket: SharedSecret, into handle: SessionHandle, by script: inout SessionScript
  ) {
    guard let session = sessions[handle] else { return }
    let screen = ScriptScreen(session, at: self)
    let length = ticket.secret.count
    if let fault = SecretCheck.fault(of: length, for: script.run, on: screen) {
      return script.run.handle(.refused("the screen has changed meanwhile: \(fault)"))
    }
    var codes: [UInt8] = []
    for index in 0..<length {
      codes.append(session.codePage.encode(ascii: ticket.secret[index]))
    }
    let isTyped = sessions[handle]?.space.type(codes) ?? false
    Wipe.bytes(&codes)
    if isTyped {
      sessions[handle]?.secret.type(length, on: session.space)
      if !session.space.isHidden(session.space.cursor) { script.hasShownSecret = true }
    }
    script.run.handle(isTyped ? .done : .refused("the field does not take it"))
  }

  // MARK: The log

  private func tell(
    _ place: ScriptPlace, _ words: String, of handle: SessionHandle, in turn: inout Turn
  ) {
    guard let user = seat.user, let id = sessions[handle]?.id else { return }
    turn.log(.session.scriptSays(user: user, session: id, place: "\(place)", words: words))
  }

  private func trace(
    _ place: ScriptPlace, _ words: String, of handle: SessionHandle, in turn: inout Turn
  ) {
    guard let user = seat.user, let id = sessions[handle]?.id else { return }
    turn.log(.session.scriptFlow(user: user, session: id, place: "\(place)", words: words))
  }

  /// Says why a script failed, with the last screen: what fields hide is dark there, and so are those that
  /// took &PSWD, whatever the host has made of them. Where it was typed for all to see, nothing is told.
  func logScript(
    _ handle: SessionHandle, at place: ScriptPlace, because failure: ScriptFailure,
    hidesScreen: Bool, in turn: inout Turn
  ) {
    guard let user = seat.user, let session = sessions[handle] else { return }
    var screen: [String] = []
    if hidesScreen {
      screen = ["(not told: &PSWD was typed into a field that shows it)"]
    } else {
      let shown = session.space.hiding(session.secret.positions)
      for line in ScreenText.lines(shown, session.codePage) {
        var text = Substring(line)
        while text.last == " " { text.removeLast() }
        if !text.isEmpty { screen.append(String(text)) }
      }
    }
    turn.log(
      .session.scriptFailed(
        user: user, session: session.id, place: "\(place)", reason: "\(failure)", screen: screen))
  }
}

extension TicketFailure {
  /// Whether another second may bring what this one did not.
  var isOfTheMoment: Bool {
    switch cause {
    case .tooManyTickets, .clockSteppedBack, .busy: true
    default: false
    }
  }
}

extension EffectiveSession {
  /// What is asked for a user's ticket; nil where the entry makes none.
  func ticketRequest(of user: UserID) -> TicketRequest? {
    ticket.map {
      TicketRequest(
        user: user, session: id, profile: $0.application, form: $0.form, ahead: $0.ahead)
    }
  }
}
