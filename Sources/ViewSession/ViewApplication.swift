public import Bytes
import DataStream
import Names
public import Panels
public import SessionEngine
import Terminal

/// Another user's screen as a session on the menu (TPXVIEW): whom to view, and then what is seen there.
///
/// It looks again a while after each answer, so that it never has more than one on its way: what changed
/// meanwhile is seen as it is then. Who may view whom is not known here.
public struct ViewApplication: Application, Sendable {
  /// How far it is.
  private enum Stage {
    /// It asks whom to view.
    case choosing
    /// Somebody of a name is looked for.
    case seeking(String)
    case viewing(View)
  }

  private let screen: ViewScreen
  private var stage = Stage.choosing
  /// What the session's screen can show.
  private var display = TerminalCapabilities(color: .model2)
  private var message = ""
  /// Whether a timer is set that has not come: one is enough, whatever keys are pressed meanwhile.
  private var isTimed = false
  private var user = ""
  private var terminal = ""

  /// A session before its first screen; nil where its panel is not there.
  public init?(panels: PanelLibrary) {
    guard let screen = ViewScreen(panels) else { return nil }
    self.screen = screen
  }

  /// Takes one event from the session, and appends what is to be done.
  public mutating func handle(
    _ event: ApplicationEvent, into effects: inout [ApplicationEffect]
  ) {
    switch event {
    case .opened(let data):
      (user, terminal) = (data.user?.description ?? "", data.terminal.description)
      display = data.screen
      show(into: &effects)
    case .record(let record): pressed(record, into: &effects)
    case .viewed(let answer): viewed(answer, into: &effects)
    case .woke:
      isTimed = false
      guard case .viewing(let view) = stage, !view.isAsked else { return }
      look(view, into: &effects)
    case .unattended:
      isTimed = false
      guard case .viewing(let view) = stage else { return }
      effects.append(.view(.tell(view.target, .leaves)))
      stop("The view of \(view.target.user) has ended: your terminal was away", into: &effects)
    case .closed:
      if case .viewing(let view) = stage { effects.append(.view(.tell(view.target, .leaves))) }
      stage = .choosing
    case .verdict, .answered, .administered: break
    }
  }

  // MARK: Keys

  private mutating func pressed(_ record: [UInt8], into effects: inout [ApplicationEffect]) {
    if case .viewing(let view) = stage, case .screen? = view.seen {
      return pressed(AID(byte: record.first ?? 0), view, into: &effects)
    }
    guard let input = try? screen.panel.read(record, on: screen.canvas) else {
      return show(into: &effects)
    }
    switch (input.aid, stage) {
    case (.pf3, .choosing), (.pf15, .choosing): effects.append(.end)
    case (.pf3, _), (.pf15, _): leave(into: &effects)
    case (.enter, .choosing): choose(input.text(.command), into: &effects)
    default: show(into: &effects)
    }
  }

  /// A key, while somebody's screen is shown: none of them goes there.
  private mutating func pressed(
    _ aid: AID, _ view: View, into effects: inout [ApplicationEffect]
  ) {
    switch aid {
    case .pf3, .pf15: return leave(into: &effects)
    case .structuredField, .none: return
    default: break
    }
    var view = view
    view.move(aid, on: display)
    draw(view, into: &effects)
    if aid == .enter { return look(view, into: &effects) }
    stage = .viewing(view)
  }

  private mutating func choose(_ command: String, into effects: inout [ApplicationEffect]) {
    var words = command.uppercased().split(separator: " ").map(String.init)
    if words.count > 1, words[0] == "VIEW" { words.removeFirst() }
    message = ""
    switch words.first {
    case "END"?, "QUIT"?, "EXIT"?: return effects.append(.end)
    case nil: message = "Type VIEW and the name of a user or of a terminal"
    case let name? where words.count == 1 && name != "VIEW":
      stage = .seeking(name)
      message = "\(name) is looked for; PF3 gives up"
      effects.append(.view(.view(name)))
    default: message = "Type VIEW and one name of a user or of a terminal"
    }
    show(into: &effects)
  }

  /// Ends the view, or the search for it.
  private mutating func leave(into effects: inout [ApplicationEffect]) {
    if case .viewing(let view) = stage {
      effects.append(.view(.tell(view.target, .leaves)))
      return stop("The view of \(view.target.user) has ended", into: &effects)
    }
    stop("", into: &effects)
  }

