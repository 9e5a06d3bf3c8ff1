import Glibc

/// Defaults of options that a site sets once for all commands; nothing secret.
enum Environment {
  /// The value of a variable; nil where it is not set or blank.
  static func value(_ name: String) -> String? {
    guard let text = getenv(name).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    return text
  }
}
