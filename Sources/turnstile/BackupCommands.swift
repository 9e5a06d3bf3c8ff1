import ArgumentParser
import Platform
import Server

/// `turnstile backup`: site and state in one file.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy tables, panels and the security database into one file, while the server runs.",
    discussion: """
      All of it is of one moment. The file is a tar archive, for its owner alone. Without --keys \
      nothing of the database can be used by who has the file alone; master keys are then kept by \
      several people (turnstile card split-master-key), or are systemd's credentials. Certificates \
      and PIN files, which System.yaml names by their paths, are not in it.
      """)

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Flag(help: "Put the state directory's keys into the file as well.")
  var keys = false
  @Argument(help: "The file to write.")
  var file: String

  func run() throws {
    guard Files.exists(state.state) else {
      Output.error("there is no state directory \(state.state); name it with --state")
      throw ExitCode(1)
    }
    do {
      for line in try Backup.write(
        to: file, site: site.site, state: state.state, withKeys: keys)
      { Output.line(line) }
    } catch {
      Output.error(error.description)
      throw ExitCode(1)
    }
  }
}

/// `turnstile restore`: what `turnstile backup` saved.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup back, where no server runs.",
    discussion: """
      The backup is looked at whole, and its database is opened with its keys, before anything is \
      changed. What it takes the place of is kept beside it.
      """)

  @OptionGroup var site: SiteOption
  @OptionGroup var state: StateOption
  @Flag(help: "Take the place of a site, a database and keys that are there.")
  var replace = false
  @Argument(help: "The file that turnstile backup wrote.")
  var file: String

  func run() throws {
    do {
      let restore = Restore(site: site.site, state: state.state, replaces: replace)
      for line in try restore.run(file) { Output.line(line) }
    } catch {
      Output.error(error.description)
      throw ExitCode(1)
    }
  }
}
