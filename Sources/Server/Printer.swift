import Messages
import Names
import Platform
import Time

/// Screens that users print: one text file a user below `print/` of the state directory, a form feed
/// before each screen.
struct Printer: Sendable {
  /// The state directory.
  let directory: String
  /// Longest file of a user, in MiB; then somebody has to take it away.
  static let limit = 8

  /// Appends a screen; waits for the disk, so on a helper's thread.
  func append(_ user: UserID, _ session: SessionID, rows: [String], at time: WallTime)
    -> PrintResult
  {
    let name = "print/\(user).txt"
    let stamp = TPXLayout.stamp(time, offsetSeconds: Clock.utcOffset(at: time))
    var text = "\u{0C}\(stamp)  \(user) \(session)\n\n"
    for row in rows {
      var row = Substring(row)
      while row.last == " " { row.removeLast() }
      text += row + "\n"
    }
    do {
      try Files.makeDirectory(directory + "/print")
      let isWritten = try Files.append(
        Array(text.utf8), to: directory + "/" + name, limit: Self.limit << 20)
      return isWritten ? .appended(name) : .full(Self.limit)
    } catch {
      return .failed(error.description)
    }
  }
}
