import Journal
import Messages
import SAF

/// What the audit has goes to the log as well.
extension Journal {
  /// Writes a line for each entry.
  func record(audit entries: [AuditEntry]) {
    for entry in entries {
      record(
        .security.changed(
          kind: entry.kind.rawValue, object: entry.object, by: entry.author.name,
          from: entry.author.origin, detail: entry.detail),
        at: entry.time)
    }
  }
}
