/// A place where bytes of somebody else are read.
struct FuzzTarget: Sendable {
  /// Looks at one input; says what rule does not hold, where one does not.
  typealias Look = (_ input: [UInt8]) throws -> String?

  /// Its name on the command line, and of its folder in Tests/Fuzz.
  let name: String
  /// Who sends such bytes, and what reads them.
  let what: String
  /// Inputs from which others are made, besides those of its folder.
  let seeds: @Sendable (Seeds) throws -> [[UInt8]]
  /// Pieces that mean something there.
  var words: [[UInt8]] = []
  /// Makes what looks at inputs.
  let make: @Sendable (Seeds) throws -> Look

  /// Every target.
  static let all: [FuzzTarget] =
    TelnetTargets.all + ScreenTargets.all + TextTargets.all + DeckTargets.all
    + ScriptTargets.all + ScriptToolTargets.all + UserTargets.all
}

/// One target, with the inputs that are made for it.
struct FuzzRun {
  private let look: FuzzTarget.Look
  private var mutator: Mutator

  init(_ target: FuzzTarget, _ seeds: Seeds, seed: UInt64) throws {
    look = try target.make(seeds)
    mutator = Mutator(
      seeds: try target.seeds(seeds) + seeds.folder(target.name), words: target.words, seed: seed)
  }

  /// The input of a number.
  mutating func input(_ number: UInt64) -> [UInt8] { mutator.input(number) }

  /// Looks at the input of a number.
  mutating func play(_ number: UInt64) throws -> String? { try look(mutator.input(number)) }

  /// Looks at an input.
  func look(at input: [UInt8]) throws -> String? { try look(input) }
}
