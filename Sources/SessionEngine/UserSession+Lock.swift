import Crypto
import DataStream
import Messages
import Names
import Panels
import SAF
import Time

/// The locked terminal.
extension UserSession {
  /// - Parameter under: what unlocking leads back to.
  mutating func lock(over under: Underneath, _ turn: inout Turn) {
    guard let user else { return }
    beneathLock = under
    turn.log(.locked(user: user.id, terminal: terminal.name))
    notice = nil
    screen = .locked
    show(.lock, &turn)
  }

  mutating func lockInput(_ input: PanelInput, _ turn: inout Turn) {
    guard let user, case .none = pending else { return }
    notice = nil
    switch input.aid {
    case .pf3, .pf15:
      depart(.signOff, &turn)
      return
    case .enter: break
    default:
      notice = .enterPassword
      show(.lock, &turn)
      return
    }
    guard let password = input.secret(.password), password.secret.count > 0 else {
      notice = .enterPassword
      show(.lock, &turn)
      return
    }
    let request = nextRequest()
    pending = .unlock(request)
    turn.add(.authenticate(request, user.id, password, newPassword: nil))
  }

  /// The answer to a password at the lock panel; wrong ones are logged and wait as at the logon panel.
  mutating func unlockAnswered(
    _ verdict: SignOnVerdict, _ turn: inout Turn
  ) {
    guard let user else { return }
    switch verdict {
    case .accepted, .passwordChanged:
      turn.log(.unlocked(user: user.id, terminal: terminal.name))
      guard isConnected else { return }
      idle.touch(turn.now.instant)
      armIdleTimer(&turn)
      uncover(beneathLock, &turn)
    case .refused(let refusal):
      turn.log(
        .unlockRefused(
          user: user.id, terminal: terminal.name, address: terminal.address,
          reason: refusal.reason.text))
      if refusal.revokes { recordRevocation(of: user.id, &turn) }
      holdBack(refusal, &turn)
    }
  }

  func recordRevocation(of user: UserID, _ turn: inout Turn) {
    turn.log(
      .userRevoked(user: user, terminal: terminal.name, address: terminal.address))
  }
}
