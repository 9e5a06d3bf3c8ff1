import Bytes
import Names
import Panels
import Time

/// How far a terminal and its user are.
enum State: Sendable {
  /// Nothing is shown yet: the terminal's Query Reply is awaited.
  case querying
  /// Nobody is signed on.
  case signingOn(SignOnPage)
  /// A user's password was right, and a code is lacking: nobody is signed on yet.
  case proving(FactorPage)
  /// Somebody is signed on and sits there.
  case present(Surface)
  /// The terminal was told to go. Nothing counts any more but the answer to a password, which is
  /// written down.
  case closing(Question?)
  /// The terminal is gone; what it had lives on.
  case away(Away)

  /// Sessions without a terminal.
  struct Away: Sendable {
    /// A password whose answer is still written down.
    var question: Question?
    /// Until when the sessions stay; nil for ever.
    var due: Instant?
    /// Whether these are sessions that a user left at a sign-off.
    var isParked = false
  }

  /// The record that draws the panel that is shown; nil where none is, or a session is.
  func picture(_ station: Station) -> [UInt8]? {
    switch self {
    case .signingOn(let page): page.picture(station.seat)
    case .proving(let page): page.picture(station.seat)
    case .present(let surface): surface.picture(station)
    case .querying, .closing, .away: nil
    }
  }

  /// What is shown, in words, for operators.
  func words(_ sessions: SessionTable) -> String {
    switch self {
    case .querying: "nothing yet: it was asked what it can do"
    case .signingOn(let page): "panel \(page.shown.panel)"
    case .proving(let page): "panel \(page.shown.panel)"
    case .closing: "nothing: the terminal was told to go"
    case .away(let away):
      away.isParked ? "nothing: sessions that a user left" : "nothing: the terminal is gone"
    case .present(let surface): surface.words(sessions)
    }
  }

  /// The password whose answer is on its way, or held back.
  var question: Question? {
    get {
      switch self {
      case .signingOn(let page): page.question
      case .proving(let page): page.question
      case .present(.locked(let page, _)): page.question
      case .present(.changing(let page, _)): page.question
      case .closing(let question): question
      case .away(let away): away.question
      case .querying, .present: nil
      }
    }
    set {
      switch self {
      case .signingOn(var page):
        page.question = newValue
        self = .signingOn(page)
      case .proving(var page):
        page.question = newValue
        self = .proving(page)
      case .present(.locked(var page, let under)):
        page.question = newValue
        self = .present(.locked(page, over: under))
      case .present(.changing(var page, let under)):
        page.question = newValue
        self = .present(.changing(page, over: under))
      case .closing: self = .closing(newValue)
      case .away(var away):
        away.question = newValue
        self = .away(away)
      case .querying, .present: break
      }
    }
  }
}

extension State: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .querying: freezer.put(byte: 0)
    case .signingOn(let page):
      freezer.put(byte: 1)
      freezer.put(page)
    case .present(let surface):
      freezer.put(byte: 2)
      freezer.put(surface)
    case .closing(let question):
      freezer.put(byte: 3)
      freezer.put(question)
    case .proving(let page):
      freezer.put(byte: 5)
      freezer.put(page)
    case .away(let away):
      freezer.put(byte: 4)
      freezer.put(away.question)
      freezer.put(away.due)
      freezer.put(away.isParked)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .querying
    case 1: self = .signingOn(try thawer.take())
    case 2: self = .present(try thawer.take())
    case 3: self = .closing(try thawer.take())
    case 4:
      self = .away(
        Away(
          question: try thawer.take(), due: try thawer.take(), isParked: try thawer.take()))
    case 5: self = .proving(try thawer.take())
    default: throw .invalid("state")
    }
  }
}
