import Bytes
import DataStream
import EBCDIC
import TN3270
import Terminal
import Time

/// One terminal of the load.
struct LoadTerminal {
  /// How far it is.
  enum Step: Hashable {
    case closed
    case connecting
    case negotiating
    /// 3270 mode is reached; the first screen is awaited.
    case firstScreen
    case signingOn
    /// This step of the set-up is under way.
    case entering(Int)
    /// Set up, with nothing under way.
    case idle
    /// The key was sent.
    case waiting
  }

  var step = Step.closed
  var socket: Int32 = -1
  /// Tells events of this connection from late ones of the one before.
  var generation: UInt32 = 0
  /// Nil for a terminal in clear.
  var tls: LoadTLS?
  var machine: ClientMachine
  var screen: PresentationSpace
  var unsent = ByteQueue(limit: LoadTerminal.unsentLimit)
  /// Rows of the sign-on panel while its answer is awaited.
  private var panel: [String] = []
  /// First row of the menu, by which a session's screen is told from it.
  var menu = ""
  /// What the first cells were when the key was sent.
  private var former: UInt64 = 0
  /// What the host's screen said when the key was sent, where keys are followed.
  var label: KeyWatch.Label?
  /// When the connection began, or the transaction was due.
  var since: Instant
  /// When the step is overdue.
  var deadline: Instant

  /// A terminal sends a few hundred bytes; a server that reads nothing is given up.
  static let unsentLimit = 256 * 1024

  /// Whether the set-up is under way.
  var isSettingUp: Bool {
    switch step {
    case .closed, .idle, .waiting: false
    case .connecting, .negotiating, .firstScreen, .signingOn, .entering: true
    }
  }

  init(_ options: ClientOptions, _ screen: PresentationSpace, at now: Instant) {
    machine = ClientMachine(options: options)
    self.screen = screen
    since = now
    deadline = now
  }

  // MARK: The screen

  /// The first row, with one blank between words.
  var firstRow: String {
    let line = ScreenText.lines(screen, .cp037).first ?? ""
    return line.split(separator: " ").joined(separator: " ")
  }

  /// Whether the screen is the one that a step waits for.
  func isDone(_ step: SetUpStep) -> Bool {
    switch step {
    case .text: return true
    // A session is shown empty until its host has written.
    case .session:
      let row = firstRow
      return !row.isEmpty && row != menu
    case .menu: return firstRow == menu
    }
  }

  /// Types a text at the cursor.
  mutating func type(_ text: String) throws(DataStreamError) {
    var typed = [AID.enter.byte]
    BufferAddress.append(screen.cursor, in: screen.size, to: &typed)
    typed.append(OrderCode.setBufferAddress)
    BufferAddress.append(screen.cursor, in: screen.size, to: &typed)
    typed += CodePage.cp037.encode(text)
    screen.merge(try InboundRecord(typed, in: screen.size))
  }

  /// A key is sent, whose answer has to differ.
  mutating func rememberScreen() { former = firstCells }

  /// Whether the screen differs from the one at `rememberScreen`.
  var hasNewScreen: Bool { firstCells != former }

  /// The first cells of the screen, as a number: FNV-1a.
  private var firstCells: UInt64 {
    var number: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in 0..<32 {
      if case .character(let code) = screen.kind(position) {
        number = (number ^ UInt64(code)) &* 0x100_0000_01B3
      }
    }
    return number
  }

  /// The sign-on panel is sent.
  mutating func rememberPanel() { panel = ScreenText.lines(screen, .cp037) }

  /// The sign-on has succeeded.
  mutating func forgetPanel() { panel = [] }

  /// What the panel says now and did not say before; the user's own field is left out.
  var refusal: String {
    let user = SignOn.fields(of: screen).map { $0.user / screen.size.columns }
    let lines = ScreenText.lines(screen, .cp037).enumerated().filter { row, line in
      row != user && row < panel.count && line != panel[row]
    }
    return lines.map { $0.element.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }.joined(separator: " / ")
  }
}
