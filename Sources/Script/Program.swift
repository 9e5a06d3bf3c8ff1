import Syntax

/// A script that was understood.
public struct Program: Sendable {
  /// Its name.
  public let name: ScriptName
  /// Its text.
  let source: SourceText
  let statements: [Statement]
  /// The statement behind each label; their count for the script's end.
  let places: [Int]
  /// Labels that no statement names.
  let unusedLabels: [(name: String, span: SourceSpan)]
}
