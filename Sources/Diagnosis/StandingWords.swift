public import Names
public import SAF

extension Standing {
  /// What lets the user log on again; nil where nothing is to be done.
  public func remedy(for user: UserID) -> String? {
    switch self {
    case .good: nil
    case .revoked: "ALTUSER \(user) RESUME"
    case .protected: "ALTUSER \(user) PASSWORD(...)"
    case .undefined: "ADDUSER \(user) PASSWORD(...)"
    }
  }
}
