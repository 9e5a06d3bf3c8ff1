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
  private struct Drawn {
    let layout: Layout
    let first: Int
    let rows: [Strip]
  }

  /// Most ways that are kept: sizes of screens, which clients choose, times parts of a long list.
  private static let limit = 64

  /// Lines with these texts.
  public init(_ texts: [PanelTexts]) { self.texts = texts }

  /// The rows of a layout with the lines from `first` on, as far as there are lines.
  func rows(_ layout: Layout, from first: Int, page: CodePage) -> [Strip] {
    drawn.withLock { drawn in
      if let known = drawn.first(where: { $0.layout === layout && $0.first == first }) {
        return known.rows
      }
      let rows = zip(layout.list, texts.dropFirst(first)).map { $0.filled(with: $1, page) }
      if drawn.count < Self.limit {
        drawn.append(Drawn(layout: layout, first: first, rows: rows))
      }
      return rows
    }
  }
}
