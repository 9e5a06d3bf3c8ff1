extension ACTEntry {
  /// Labels that are taken over and have no effect on a TN3270 session.
  static let keptFields: [Field<ACTEntry>] = [
    ("Start ACL prior to CLSDST PASS", "Script may talk before the session is passed", "N"),
    ("Issues CLSDST PASS", "Application may pass the session on", "N"),
    ("Enforce CD protocol", "Throw away input that breaks change-direction", "N"),
    ("Inform user of CD protocol error", "Tell the user input was thrown away", "N"),
    ("Sends first screen", "Application speaks first", "N"),
    ("OPENGATE Control User", "User of the control script", ""),
    ("End-to-End option", "When responses wait for the terminal", "NONE"),
    ("Mode entry override", "Mode entry replaces the BIND image", "N"),
    ("Generic Resource", "Applid is a generic name", "N"),
    ("Keep virtual terminal", "Keep the terminal after the session", "N"),
    ("XRF application", "Applid is a USERVAR name", "N"),
    ("Inquire on application status", "Ask for the state before starting", "N"),
    ("OV/MVS ACT", "OfficeVision link", ""),
  ].map { label, meaning, inert in
    Field(
      label, inert == "N" ? .choice(["Y", "N"]) : .text(limit: 40), allowsBlank: true,
      origin: .kept, meaning: meaning, write: { $0.kept[label] ?? inert }
    ) { record, text in
      record.kept[label] = text.isEmpty || text.uppercased() == inert ? nil : text
      return true
    }
  }
}
