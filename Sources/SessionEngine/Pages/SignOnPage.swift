import Bytes
import Crypto
import DataStream
import Messages
import Names
import Panels
import Tables
import Time

/// The logon panel: user id, password and, where it is changed, the new one twice.
struct SignOnPage: PanelPage {
  static let contract = PanelContract.page(
    "TEN0003",
    [
      Seat.message, .shown(.news1, width: 79), .shown(.news2, width: 79),
      .typed(.userID, width: 8), Seat.password(.password), Seat.password(.newPassword),
      Seat.password(.verification),
    ], help: "TEN0003H")
  /// The panel that PF1 shows.
  static let help = PanelContract.page("TEN0003H", [])

  /// What was typed as user id, for the next try.
  private(set) var typedUser: UserID?
  /// The password that was typed, until its answer is shown.
  var question: Question?
  /// Whether the help is shown.
  var showsHelp = false

  /// Until when somebody has to sign on; nil where the terminal has not been further yet, and its first time
  /// counts.
  let until: Instant?

  /// The panel, with a user id that was typed before, and another time, where there was one.
  init(typedUser: UserID? = nil, until: Instant? = nil) {
    self.typedUser = typedUser
    self.until = until
  }

  /// What becomes of a key.
  enum Choice: Sendable {
    /// An answer is on its way: nothing.
    case wait
    /// The panel comes again, and says something.
    case stay(Notice?)
    /// The help is shown.
    case help
    case leave
    /// Is this the user's password? Who typed no user id is asked for as anybody whom nobody is.
    case ask(SignOnName, UserID, SharedSecret, new: SharedSecret?)
    /// The certificate of this user stands for the password.
    case certify(UserID)
  }

  /// Says what becomes of a key; passwords are asked for only where they may be sent over this line, and
  /// while the server is not being emptied.
  ///
  /// - `certified`: whose certificate stands for a password here.
  mutating func input(_ input: PanelInput, _ seat: Seat, certified: UserID? = nil) -> Choice {
    guard question == nil else { return .wait }
    if showsHelp {
      showsHelp = false
      return .stay(nil)
    }
    switch input.aid {
    case .pf3, .pf15: return .leave
    case .pf1, .pf13:
      showsHelp = true
      return .help
    case .enter: break
    default: return .stay(nil)
    }
    let name = input.text(.userID)
    typedUser = UserID(name)
    guard seat.site.drain == nil else { return .stay(nil) }
    guard !name.isEmpty else { return .stay(.enterUserID) }
    guard let password = input.secret(.password), password.secret.count > 0 else {
      guard let certified, certified == typedUser else { return .stay(.enterPassword) }
      return .certify(certified)
    }
    guard seat.mayTypePassword else { return .stay(.passwordNeedsTLS) }
    let new: SharedSecret?
    switch NewPassword(input.secret(.newPassword), again: input.secret(.verification)) {
    case .unchanged: new = nil
    case .wanted(let secret): new = secret
    case .mistyped: return .stay(.newPasswordsDiffer)
    }
    // A name that breaks the rule takes the same path as one that nobody has.
    let asked = typedUser ?? Self.nobody
    return .ask(typedUser.map { .user($0) } ?? .notAUserID, asked, password, new: new)
  }

  private static let nobody: UserID = {
    guard let name = UserID("$NOBODY$") else { preconditionFailure("the name follows the rule") }
    return name
  }()

  /// The contract of the panel that is shown.
  var shown: PanelContract { showsHelp ? Self.help : Self.contract }

  func picture(_ seat: Seat) -> [UInt8] {
    if showsHelp { return seat.picture(Self.help, [:]) }
    let user = typedUser ?? seat.certified
    var texts = seat.news
    texts[.userID] = user?.description ?? ""
    return seat.picture(Self.contract, texts, cursor: user == nil ? nil : .password)
  }
}

/// The variables that the logon panel has besides those of all panels.
extension PanelSlot {
  fileprivate static let userID = PanelSlot(6, "USERID")
  fileprivate static let password = PanelSlot(7, "PASSWORD")
  fileprivate static let newPassword = PanelSlot(8, "NEWPASS")
  fileprivate static let verification = PanelSlot(9, "VERIFY")
}

extension SignOnPage {
  func freeze(into freezer: inout Freezer) {
    freezer.put(typedUser)
    freezer.put(until)
    freezer.put(question)
    freezer.put(showsHelp)
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    typedUser = try thawer.take()
    until = try thawer.take()
    question = try thawer.take()
    showsHelp = try thawer.take()
  }
}
