public import Panels

/// One line of a diagnosis, for the terminal.
public struct DiagnosisLine: Hashable, Sendable {
  /// The line.
  public let text: String
  /// How serious it is; nil where it is neither good nor bad.
  public let tone: Tone?
  /// Blanks before what goes on in the next line, besides the line's own, so that columns stay.
  public let hang: Int

  /// A line with its tone.
  public init(_ text: String, _ tone: Tone? = nil, hang: Int = 2) {
    self.text = text
    self.tone = tone
    self.hang = hang
  }

  /// The line in parts no longer than `width`.
  func wrapped(_ width: Int) -> [DiagnosisLine] {
    TextLines.wrapped(text, width, hang: hang).map { DiagnosisLine($0, tone) }
  }
}
