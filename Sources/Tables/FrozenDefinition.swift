public import Bytes
import Names

/// A definition is written whole: what a session runs with stays what it was at its start, whatever the
/// tables say when it is read back.
extension EffectiveSession {
  /// Writes the entry, its file and the session's id.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(entry)
    freezer.put(path)
    freezer.put(id)
  }
}

extension SiteTables {
  /// Reads what a definition wrote: the tables' own one where it says the same, so that there is one of
  /// it, else what it was.
  public func definition(thawing thawer: inout Thawer) throws(ThawError) -> EffectiveSession {
    let entry = try thawer.take(ACTEntry.self)
    let path = try thawer.take(String.self)
    let id = try thawer.take(SessionID.self)
    guard let application = entry.application, let host = entry.host else {
      throw .invalid("definition")
    }
    let frozen = EffectiveSession(entry, application, host, path: path)
    let own = session(frozen.ownID)
    let isSame = own?.entry == entry && own?.path == path
    let definition = (isSame ? own ?? frozen : frozen).named { $0 == id }
    guard definition.id == id else { throw .invalid("session id") }
    return definition
  }
}
