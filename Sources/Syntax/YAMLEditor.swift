/// Changes values of a YAML file and leaves all else as it is written: comments, blank lines, order,
/// indents, quotes, line ends.
///
/// What was written is read again and must say what was wanted, and nothing else; a file is never made
/// that says something else.
public struct YAMLEditor: Sendable {
  private var text: LineText
  private var meaning: YAMLMeaning

  /// Reads a file; one that says nothing is a mapping without labels.
  ///
  /// - Parameters:
  ///   - path: its path, for faults.
  ///   - bytes: what it has now.
  /// - Throws: where the server would not read it.
  public init(path: String, bytes: [UInt8]) throws(YAMLEditFault) {
    let source = SourceText(path: path, bytes: bytes)
    text = LineText(bytes)
    meaning = .mapping([])
    guard let root = try Self.read(source) else { return }
    guard case .mapping = root else {
      throw .unreadable(
        Diagnostic(path, at: root.span, says: "no labels stand here", note: Self.expected))
    }
    meaning = YAMLMeaning(root)
  }

  private static let expected = "expected `Label: value`"

  /// The tree; nil of a file that says nothing.
  private static func read(_ source: SourceText) throws(YAMLEditFault) -> YAMLNode? {
    let (root, faults) = YAMLNode.parse(source)
    if let root { return root }
    let isEmpty = source.lines.allSatisfy { line in
      line.first { $0 != " " }.map { $0 == "#" } ?? true
    }
    if let fault = faults.first, !isEmpty { throw .unreadable(fault) }
    return nil
  }

  /// The file as it is now.
  public var bytes: [UInt8] { text.bytes }

  /// Makes a change; where it cannot be made, nothing has changed.
  public mutating func change(_ change: YAMLChange) throws(YAMLEditFault) {
    let wanted = try meaning.changed(by: change)
    let written: String? =
      switch change.action {
      case .set(let value), .insert(let value, _): value
      case .rename(let name): name
      case .remove: nil
      }
    if (change.path + [written].compactMap(\.self)).contains(where: SourceText.hasControls) {
      throw .control(change.path)
    }
    if wanted == meaning { return }
    let source = SourceText(path: "", bytes: text.bytes)
    let outline = YAMLOutline.read(source)
    // The parser puts what is left out behind `? Label` onto a line that a file without a last line end
    // does not have.
    if let outline, !outline.everyPlace({ text.contains($0) }) { throw .unusual(change.path) }
    var writer = YAMLWriter(text)
    guard writer.write(change, in: outline),
      let root = try? Self.read(SourceText(path: "", bytes: writer.text.bytes)),
      YAMLMeaning(root) == wanted
    else { throw .unusual(change.path) }
    // Anew, as the bytes would be read: a last line that went may have left no line behind the end.
    (text, meaning) = (LineText(writer.text.bytes), wanted)
  }
}
