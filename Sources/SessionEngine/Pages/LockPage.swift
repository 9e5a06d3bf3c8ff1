import Bytes
import Crypto
import DataStream
import Messages
import Names
import Panels

/// The panel of a locked terminal: the password, or off.
struct LockPage: PanelPage {
  static let contract = PanelContract.page("TEN0155", [Seat.message, Seat.password(.password)])

  /// The password that was typed, until its answer is shown.
  var question: Question?

  /// What becomes of a key.
  enum Choice: Sendable {
    /// An answer is on its way: nothing.
    case wait
    case stay(Notice)
    case signOff
    /// Is this the user's password?
    case ask(SharedSecret)
  }

  func input(_ input: PanelInput) -> Choice {
    guard question == nil else { return .wait }
    switch input.aid {
    case .pf3, .pf15: return .signOff
    case .enter: break
    default: return .stay(.enterPassword)
    }
    guard let password = input.secret(.password), password.secret.count > 0 else {
      return .stay(.enterPassword)
    }
    return .ask(password)
  }

  func picture(_ seat: Seat) -> [UInt8] { seat.picture(Self.contract, [:]) }
}

/// The variable that the lock panel has besides those of all panels.
extension PanelSlot {
  fileprivate static let password = PanelSlot(6, "PASSWORD")
}

extension LockPage {
  func freeze(into freezer: inout Freezer) { freezer.put(question) }
  init(thawing thawer: inout Thawer) throws(ThawError) { question = try thawer.take() }
}
