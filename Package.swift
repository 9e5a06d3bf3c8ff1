// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 mode, warnings are errors, an import is internal unless it says `public`.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]
/// Pure modules: besides, an unsafe pointer must say `unsafe`, and a test forbids the word there.
let pure = strict + [.strictMemorySafety()]

/// A module of ours and its tests. `imports` are modules of lower layers (Tests/TidyTests checks).
func module(
  _ name: String, _ imports: [String] = [], c: [String] = [], outside: [Target.Dependency] = [],
  embeds: [String] = [], settings: [SwiftSetting] = pure, testing: [String] = [],
  fixtures: Bool = false
) -> [Target] {
  let ours = (imports + c).map { Target.Dependency(stringLiteral: $0) }
  return [
    .target(
      name: name, dependencies: ours + outside, resources: embeds.map { .embedInCode($0) },
      swiftSettings: settings),
    .testTarget(
      name: "\(name)Tests",
      dependencies: ["TestSupport", .init(stringLiteral: name)]
        + (imports + testing).map { .init(stringLiteral: $0) },
      exclude: fixtures ? ["Fixtures"] : [], swiftSettings: strict),
  ]
}

func library(_ name: String, pkgConfig: String, apt: String) -> [Target] {
  [.systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])]
}

let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

// Layers from below; a module imports only modules above its line here.
var targets: [Target] = []

// 0: C
targets += library("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev")
targets += library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev")
targets += library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev")
targets += library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev")
targets += library("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev")
targets += library("CPKCS11", pkgConfig: "p11-kit-1", apt: "libp11-kit-dev")
targets += [
  .systemLibrary(name: "CPAM", providers: [.apt(["libpam0g-dev"])]), .target(name: "CPlatform"),
]

// 1: vocabulary
targets += module("Bytes")
targets += module("Time", ["Bytes"])
targets += module("Names", ["Bytes"])
targets += module("Ledger")
targets += module("Console")
targets += module("Syntax", c: ["CYAML"], settings: strict)

// 2: protocol and messages
targets += module("Messages", ["Bytes", "Names", "Time"], fixtures: true)
targets += module("Metrics", ["Bytes"])
targets += module("EBCDIC", ["Bytes"])
targets += module("DataStream", ["Bytes", "Names"])
targets += module("TN3270", ["Bytes", "DataStream", "Names", "Time"], fixtures: true)
targets += module("Crypto", ["Bytes"], c: ["COpenSSL", "CSodium"], settings: strict)

// 3: the terminal, the keys, TLS
targets += module("Terminal", ["Bytes", "DataStream", "EBCDIC", "Names"], fixtures: true)
targets += module("Keystore", ["Bytes", "Crypto", "Names"])
targets += module("TLS", ["Bytes", "Crypto"], c: ["COpenSSL"], settings: strict)
targets += module("QR", ["Crypto"], fixtures: true)

// 4: tickets, scripts, tables, panels
targets += module(
  "PassTicket", ["Bytes", "Crypto", "EBCDIC", "Keystore", "Names", "Time"], fixtures: true)
targets += module(
  "Script", ["Bytes", "DataStream", "EBCDIC", "Names", "Syntax", "Terminal", "Time"])
targets += module("Tables", ["Bytes", "EBCDIC", "Names", "Script", "Syntax"], fixtures: true)
targets += module(
  "Panels", ["Bytes", "Crypto", "DataStream", "EBCDIC", "Names", "Syntax", "Terminal"],
  testing: ["ScreenSupport"], fixtures: true)
targets += module(
  "Replay",
  ["Bytes", "DataStream", "EBCDIC", "Names", "Script", "TN3270", "Terminal", "Time"],
  testing: ["Syntax"])
targets += module(
  "ScriptTools",
  [
    "Bytes", "Crypto", "DataStream", "EBCDIC", "Names", "Replay", "Script", "Syntax", "TN3270",
    "Terminal", "Time",
  ], embeds: ["Ready"])

// 5: the security manager
targets += module("SAF", ["Bytes", "Crypto", "Keystore", "Names", "PassTicket", "Time"])
targets += module(
  "RACF", ["Bytes", "Crypto", "Keystore", "Names", "PassTicket", "SAF", "Time"])
targets += module(
  "Diagnosis", ["Bytes", "Crypto", "Keystore", "Names", "PassTicket", "SAF", "Tables", "Time"],
  testing: ["Syntax"])

// 6: the user and the sessions behind the terminal
targets += module(
  "SessionEngine",
  [
    "Bytes", "Crypto", "DataStream", "EBCDIC", "Messages", "Names", "Panels", "SAF", "Script",
    "Syntax", "Tables", "Terminal", "Time",
  ], testing: ["Keystore", "TN3270"], fixtures: true)

// 7: built-in applications
targets += module(
  "DemoApplications",
  ["Bytes", "Crypto", "DataStream", "EBCDIC", "Names", "Panels", "SAF", "SessionEngine"],
  testing: ["Syntax", "Terminal"])

targets += module(
  "OperatorSession",
  ["Bytes", "DataStream", "EBCDIC", "Names", "Panels", "SessionEngine"],
  testing: ["ScreenSupport", "Syntax", "Terminal"], fixtures: true)

