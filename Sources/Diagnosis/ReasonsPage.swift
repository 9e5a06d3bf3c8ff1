import SAF

/// The manual's page of reason codes, from the table that makes them.
public enum ReasonsPage {
  /// The page as Markdown.
  public static func markdown() -> String {
    var page = """
      # Why no ticket is made

      What the log says in TPXL0921, and in TPXL0926, which has no codes. The source names who
      gave the codes their meaning: TPX (Broadcom's documentation), ICSF (its return and reason
      codes, behind TPX's reason code for CSNBENC), or Turnstile, where nothing is public: those
      are ours, and no TPX shows them.

      | message | REASON CODE | Additional HEX INFO | Reason Meaning | what to do | source |
      |---|---|---|---|---|---|

      """
    for failure in TicketFailure.all {
      let hasCodes = failure.message == "TPXL0921"
      let codes = failure.codes.split(separator: "/").map(String.init)
      page += "| \(failure.message) | \(hasCodes ? codes[0] : "-") | \(hasCodes ? codes[1] : "-") "
      page += "| \(failure.meaning) | \(failure.remedy) | \(failure.source.rawValue) |\n"
    }
    return page
  }
}
