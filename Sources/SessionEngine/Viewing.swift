public import Bytes
public import Names
import Tables
public import Terminal

/// Somebody who looks on at a user's terminal, from a session of the own.
public struct Viewer: Hashable, Sendable {
  /// The viewer's session, which names the view.
  public let session: SessionHandle
  /// Who it is.
  public let user: UserID
  /// The viewer's terminal.
  public let terminal: LUName
  /// Where that connects from, as text.
  public let address: String

  /// A viewer.
  public init(session: SessionHandle, user: UserID, terminal: LUName, address: String) {
    self.session = session
    self.user = user
    self.terminal = terminal
    self.address = address
  }
}

/// Whose screen is looked at: a user at a terminal.
public struct ViewTarget: Hashable, Sendable {
  /// Who sits there.
  public let user: UserID
  /// The terminal.
  public let terminal: LUName

  /// A user at a terminal.
  public init(user: UserID, terminal: LUName) {
    self.user = user
    self.terminal = terminal
  }

  /// Whether a name that somebody typed is the user's or the terminal's.
  public func has(_ name: String) -> Bool { "\(user)" == name || "\(terminal)" == name }
}

/// What a viewer says to the terminal that is looked at.
public enum ViewerNews: Sendable {
  /// Wants to look on; RACF has nothing against it.
  case asks(Viewer)
  /// Wants to know what is shown now.
  case looks
  /// Looks no more.
  case leaves
}

/// What a viewer hears.
public enum ViewAnswer: Sendable {
  /// The user was found and may be viewed; what follows is seen by looking.
  case found(ViewTarget)
  /// The user is asked, and has not answered yet.
  case awaited(ViewTarget)
  /// What is shown now.
  case seen(SeenScreen, ViewTarget)
  /// Nothing is seen, or no more, and why; nil where nobody was found.
  case over(String, ViewTarget?)
}

/// What a viewer's session asks of the server.
public enum ViewRequest: Sendable {
  /// Wants to view whoever has a name, which is a user's or a terminal's.
  case view(String)
  /// Says something to the terminal that is looked at.
  case tell(ViewTarget, ViewerNews)
}

/// What somebody sees who looks on.
public enum SeenScreen: Sendable {
  case screen(ScreenCopy)
  /// What is shown may not be seen, or there is nothing; in words.
  case covered(String)

  /// What is seen of a workplace: a panel as it was drawn, or a session as its application has it; what
  /// the user has typed is seen once a key has sent it.
  init(_ place: Workplace) {
    let shown: SessionHandle? =
      switch place.surface {
      case .session(let handle)?: handle
      case .saving(let saving)?: saving.handle
      default: nil
      }
    if let shown, let session = place.sessions[shown] {
      self = Self(session)
    } else if let record = place.state.picture(place.station) {
      var space = PresentationSpace(place.seat.display.capabilities)
      _ = space.apply(record)
      self = .screen(ScreenCopy(of: space))
    } else {
      self = .covered("The screen changes")
    }
  }

  private init(_ session: ActiveSession) {
    // Whoever may see this user may not therefore see whom this user looks at; and so no view shows
    // itself, however many look at each other.
    if session.definition.host == .viewSession {
      self = .covered("Session \(session.id) shows the screen of somebody else")
    } else if session.definition.entry.refusesViewers {
      self = .covered("Session \(session.id) may not be viewed")
    } else {
      self = .screen(ScreenCopy(of: session.space))
    }
  }

  /// Whether two look the same.
  public func showsSame(as other: SeenScreen) -> Bool {
    switch (self, other) {
    case (.screen(let one), .screen(let two)): one.showsSame(as: two)
    case (.covered(let one), .covered(let two)): one == two
    case (.screen, .covered), (.covered, .screen): false
    }
  }
}

extension Viewer: Freezable {
  /// Appends its parts.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(session)
    freezer.put(user)
    freezer.put(terminal)
    freezer.put(address)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    session = try thawer.take()
    user = try thawer.take()
    terminal = try thawer.take()
    address = try thawer.take()
  }
}

extension ViewTarget: Freezable {
  /// Appends user and terminal.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(user)
    freezer.put(terminal)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    user = try thawer.take()
    terminal = try thawer.take()
  }
}
