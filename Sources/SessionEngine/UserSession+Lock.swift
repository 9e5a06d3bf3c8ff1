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
  mutating func lock(over under: Underneath, _ effects: inout [Effect]) {
    guard let user else { return }
    beneathLock = under
    effects.append(.record(.locked(user: user.id, terminal: terminal.name)))
    notice = nil
    screen = .locked
    show(.lock, &effects)
  }

  mutating func lockInput(_ input: PanelInput, _ now: Moment, _ effects: inout [Effect]) {
    guard let user, case .none = pending else { return }
    notice = nil
    switch input.aid {
    case .pf3, .pf15:
      depart(.signOff, now, &effects)
      return
    case .enter: break
    default:
      notice = .enterPassword
      show(.lock, &effects)
      return
    }
    guard let password = input.secret("PASSWORD"), password.secret.count > 0 else {
      notice = .enterPassword
      show(.lock, &effects)
      return
    }
    let request = nextRequest()
    pending = .unlock(request)
    effects.append(.authenticate(request, user.id, password, newPassword: nil))
  }

  /// The answer to a password at the lock panel; wrong ones are logged and wait as at the logon panel.
  mutating func unlockAnswered(
    _ verdict: SignOnVerdict, _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let user else { return }
    switch verdict {
    case .accepted, .passwordChanged:
      effects.append(.record(.unlocked(user: user.id, terminal: terminal.name)))
      guard isConnected else { return }
      idle.touch(now.instant)
      armIdleTimer(&effects)
      uncover(beneathLock, &effects)
    case .refused(let refusal):
      effects.append(
        .record(
          .unlockRefused(
            user: user.id, terminal: terminal.name, address: terminal.address,
            reason: refusal.reason.text)))
      if refusal.revokes { recordRevocation(of: user.id, &effects) }
      holdBack(refusal, now, &effects)
    }
  }

  func recordRevocation(of user: UserID, _ effects: inout [Effect]) {
    effects.append(
      .record(
        .userRevoked(user: user, terminal: terminal.name, address: terminal.address)))
  }
}
