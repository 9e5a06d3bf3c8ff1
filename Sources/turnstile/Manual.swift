import ArgumentParser
import Diagnosis
import Messages
import Metrics
import Panels
import Platform
import Script
import Server
import Tables

/// `turnstile manual`: pages that are made from the program's own tables.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a page of the manual, made from the tables that the program works with.",
    discussion: """
      With --man or --completions it writes files into a directory instead: a manual page of \
      section 1 for each command, or completions for bash, zsh and fish.
      """)

  enum Page: String, ExpressibleByArgument, CaseIterable {
    case fields, messages, reasons, commands, panels, scripts, figures
    case schema
    case systemSchema = "system-schema"
    case userSchema = "user-schema"
    case profileSchema = "profile-schema"
    case maskSchema = "mask-schema"
    case commandClassSchema = "command-class-schema"
    case operatorClassSchema = "operator-class-schema"
    case updateClassSchema = "update-class-schema"
  }

  @Argument(
    help: """
      fields (all labels of ACT files), messages, reasons (why no ticket is made), \
      commands (for keys, and which are ours), panels (their variables), scripts (their words), \
      figures (of /metrics and oper top), schema \
      (JSON Schema of an application's file), or that of another file: system-schema, \
      user-schema, profile-schema, mask-schema, command-class-schema, \
      operator-class-schema, update-class-schema.
      """)
  var page: Page?
  @Option(help: "Write manual pages of all commands into this directory.")
  var man: String?
  @Option(help: "Write completions for bash, zsh and fish into this directory.")
  var completions: String?

  func validate() throws {
    guard page != nil || man != nil || completions != nil else {
      throw ValidationError(
        "Which page? \(Page.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
  }

  func run() throws {
    do {
      if let man {
        for page in try CommandPages.all() { try Self.write(page.text, to: man + "/" + page.file) }
      }
      if let completions {
        for (shell, name) in [
          (CompletionShell.bash, "turnstile"), (.zsh, "_turnstile"), (.fish, "turnstile.fish"),
        ] {
          try Self.write(Turnstile.completionScript(for: shell), to: completions + "/" + name)
        }
      }
    } catch {
      Output.error("\(error)")
      throw ExitCode(1)
    }
    if let page { show(page) }
  }

  private static func write(_ text: String, to path: String) throws(SystemError) {
    try Files.write(Array(text.utf8), to: path)
  }

  private func show(_ page: Page) {
    switch page {
    case .fields: Output.line(FieldManual.markdown())
    case .messages: Output.line(MessagesPage.markdown())
    case .reasons: Output.line(ReasonsPage.markdown())
    case .commands: Output.line(CommandsPage.markdown())
    case .panels: Output.line(PanelsPage.markdown(SiteLoader.panelContracts))
    case .scripts: Output.line(ScriptManual.markdown())
    case .figures: Output.line(MetricsPage.markdown())
    case .schema: Output.line(FieldManual.applicationSchema())
    case .systemSchema: Output.line(FieldManual.systemSchema())
    case .userSchema: Output.line(FieldManual.userSchema())
    case .profileSchema: Output.line(FieldManual.profileSchema())
    case .maskSchema: Output.line(FieldManual.maskSchema())
    case .commandClassSchema: Output.line(FieldManual.commandClassSchema())
    case .operatorClassSchema: Output.line(FieldManual.operatorClassSchema())
    case .updateClassSchema: Output.line(FieldManual.updateClassSchema())
    }
  }
}
