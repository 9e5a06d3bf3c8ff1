public import Bytes
import Panels

/// What `/D` found: why a session's tickets fail.
struct DiagnosisPage: ReadingContent {
  static let contract = PanelContract.page(
    "TEN0159", [.shown(.line, isNeeded: true, inList: true), .shown(.more), .shown(.rows)])

  /// Its lines, no longer than the screen is wide; nil while the answer is on its way.
  let findings: [DiagnosisLine]?

  func lines(_ seat: Seat) -> [PanelTexts] {
    (findings ?? []).map { line in
      var row: PanelTexts = [:]
      row.set(.line, line.text, tone: line.tone)
      return row
    }
  }
}

/// The variable that a diagnosis has besides those of all panels.
extension PanelSlot {
  fileprivate static let line = PanelSlot(6, "LINE")
}

extension DiagnosisPage {
  func freeze(into freezer: inout Freezer) { freezer.put(findings) }
  init(thawing thawer: inout Thawer) throws(ThawError) { findings = try thawer.take() }
}

extension DiagnosisLine: Freezable {
  /// Appends the value.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(text)
    freezer.put(tone?.rawValue)
    freezer.put(hang)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    let text = try thawer.take(String.self)
    let tone = try thawer.take(Int?.self)
    self.init(text, tone.flatMap { Tone(rawValue: $0) }, hang: try thawer.take())
  }
}
