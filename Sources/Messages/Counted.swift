/// A number with its noun, as people say it: `1 session`, `2 sessions`.
///
/// `plural`: where it is not the noun and an s.
public func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
}