targets += module(
  "AdminSession",
  ["Bytes", "DataStream", "EBCDIC", "Names", "Panels", "SessionEngine", "Syntax", "Tables"],
  testing: ["ScreenSupport", "Terminal"], fixtures: true)

targets += module(
  "ViewSession",
  ["Bytes", "DataStream", "EBCDIC", "Names", "Panels", "SessionEngine", "Terminal"],
  testing: ["Syntax", "Tables", "Time"])

// 8 to 10: everything that touches descriptors, files and clocks
targets += module("Platform", ["Bytes", "Ledger", "Time"], c: ["CPlatform"], settings: strict)
targets += module("Keeper", ["Bytes", "Platform", "Time"], settings: strict)
targets += module(
  "TLSEnd", ["Bytes", "Crypto", "Names", "Platform", "TLS", "Time"], settings: strict)
targets += module(
  "Journal", ["Messages", "Names", "Platform", "Time"], c: ["CZlib"], settings: strict,
  testing: ["Bytes"])
targets += module(
  "PKCS11", ["Crypto", "Keystore", "Names", "Platform", "Time"], c: ["CPKCS11"], settings: strict)
targets += module(
  "PAM", ["Crypto", "Names", "Platform", "SAF"], c: ["CPAM"], settings: strict)
targets += module(
  "Store",
  ["Bytes", "Crypto", "Diagnosis", "Keystore", "Names", "PassTicket", "Platform", "SAF", "Time"],
  c: ["CSQLite", "CSodium"], settings: strict, testing: ["RACF"])
targets += module(
  "Server",
  [
    "AdminSession", "Bytes", "Crypto", "DataStream", "DemoApplications", "Diagnosis", "EBCDIC",
    "Journal",
    "Keeper", "Keystore", "Ledger", "Messages", "Metrics", "Names", "OperatorSession", "PAM",
    "PKCS11", "Panels", "PassTicket", "Platform", "RACF", "Replay", "SAF", "SessionEngine", "Store",
    "Syntax", "TLS", "TLSEnd",
    "TN3270",
    "Tables", "Terminal", "Time", "ViewSession",
  ], embeds: ["Screens"], settings: strict)

// 11: commands
targets += [
  .executableTarget(
    name: "turnstile",
    dependencies: [
      "Bytes", "Console", "Crypto", "DataStream", "Diagnosis", "EBCDIC", "Journal", "Keeper",
      "Keystore", "Messages", "Metrics", "Names", "PAM", "PKCS11", "Panels",
      "PassTicket", "Platform", "QR", "RACF", "Replay", "SAF", "Script", "Server", "SessionEngine",
      "ScriptTools", "Store", "Syntax", "TLS", "TLSEnd",
      "Tables", "Terminal", "Time", arguments,
    ], swiftSettings: strict),
  .executableTarget(
    name: "turnstile-load",
    dependencies: [
      "Bytes", "Crypto", "DataStream", "EBCDIC", "Names", "Platform", "TLS", "TN3270", "Terminal",
      "Time", arguments,
    ], swiftSettings: strict),
  // Every reader of foreign bytes, under broken ones.
  .executableTarget(
    name: "turnstile-fuzz",
    dependencies: [
      "Bytes", "Crypto", "DataStream", "EBCDIC", "Keystore", "Messages", "Names", "Panels",
      "Platform", "RACF", "Replay", "SAF", "Script", "ScriptTools", "Server", "SessionEngine",
      "Syntax", "TN3270", "Tables", "Terminal", "Time",
      arguments,
    ], swiftSettings: strict),
  // Hot paths, whose instructions .ci/instructions counts.
  .executableTarget(
    name: "turnstile-bench",
    dependencies: [
      "Bytes", "Crypto", "DataStream", "EBCDIC", "Ledger", "Names", "Panels", "Platform", "SAF",
      "SessionEngine", "Syntax", "TN3270", "Tables", "Terminal", "Time",
    ], swiftSettings: strict),
]

// Tests that belong to no module
targets += [
  .target(
    name: "TestSupport", dependencies: ["Bytes"], path: "Tests/TestSupport", swiftSettings: strict),
  .target(
    name: "ScreenSupport", dependencies: ["DataStream", "EBCDIC", "Terminal", "TestSupport"],
    path: "Tests/ScreenSupport", swiftSettings: strict),
  .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "GuideTests",
    dependencies: [
      "TestSupport", "Bytes", "Crypto", "Messages", "Metrics", "Names", "Panels", "PassTicket",
      "SessionEngine", "Syntax", "TN3270", "Tables", "Time",
    ], swiftSettings: strict),
  .testTarget(
    name: "EndToEndTests",
    dependencies: [
      "TestSupport", "Bytes", "Crypto", "DataStream", "EBCDIC", "Keeper", "Names", "Platform",
      "Replay", "SAF", "TN3270", "Terminal", "Time", "turnstile", "turnstile-load",
    ], exclude: ["Fixtures"], swiftSettings: strict),
]

let package = Package(
  name: "turnstile",
  products: [
    .executable(name: "turnstile", targets: ["turnstile"]),
    .executable(name: "turnstile-load", targets: ["turnstile-load"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: targets
)
