import ArgumentParser
import Bytes
import DataStream
import EBCDIC
import Names
import Panels
import Platform
import Server
import SessionEngine
import Terminal

/// `turnstile screen`: panels and screens.
struct Screen: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Panels and screens.",
    subcommands: [Show.self, Vectors.self, ScreenReplay.self, ScreenFuzz.self])

  /// `turnstile screen show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a panel of Screens/ with sample values, as text or as a picture.")

    @Argument(help: "The panel's id, such as TEN0041.")
    var panel: String
    @Option(help: "Model of the terminal, 2 to 5.")
    var model = 2
    @Option(help: "Write a picture (SVG) to this file.")
    var svg: String?
    @OptionGroup var site: SiteOption

    func validate() throws {
      guard (2...5).contains(model) else { throw ValidationError("A model is 2, 3, 4 or 5.") }
    }

    func run() throws {
      let loaded = SiteLoader.load(site.site)
      guard let panels = loaded.site?.panels else {
        for line in loaded.rendered { Output.error(line) }
        throw ExitCode(1)
      }
      guard let found = PanelName(panel).flatMap({ panels[$0] }) else {
        let near = PanelSample.closest(to: panel, in: panels).map { "; did you mean \($0)?" } ?? ""
        Output.error("\(panel) is no panel of \(site.site)/Screens\(near)")
        throw ExitCode(1)
      }
      let space = PanelSample.draw(found, model: model)
      if let svg {
        try Files.write(Array(ScreenPicture.svg(space, .bracket).utf8), to: svg)
      } else {
        for line in ScreenText.lines(space, .bracket) { Output.line(line.trimmedEnd) }
      }
    }
  }

  /// `turnstile screen vectors`.
  struct Vectors: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run outbound records through the virtual terminal, and compare the screens.",
      discussion: "Exit code 1 if one differs.")

    @Argument(help: "JSON with vectors.")
    var file: String
    @Flag(help: "Also redraw each screen into another terminal, and compare again.")
    var restore = false

    func run() throws {
      guard let result = VectorRun.run(try JSONFile.read(file), restore: restore) else {
        Output.error("\(file): expected vectors")
        throw ExitCode(1)
      }
      for line in result.failures { Output.line(line) }
      Output.line("\(result.passed) passed, \(result.failed) failed")
      if result.failed > 0 { throw ExitCode(1) }
    }
  }
}

extension String {
  /// Without blanks at its end.
  var trimmedEnd: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
