import ArgumentParser
import Names
import Platform
import Script
import ScriptTools
import Syntax

/// `turnstile script import`: scripts of other products.
struct ScriptImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring ACL members of TPX and scripts of s3270 over.",
    discussion: """
      What comes out passes turnstile script check. Each line that cannot be carried over is a \
      comment with the reason, and is told; so is each password that stood in a text, which \
      becomes &PSWD. Several files need --into.
      """)

  @Argument(help: "The scripts.") var files: [String]
  @Option(help: "Where the scripts go, such as ACT/Scripts; one that is there stays.")
  var into: String?
  @Option(help: "What they were written for: tpx or s3270. Each file tells where nobody says so.")
  var from: String?
  @Option(help: "Whose id their texts have, for &USERID.") var user: String?

  func validate() throws {
    guard files.count == 1 || into != nil else {
      throw ValidationError("Several scripts go into a folder: --into.")
    }
    if let user, UserID(user) == nil { throw ValidationError("'\(user)' is no user id.") }
    if let from, ScriptImport.Kind(rawValue: from.lowercased()) == nil {
      let kinds = ScriptImport.Kind.allCases.map(\.rawValue)
      throw ValidationError("'\(from)' is none of \(kinds.joined(separator: ", ")).")
    }
  }

  func run() throws {
    var sources: [SourceText] = []
    for file in files {
      do {
        let bytes = try Files.read(file, limit: ScriptLimits.fileSize)
        sources.append(SourceText(path: file, bytes: bytes))
      } catch {
        Output.error("\(file): the script cannot be read: \(error.reason)")
        throw ExitCode(1)
      }
    }
    let present = into.map { ScriptFiles([$0]).sources } ?? []
    let results = ScriptImport.run(
      sources, of: from.flatMap { ScriptImport.Kind(rawValue: $0.lowercased()) },
      user: user.flatMap { UserID($0) }, beside: present)
    for result in results {
      if let into {
        let path = "\(into)/\(result.name).acl"
        try ScriptOutput.write(result.text, to: path)
        Output.line("\(result.path): imported as \(path)")
      } else {
        Output.text(result.text)
      }
      for note in result.notes {
        Output.error("\(result.path)\(note.line.map { ":\($0)" } ?? ""): \(note.message)")
      }
    }
  }
}
