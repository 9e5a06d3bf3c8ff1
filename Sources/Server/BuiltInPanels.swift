import Syntax

/// The panels that come with the program: they serve where a site's Screens/ has none of that name, and
/// `turnstile init` writes them.
///
/// Their bytes are the files of the project's Screens/, which the build embeds (`Screens` beside this file
/// leads there).
enum BuiltInPanels {
  static let all: [SourceText] = files.map { name, bytes in
    SourceText(path: "Screens/\(name).panel", text: String(decoding: bytes, as: UTF8.self))
  }

  private static let files: [(name: String, bytes: [UInt8])] = [
    ("DEMOCIC1", PackageResources.DEMOCIC1_panel),
    ("DEMOCIC2", PackageResources.DEMOCIC2_panel),
    ("DEMOTSO1", PackageResources.DEMOTSO1_panel),
    ("DEMOTSO2", PackageResources.DEMOTSO2_panel),
    ("TEN0003", PackageResources.TEN0003_panel),
    ("TEN0003H", PackageResources.TEN0003H_panel),
    ("TEN0004", PackageResources.TEN0004_panel),
    ("TEN0005", PackageResources.TEN0005_panel),
    ("TEN0006", PackageResources.TEN0006_panel),
    ("TEN0041", PackageResources.TEN0041_panel),
    ("TEN0041H", PackageResources.TEN0041H_panel),
    ("TEN0042H", PackageResources.TEN0042H_panel),
    ("TEN0043", PackageResources.TEN0043_panel),
    ("TEN0155", PackageResources.TEN0155_panel),
    ("TEN0156", PackageResources.TEN0156_panel),
    ("TEN0157", PackageResources.TEN0157_panel),
    ("TEN0157H", PackageResources.TEN0157H_panel),
    ("TEN0158", PackageResources.TEN0158_panel),
    ("TEN0159", PackageResources.TEN0159_panel),
    ("TEN0160", PackageResources.TEN0160_panel),
    ("TEN0160H", PackageResources.TEN0160H_panel),
    ("TEN0166", PackageResources.TEN0166_panel),
    ("TPXADMD", PackageResources.TPXADMD_panel),
    ("TPXADMIN", PackageResources.TPXADMIN_panel),
    ("TPXADML", PackageResources.TPXADML_panel),
    ("TPXADMR", PackageResources.TPXADMR_panel),
    ("TPXADMU", PackageResources.TPXADMU_panel),
    ("TPXADMX", PackageResources.TPXADMX_panel),
    ("TPXOPER", PackageResources.TPXOPER_panel),
    ("TPXVIEW", PackageResources.TPXVIEW_panel),
  ]

  /// A site's panels, and the program's own where it has none.
  static func completing(_ screens: [SourceText]) -> [SourceText] {
    let names = Set(screens.map { $0.name.uppercased() })
    return screens + all.filter { !names.contains($0.name.uppercased()) }
  }
}