  private mutating func stop(_ text: String, into effects: inout [ApplicationEffect]) {
    stage = .choosing
    message = text
    show(into: &effects)
  }

  // MARK: Answers

  private mutating func viewed(_ answer: ViewAnswer, into effects: inout [ApplicationEffect]) {
    switch (answer, stage) {
    case (.found(let target), .seeking(let name)) where target.has(name):
      look(View(of: target), into: &effects)
    // Who looked for it has given up, or looks for somebody else.
    case (.found(let target), _): effects.append(.view(.tell(target, .leaves)))
    case (.awaited(let target), .viewing(var view)) where view.target == target:
      view.isAsked = false
      if !view.isAwaited {
        view.isAwaited = true
        message = "\(target.user) at \(target.terminal) is asked; PF3 gives up"
        show(into: &effects)
      }
      stage = .viewing(view)
      wakeLater(into: &effects)
    case (.seen(let screen, let target), .viewing(var view)) where view.target == target:
      view.isAsked = false
      if view.take(screen) { draw(view, into: &effects) }
      stage = .viewing(view)
      wakeLater(into: &effects)
    case (.over(let reason, let target), .viewing(let view)) where view.target == target:
      stop("The view of \(view.target.user) has ended: \(reason)", into: &effects)
    case (.over(let reason, let target), .seeking(let name)) where target?.has(name) ?? true:
      stop("\(name) is not viewed: \(reason)", into: &effects)
    case (.awaited, _), (.seen, _), (.over, _): break
    }
  }

  private static let interval = Duration.milliseconds(PeerLimits.viewInterval)

  /// The next look is due in a while, if it is not already.
  private mutating func wakeLater(into effects: inout [ApplicationEffect]) {
    guard !isTimed else { return }
    isTimed = true
    effects.append(.wake(Self.interval))
  }

  private mutating func look(_ view: View, into effects: inout [ApplicationEffect]) {
    var view = view
    view.isAsked = true
    stage = .viewing(view)
    effects.append(.view(.tell(view.target, .looks)))
  }

  // MARK: Showing

  private mutating func draw(_ view: View, into effects: inout [ApplicationEffect]) {
    switch view.seen {
    case .screen(let copy)?:
      for record in copy.records(for: display, from: view.corner) { effects.append(.send(record)) }
    case .covered(let text)?:
      message = "\(view.target.user): \(text); PF3 ends the view"
      show(into: &effects)
    case nil: show(into: &effects)
    }
  }

  private func show(into effects: inout [ApplicationEffect]) {
    let texts: PanelTexts = [.user: user, .terminal: terminal, .message: message, .command: ""]
    effects.append(.send(screen.panel.render(texts, list: [], on: screen.canvas)))
  }

  // MARK: Another process

  /// Appends all that it is; no screen of anybody's is in it.
  public func freeze(into freezer: inout Freezer) -> Bool {
    switch stage {
    case .choosing: freezer.put(byte: 0)
    case .seeking(let name):
      freezer.put(byte: 1)
      freezer.put(name)
    case .viewing(let view):
      freezer.put(byte: 2)
      freezer.put(view)
    }
    freezer.put(display)
    freezer.put(message)
    freezer.put(user)
    freezer.put(terminal)
    freezer.put(isTimed)
    return true
  }

  /// Reads what `freeze` wrote; nil where the panel is not there.
  public init?(thawing thawer: inout Thawer, panels: PanelLibrary) throws(ThawError) {
    self.init(panels: panels)
    switch try thawer.byte() {
    case 0: stage = .choosing
    case 1: stage = .seeking(try thawer.take())
    case 2: stage = .viewing(try thawer.take())
    default: throw .invalid("stage of a view's session")
    }
    display = try thawer.take()
    message = try thawer.take()
    user = try thawer.take()
    terminal = try thawer.take()
    isTimed = try thawer.take()
  }

  /// What was asked is asked again; a look that is due comes with its timer, which goes on too.
  public mutating func resume(into effects: inout [ApplicationEffect]) {
    switch stage {
    case .choosing: break
    case .seeking(let name): effects.append(.view(.view(name)))
    case .viewing(let view) where view.isAsked: look(view, into: &effects)
    case .viewing: wakeLater(into: &effects)
    }
  }
}
