import PAM
import Platform
import SAF
import Tables

/// Whether the PAM service of a site is there, and answers: in lines, which start with the file to mend.
struct PAMTrial {
  /// What is said of it.
  let line: String
  /// Whether nobody, or anybody, could sign on by it.
  let isFaulty: Bool

  /// Seconds for which a stack is waited for that is only tried.
  private static let patience = 10

  /// Nil where the site's passwords are RACF's.
  init?(_ system: SystemOptions, site: String) {
    guard system.securitySystem == .pam else { return nil }
    guard let name = system.pamService else {
      line = "ACT/System.yaml: remark: PAM service is blank: nobody can sign on; name a service"
      isFaulty = true
      return
    }
    let service = PAMService("\(name)", site: site)
    guard let file = service.file else {
      line =
        "\(service.expectedFile): remark: the PAM service is not there: nobody can sign on; write "
        + "it, or name another one (PAM service)"
      isFaulty = true
      return
    }
    let words: String
    do {
      let dialog = try PAMDialog(.own, patience: Self.patience)
      (words, isFaulty) = Self.words(dialog.ask(PAMRequest(trialOf: service)))
    } catch {
      (words, isFaulty) = ("it cannot be asked: \(error)", true)
    }
    line = "\(file): remark: PAM service \(name): \(words)"
  }

  private static func words(_ answer: AuthorityAnswer) -> (String, Bool) {
    switch answer {
    case .asks: ("it answers, and asks for a password", false)
    case .accepted, .passwordChanged: ("it lets in without a password whoever says a name", true)
    case .wrong(let words), .barred(let words), .badNewPassword(let words):
      ("it refuses before it asks for a password (\(words))", true)
    case .silent(let fault): ("it does not answer: \(fault)", true)
    case .expired, .lapsed: ("it says something else than whether a password is right", true)
    }
  }
}
