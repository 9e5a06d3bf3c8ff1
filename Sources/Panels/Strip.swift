import Crypto
import EBCDIC

/// Bytes of a record with gaps for the texts of variables: what a part of a panel is compiled to.
///
/// A gap is plain numbers, so that drawing touches no memory but the bytes, the texts and the record.
struct Strip: Sendable {
  /// Fixed bytes, and the gap behind them.
  struct Step: Sendable {
    /// The fixed bytes, up to where the field of the gap begins.
    var fixed: Range<Int>
    /// The orders that begin the field, which follow the fixed bytes.
    var start: Range<Int>
    /// Where the same with each tone begins, one behind the other; nil for a field that has no tones.
    var tones: (fault: Range<Int>, remark: Range<Int>, good: Range<Int>)?
    /// Where the same begins for a text that nobody may type over; nil for a field that is none of those.
    var sealed: Range<Int>?
    /// The variable's place.
    var place: Int
    /// Cells of the field.
    var length: Int
    /// Whether blanks stand before a text that is shorter.
    var isRight: Bool
    /// Whether the variable is shown, and not typed.
    var isShown: Bool
  }

  private(set) var bytes: [UInt8] = []
  private(set) var steps: [Step] = []
  /// Where the fixed bytes behind the last gap begin.
  private var tail = 0

  /// Adds fixed bytes.
  mutating func add(_ fixed: some Collection<UInt8>) { bytes.append(contentsOf: fixed) }

  /// Adds a gap.
  mutating func add(_ slot: Layout.Slot) {
    let fixed = tail..<bytes.count
    func place(_ run: [UInt8]) -> Range<Int> {
      let begin = bytes.count
      bytes += run
      return begin..<bytes.count
    }
    let start = place(slot.start)
    let tones = slot.tonedStarts.map { (place($0.fault), place($0.remark), place($0.good)) }
    let sealed = slot.sealedStart.map { place($0) }
    tail = bytes.count
    steps.append(
      Step(
        fixed: fixed, start: start, tones: tones, sealed: sealed, place: slot.place,
        length: slot.length,
        isRight: slot.style.justifiesRight, isShown: slot.style.kind == .output))
  }

  /// Appends the strip with texts in its gaps.
  func draw(_ texts: PanelTexts, _ page: CodePage, to record: inout [UInt8]) {
    for step in steps {
      open(step, texts, to: &record)
      if let text = texts.text(at: step.place) { Self.write(text, step, page: page, to: &record) }
      if let secret = texts.secret(at: step.place) {
        Self.write(secret, step, page: page, to: &record)
      }
    }
    record.append(contentsOf: bytes[tail...])
  }

  /// Appends the bytes before a gap, and the orders that begin its field.
  private func open(_ step: Step, _ texts: PanelTexts, to record: inout [UInt8]) {
    if let sealed = step.sealed, texts.isSealed(at: step.place) {
      record.append(contentsOf: bytes[step.fixed])
      record.append(contentsOf: bytes[sealed])
      return
    }
    guard let tone = texts.tone(at: step.place), let tones = step.tones else {
      record.append(contentsOf: bytes[step.fixed.lowerBound..<step.start.upperBound])
      return
    }
    record.append(contentsOf: bytes[step.fixed])
    let start =
      switch tone {
      case .fault: tones.fault
      case .remark: tones.remark
      case .good: tones.good
      }
    record.append(contentsOf: bytes[start])
  }

  private static func write(
    _ text: String, _ step: Step, page: CodePage, to record: inout [UInt8]
  ) {
    guard !text.isEmpty else { return }
    let start = record.count
    let count = page.append(text, atMost: step.length, to: &record)
    if step.isRight, count < step.length {
      record.insert(
        contentsOf: repeatElement(CodePage.blank, count: step.length - count), at: start)
    }
  }

  private static func write(
    _ secret: SharedSecret, _ step: Step, page: CodePage, to record: inout [UInt8]
  ) {
    for index in 0..<min(step.length, secret.secret.count) {
      let scalar = UnicodeScalar(secret.secret[index])
      page.append(String(Character(scalar)), atMost: 1, to: &record)
    }
  }

  /// The strip with these texts in its gaps for good. Gaps of shown variables without a text stay open.
  func filled(with texts: PanelTexts, _ page: CodePage) -> Strip {
    var strip = Strip()
    for step in steps {
      if step.isShown, !texts.has(step.place) {
        strip.bytes.append(contentsOf: bytes[step.fixed])
        strip.add(step, of: bytes)
      } else {
        open(step, texts, to: &strip.bytes)
        if let text = texts.text(at: step.place) {
          Self.write(text, step, page: page, to: &strip.bytes)
        }
      }
    }
    strip.bytes.append(contentsOf: bytes[tail...])
    return strip
  }

  /// Adds another strip's gap, whose bytes begin in this one where its fixed bytes end.
  private mutating func add(_ step: Step, of others: [UInt8]) {
    var own = step
    own.fixed = tail..<bytes.count
    func take(_ range: Range<Int>) -> Range<Int> {
      let begin = bytes.count
      bytes.append(contentsOf: others[range])
      return begin..<bytes.count
    }
    own.start = take(step.start)
    own.sealed = step.sealed.map(take)
    own.tones = step.tones.map { (take($0.fault), take($0.remark), take($0.good)) }
    tail = bytes.count
    steps.append(own)
  }
}
