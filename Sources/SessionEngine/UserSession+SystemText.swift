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
    _ host: HostID, _ text: [UInt8], _ now: Moment, _ effects: inout [Effect]
  ) {
    guard let index = index(of: host) else { return }
    finishSaving(now, &effects)
    sessions[index].touch(now.instant)
    let former = sessions[index].systemInput
    sessions[index].systemInput = sessions[index].space.showSystemText(text, after: former)
    if screen == .session(host), isConnected {
      redraw(index, alarm: false, &effects)
    } else {
      unseen(index, alarm: false, &effects)
    }
    typeSessionData(host, &effects)
  }

  /// Types the session data, once the host has given a place for it.
  mutating func typeSessionData(_ host: HostID, _ effects: inout [Effect]) {
    guard let index = index(of: host), let data = sessions[index].typing else { return }
    let page = CodePage.named(sessions[index].definition.entry.codePage) ?? .bracket
    var texts = data.typed(page)
    if sessions[index].systemInput != nil {
      sessions[index].typing = nil
      sessions[index].space.restore(aid: .enter, lock: .waiting)
      effects.append(.sendHostText(host, Array(texts.joined())))
    } else if let record = sessions[index].space.typing(texts, then: .enter) {
      sessions[index].typing = nil
      effects.append(.sendHost(host, record))
    }
    for index in texts.indices { Wipe.bytes(&texts[index]) }
  }
}
