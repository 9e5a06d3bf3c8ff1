/// At sign-on, and on panels that ask.
extension Notice {
  /// The same words whatever was wrong.
  public static let signOnRefused = Notice(
    .fault, plain: "Userid or password is not valid; who is revoked asks an administrator")
  /// The new password breaks the rule.
  public static let newPasswordRefused = Notice(
    .fault, plain: "The new password is not valid: 8 to 100 characters, not the old one")
  /// The new password and its repetition differ.
  public static let newPasswordsDiffer = Notice(
    .fault, plain: "The new password was not typed twice alike; nothing is changed")
  /// The helpers that look at passwords are busy.
  public static let tooManySignOns = Notice(
    .fault, plain: "Too many sign-ons at this moment; try again in some seconds")
  /// The security database does not work.
  public static let signOnImpossible = Notice(
    .fault, plain: "Sign-on is not possible now: tell the operator")
  /// The user id is blank.
  public static let enterUserID = Notice(.remark, plain: "Enter your user id")
  /// The password is blank.
  public static let enterPassword = Notice(.remark, plain: "Enter your password")
  /// The terminal is in clear, and the site wants TLS.
  public static let passwordNeedsTLS = Notice(
    .fault, plain: "Passwords are taken over TLS only; connect with TLS")
  /// The user signed on with a new password.
  public static let passwordChanged = Notice(.good, plain: "The password is changed")
  /// A panel that asks for Y or N.
  public static let chooseYesOrNo = Notice(.remark, plain: "Answer Y or N")

  /// SYSREQ on a panel that asks for a password.
  public static func ownPanel(_ system: String) -> Notice {
    Notice(.good, "This panel is \(system)'s own: no host has drawn it")
  }

  /// A time-out is near.
  ///
  /// `what`: what will happen.
  public static func timeoutSoon(seconds: Int, what: String) -> Notice {
    Notice(.remark, "\(what) in \(seconds) seconds: press a key")
  }
}
