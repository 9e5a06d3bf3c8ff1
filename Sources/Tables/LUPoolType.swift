/// Who may have an LU of an entry's `LU name` at the same time (`Type`).
public enum LUPoolType: String, Hashable, Sendable {
  /// One session alone.
  case unique = "UNQ"
  /// Sessions to different applications.
  case group = "GRP"
  /// Any session.
  case shared = "SHR"
}
