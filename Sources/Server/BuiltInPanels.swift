import Syntax

/// The panels that come with the program: they serve where a site's Screens/ has none of that name, and
/// `turnstile init` writes them.
enum BuiltInPanels {
  static let all = MenuPanels.all + DialoguePanels.all + DemoPanels.all

  /// A site's panels, and the program's own where it has none.
  static func completing(_ screens: [SourceText]) -> [SourceText] {
    let names = Set(screens.map { $0.name.uppercased() })
    return screens + all.filter { !names.contains($0.name.uppercased()) }
  }
}
