import EBCDIC
import Names
import Syntax

/// What the server takes, and ignores or will never use: told, since nobody writes it for nothing.
enum SiteRemarks {
  static func faults(_ draft: SiteDraft) -> [Diagnostic] {
    system(draft) + draft.applications.flatMap(\.remarks) + menus(draft)
  }

  /// Sub-menus whose names mean something else where they are typed.
  private static func menus(_ draft: SiteDraft) -> [Diagnostic] {
    let ids = Set(draft.applications.map(\.session.id.description))
    return draft.applications.compactMap { application in
      guard let menu = application.session.entry.menu, ids.contains(menu) else { return nil }
      return application.places.fault(
        ACTEntry.menuLabel, "\(menu) is a session too, and typed it means that",
        note: "give the sub-menu another name; its line leads to it all the same",
        severity: .warning)
    }
  }

  // MARK: System.yaml

  private static func system(_ draft: SiteDraft) -> [Diagnostic] {
    guard let places = draft.system.places else { return [] }
    let system = draft.system.options
    var faults: [Diagnostic] = []
    func remark(_ label: String, _ message: String, note: String) {
      faults.append(places.fault(label, message, note: note, severity: .warning))
    }
    if !system.keyFile.isEmpty, system.certificateFile.isEmpty {
      remark(
        "TLS key", "a key without \"TLS certificate\" is not used",
        note: "name the certificate, or leave both out")
    }
    if system.users.stage2Timeout ?? 0 > 0, system.users.stage1Timeout ?? 0 == 0,
      !draft.people.contains(where: { $0.options.stage1Timeout ?? 0 > 0 })
    {
      remark(
        "Stage 2 Timeout", "stage 2 never comes: there is no stage 1", note: "set Stage 1 Timeout")
    }
    return faults
  }

  // MARK: Applications

  /// What is to be told of an application's file by itself.
  static func application(_ session: EffectiveSession, _ places: FilePlaces) -> [Diagnostic] {
    let entry = session.entry
    var faults: [Diagnostic] = []
    func remark(_ label: String, _ message: String, note: String) {
      faults.append(places.fault(label, message, note: note, severity: .warning))
    }
    if entry.typesSessionData {
      let page = CodePage.named(entry.codePage) ?? .bracket
      if let strange = entry.sessionData.unicodeScalars.first(where: { page.encode($0) == nil }) {
        remark(
          "Session data", "code page \(page.name) has no `\(strange)`", note: "it is typed as ?")
      }
    }
    for word in SessionDataText(entry.sessionData).unknown {
      let near = Suggestion.closest(to: word, among: SessionVariable.allCases.map(\.rawValue))
      remark(
        "Session data", "\(Diagnostic.quoted(word)) is no variable",
        note: near.map { "did you mean \($0)?" }
          ?? "variables are " + SessionVariable.allCases.map(\.rawValue).joined(separator: " "))
    }
    for remark in session.ticketRemarks {
      faults.append(
        places.fault(remark.label, remark.text, note: remark.remedy, severity: .warning))
    }
    if entry.startScript != nil, session.ticket != nil, session.host.isBuiltIn,
      SessionDataText(entry.sessionData).has(.password)
    {
      remark(
        "Session data", "the application is logged on by it before the script begins",
        note: "write Session data: \"\", or leave \"Start ACLPGM\" out")
    }
    if entry.startScript != nil, entry.typesSessionData {
      remark(
        "Type session data", "it is not typed where a script runs: the script types",
        note: "have the script type it, or leave \"Start ACLPGM\" out")
    }
    if session.ticket?.onlyFor != nil {
      remark(
        "ACL Userid", "a ticket is made only for the signed-on user, so other users get TPXL0926",
        note: "leave \"ACL Userid\" out")
    }
    for label in entry.kept.isEmpty ? [] : entry.kept.keys.sorted() {
      remark(
        label, "\"\(label)\" has no effect here",
        note: "it is kept, so that tables of TPX can be carried over")
    }
    for (label, why) in useless(session) where places.has(label) {
      remark(label, "\"\(label)\" has no effect here", note: why)
    }
    return faults
  }

  /// Labels that an application of the server's own has no use for.
  private static let forHosts = [
    "LU name", "Mask entry name", "Type", "Device type", "Connect timeout", "Keepalive",
    "Verify certificate", "Certificate authorities", "TSO SMF id", "TSO generic name",
  ]

  /// Labels that the entry's host has no use for, and why.
  private static func useless(_ session: EffectiveSession) -> [(label: String, why: String)] {
    let entry = session.entry
    var found: [(String, String)] = []
    guard !session.host.isBuiltIn else {
      return forHosts.map { ($0, "it is for TN3270 hosts, and this one is built in") }
    }
    if !session.host.isSecure {
      found += ["Verify certificate", "Certificate authorities"].map {
        ($0, "it is for TLS: tn3270s:// in place of tn3270://")
      }
    } else if !entry.verifiesCertificate {
      found.append(("Certificate authorities", "\"Verify certificate\" is N"))
    }
    if entry.tsoGenericName != nil {
      found.append(("TSO SMF id", "the TSO's generic name counts in its place"))
    }
    return found
  }
}
