/// The manual's page of messages.
public enum MessagesPage {
  /// All messages in order, as Markdown.
  public static func markdown() -> String {
    var page = "# Messages\n\n"
    for id in MessageID.allCases {
      let example = id.example
      page += "## \(id.number)\(id.isDocumented ? "" : " (Turnstile's own)")\n\n"
      for line in example.lines { page += "    \(line)\n" }
      page += "\n\(example.meaning)\n\nWhat to do: \(example.action)\n\n"
    }
    return page
  }
}
