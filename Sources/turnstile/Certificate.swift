import ArgumentParser
import Platform
import Server
import SessionEngine
import Tables

/// `turnstile certificate`: the certificate that terminals see.
struct Certificate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the server's certificate, or make one for a first try.",
    subcommands: [SelfSigned.self, Show.self])

  /// `turnstile certificate self-signed`.
  struct SelfSigned: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "self-signed",
      abstract: "Make a key and a certificate for a first try, and say which options name them.",
      discussion: """
        Both go into the folder TLS of the site; a file that is there is never replaced. The \
        certificate vouches for itself and is good for a year.
        """)

    @Option(help: "Name or address that terminals connect to; may be given several times.")
    var name: [String]
    @OptionGroup var site: SiteOption

    func run() throws {
      do {
        for line in try CertificateFiles.makeSelfSigned(names: name, site: site.site) {
          Output.line(line)
        }
      } catch {
        Output.error("\(error)")
        throw ExitCode(1)
      }
    }
  }

  /// `turnstile certificate show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show whose certificates are in a file, for which names, and until when.",
      discussion: "Without a file, it is that of TLS certificate in ACT/System.yaml.")

    @Argument(help: "PEM file of certificates.")
    var file: String?
    @OptionGroup var site: SiteOption

    func run() throws {
      do {
        for line in try CertificateFiles.show(try file ?? own()) { Output.line(line) }
      } catch let error as CertificateFiles.Fault {
        Output.error("\(error)")
        throw ExitCode(1)
      }
    }

    private func own() throws -> String {
      let named = SiteLoader.check(site.site).site?.tables.system.certificateFile ?? ""
      guard !named.isEmpty else {
        Output.error("ACT/System.yaml of \(site.site) names no TLS certificate; name a file")
        throw ExitCode(1)
      }
      return Files.path(named, in: site.site)
    }
  }
}
