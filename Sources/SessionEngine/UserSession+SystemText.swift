import Crypto
import DataStream
import EBCDIC
import Panels
import Tables
import Terminal
import Time

/// What is said to a host before an application is bound, and what is typed there for the user.
extension UserSession {
  /// Text of the host's system services: shown as the terminal would show it.
  mutating func hostText(
    _ host: HostID, _ text: [UInt8], _ turn: inout Turn
  ) {
    guard sessions.contains(host) else { return }
    // What follows may end the session, or all.
    finishSaving(&turn)
    let former = sessions[host]?.systemInput
    guard let input = sessions[host]?.space.showSystemText(text, after: former) else { return }
    sessions[host]?.systemInput = input
    outputCame(host, turn.now)
    if screen == .session(host), isConnected {
      showWhole(host, alarm: false, &turn)
    } else {
      unseen(host, alarm: false, &turn)
    }
    typeSessionData(host, &turn)
  }

  /// Types the session data, once the host has given a place for it.
  mutating func typeSessionData(_ host: HostID, _ turn: inout Turn) {
    guard let data = sessions[host]?.typing else { return }
    let page = CodePage.named(sessions[host]?.definition.entry.codePage ?? "") ?? .bracket
    var texts = data.typed(page)
    if sessions[host]?.systemInput != nil {
      sessions[host]?.typing = nil
      sessions[host]?.space.restore(aid: .enter, lock: .waiting)
      turn.add(.sendHostText(host, Array(texts.joined())))
    } else if let record = sessions[host]?.space.typing(texts, then: .enter) {
      sessions[host]?.typing = nil
      turn.add(.sendHost(host, record))
    }
    for index in texts.indices { Wipe.bytes(&texts[index]) }
  }
}
