import Crypto
import Names
import Platform
import SAF
import Time

/// What administrators ask of users' second factors.
struct FactorRequests {
  /// Acts in the name of who asks.
  let manager: SecurityManager

  typealias Answer = Administration.Answer

  /// Longest body: a secret in base32 and a code.
  private static let bodyLimit = 512

  /// `FACTOR SHOW|ENROL|REMOVE USER`; to enrol, the body is the secret in base32 and the code, a line each.
  func answer(_ operands: [String], _ body: [UInt8]) -> Answer {
    guard let user = UserID(operands[1]) else { return .failed("\(operands[1]) is no user id") }
    guard manager.state.users[user] != nil else {
      return .failed("\(user) is not defined to the security manager")
    }
    do throws(StoreError) {
      switch operands[0].uppercased() {
      case "SHOW": return Answer(lines: [standing(of: user)])
      case "ENROL": return try enrol(user, body)
      case "REMOVE":
        let isGone = try FactorDesk(manager).remove(user, at: Clock.wall())
        return isGone
          ? Answer(lines: ["\(user) has no second factor any more"])
          : .failed("\(user) has no second factor")
      default: return .failed("say FACTOR SHOW, ENROL or REMOVE")
      }
    } catch {
      return .failed(error.description)
    }
  }

  private func standing(of user: UserID) -> String {
    guard let factor = manager.state.factors[user] else {
      return "\(user) has no second factor"
    }
    guard factor.wrapped != nil else {
      return "\(user) "
        + (factor.isActive ? "is to enrol at the next sign-on" : "has no second factor yet")
    }
    return "\(user) has enrolled" + (factor.isActive ? "" : ", and is asked for no code (NOACTIVE)")
  }

  private func enrol(_ user: UserID, _ body: [UInt8]) throws(StoreError) -> Answer {
    guard body.count <= Self.bodyLimit, let end = body.firstIndex(of: 0x0A),
      let secret = Base32.decode(Secret(copying: body[..<end])),
      secret.secret.count >= OneTimeCode.shortestSecret
    else {
      return .failed(
        "expected a secret of \(OneTimeCode.shortestSecret) bytes or more in base32, and a code "
          + "below it")
    }
    let rest = body[(end + 1)...].prefix { $0 != 0x0A && $0 != 0x0D }
    let done = try FactorDesk(manager).enrol(
      user, secret: secret, code: SharedSecret(Secret(copying: rest)), replaces: true,
      at: Clock.wall())
    return switch done {
    case .enrolled: Answer(lines: ["\(user) needs a code from now on"])
    case .wrongCode:
      .failed("that is no code of the key now; look whether the clocks are right, and try the next")
    case .notDefined, .enrolledBefore: .failed("\(user) was changed meanwhile; nothing is done")
    }
  }
}
