import SAF

/// The manual's page of reason codes, from the table that makes them.
public enum ReasonsPage {
  public static func markdown() -> String {
    var page =
      "# Why no ticket is made (TPXL0921)\n\n"
      + "| REASON CODE | Additional HEX INFO | Reason Meaning | what to do | source |\n"
      + "|---|---|---|---|---|\n"
    for failure in TicketFailure.all {
      let codes = failure.codes.split(separator: "/")
      let source =
        failure.codes == "0C/0C0000" ? "TPX" : failure.codes.hasPrefix("0C") ? "ICSF" : "Turnstile"
      page += "| \(codes[0]) | \(codes[1]) | \(failure.meaning) | \(failure.remedy) | \(source) |\n"
    }
    return page
  }
}
