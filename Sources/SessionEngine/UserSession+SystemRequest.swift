import DataStream
import Messages
import Tables
import Terminal
import Time

/// SYSREQ: the key that no host can take.
///
/// From whatever a session shows it leads to the menu, and on a panel of ours it stays and says so: this
/// tells our panels from a host's picture of them. Pressed again on the menu it goes to the session's
/// host.
extension UserSession {
  mutating func systemRequest(_ turn: inout Turn) {
    idle.touch(turn.now.instant)
    switch screen {
    case .querying: break
    case .session(let host):
      // A transfer through the screen is broken off at once: a host can pretend it, and some emulators
      // clear their screen at this key, and with it the part of the file that is there.
      if case .structuredField? = sessions[host]?.transfer?.step, postpones(.menu, host) { return }
      save(host, .menu, afterSystemRequest: true, &turn)
    case .saving(var saving):
      saving.mayBeCleared = true
      saving.wantsMenu = true
      screen = .saving(saving)
    case .menu:
      guard let current, sessions.contains(current) else { return showOwn(.menu, &turn) }
      enter(current, &turn)
      if screen == .session(current) { turn.add(.systemRequestHost(current)) }
    case .help(_, let under), .commandHelp(_, let under), .message(let under), .options(let under),
      .diagnosis(_, let under):
      switch under {
      case .logon, .locked, .transfer: uncover(under, &turn)
      case .menu, .session: showMenu(&turn)
      }
    case .logon: showOwn(.logon, &turn)
    case .locked: showOwn(.lock, &turn)
    case .confirm: showOwn(.confirm, &turn)
    case .transfer: showOwn(.transfer, &turn)
    }
  }

  /// Draws a panel anew, which the terminal may have cleared, and says whose it is.
  private mutating func showOwn(_ page: Page, _ turn: inout Turn) {
    guard case .none = pending else { return }
    notice = .ownPanel(site.tables.system.systemName)
    show(page, &turn)
  }
}
