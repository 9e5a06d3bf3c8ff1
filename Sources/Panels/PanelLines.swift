import EBCDIC
import Synchronization

/// Texts of a list's lines that stay as they are, encoded once for each way in which they are drawn.
///
/// What a line leaves without a text may be given one at each drawing.
public final class PanelLines: Sendable {
  /// The lines' texts.
  public let texts: [PanelTexts]
  private let drawn = Mutex<[Drawn]>([])

  /// The lines from one on, in the rows of a layout.
  struct Drawn: Sendable {
    fileprivate let layout: Layout
    fileprivate let first: Int
    /// A strip for each row.
    let rows: [Strip]
    /// All rows without another text in their gaps, and where each ends.
    private var plain: [UInt8] = []
    private var ends: [Int] = [0]

    fileprivate init(_ texts: [PanelTexts], layout: Layout, from first: Int, page: CodePage) {
      self.layout = layout
      self.first = first
      rows = zip(layout.list, texts.dropFirst(first)).map { $0.filled(with: $1, page) }
      for row in rows {
        row.draw([:], page, to: &plain)
        ends.append(plain.count)
      }
    }

    /// Some rows that have no other texts.
    func plain(_ rows: Range<Int>) -> ArraySlice<UInt8> {
      plain[ends[rows.lowerBound]..<ends[rows.upperBound]]
    }
  }

  /// Most ways that are kept: sizes of screens, which clients choose, times parts of a long list.
  private static let limit = 64

  /// Lines with these texts.
  public init(_ texts: [PanelTexts]) { self.texts = texts }

  /// The lines from `first` on in the rows of a layout, as far as there are lines.
  func drawn(_ layout: Layout, from first: Int, page: CodePage) -> Drawn {
    drawn.withLock { drawn in
      if let known = drawn.first(where: { $0.layout === layout && $0.first == first }) {
        return known
      }
      let new = Drawn(texts, layout: layout, from: first, page: page)
      if drawn.count < Self.limit { drawn.append(new) }
      return new
    }
  }
}
