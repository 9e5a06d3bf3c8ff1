import ArgumentParser
import Diagnosis
import Messages
import Panels
import Server
import Tables

/// `turnstile manual`: pages that are made from the program's own tables.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a page of the manual, made from the tables that the program works with.")

  enum Page: String, ExpressibleByArgument, CaseIterable {
    case fields, messages, reasons, commands, panels
    case schema
    case systemSchema = "system-schema"
    case userSchema = "user-schema"
    case profileSchema = "profile-schema"
    case maskSchema = "mask-schema"
  }

  @Argument(
    help: """
      fields (all labels of ACT files), messages, reasons (why no ticket is made), \
      commands (for keys, and which are ours), panels (their variables), schema \
      (JSON Schema of an application's file), or that of another file: system-schema, \
      user-schema, profile-schema, mask-schema.
      """)
  var page: Page

  func run() {
    switch page {
    case .fields: Output.line(FieldManual.markdown())
    case .messages: Output.line(MessagesPage.markdown())
    case .reasons: Output.line(ReasonsPage.markdown())
    case .commands: Output.line(CommandsPage.markdown())
    case .panels: Output.line(PanelsPage.markdown(SiteLoader.panelContracts))
    case .schema: Output.line(FieldManual.applicationSchema())
    case .systemSchema: Output.line(FieldManual.systemSchema())
    case .userSchema: Output.line(FieldManual.userSchema())
    case .profileSchema: Output.line(FieldManual.profileSchema())
    case .maskSchema: Output.line(FieldManual.maskSchema())
    }
  }
}
