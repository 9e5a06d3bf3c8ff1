import Crypto

/// What was typed as new password at the logon panel: twice, since it is not seen.
enum NewPassword {
  /// Both fields are empty.
  case unchanged
  case wanted(SharedSecret)
  /// The two differ, or one is empty.
  case mistyped

  init(_ first: SharedSecret?, again second: SharedSecret?) {
    switch (first.flatMap(Self.filled), second.flatMap(Self.filled)) {
    case (nil, nil): self = .unchanged
    case (let first?, let second?) where first.secret.isEqual(to: second.secret):
      self = .wanted(first)
    default: self = .mistyped
    }
  }

  private static func filled(_ secret: SharedSecret) -> SharedSecret? {
    secret.secret.count > 0 ? secret : nil
  }
}
