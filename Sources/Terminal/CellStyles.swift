import Bytes

/// What a cell has besides its byte: extended attributes, and that it is of the alternate set.
struct CellStyle: Hashable, Sendable {
  /// What the byte of the plane means.
  enum Content: Hashable, Sendable {
    /// What it says itself.
    case plain
    /// A character of the alternate set, with the byte as its code.
    case graphic
    /// A character, or one of the alternate set, whose code has no byte of its own.
    case odd(UInt8, isGraphic: Bool)
  }

  var attributes = CellAttributes.default
  var content = Content.plain

  static let `default` = CellStyle()
}

/// Styles of a screen's cells: nothing while all have the default, else a byte a cell, which is the place
/// of its style in a list of those that the screen has had.
///
/// A screen has few styles. One that has more than a byte can name keeps the others by their cells.
struct CellStyles: Sendable {
  private var places: [UInt8] = []
  private var styles: [CellStyle] = []
  private var others: [Int: CellStyle] = [:]

  /// The place that says: look among the others.
  private static let other = UInt8.max

  /// Whether all cells have the default.
  var isEmpty: Bool { places.isEmpty }

  subscript(position: Int) -> CellStyle {
    places.isEmpty ? .default : style(places[position], position)
  }

  private func style(_ place: UInt8, _ position: Int) -> CellStyle {
    if place == Self.other { return others[position] ?? .default }
    return styles[Int(place)]
  }

  /// Gives a range of the screen's cells one style.
  ///
  /// - `count`: cells of the screen.
  mutating func set(_ range: Range<Int>, _ style: CellStyle, count: Int) {
    if places.isEmpty {
      guard style != .default else { return }
      places = Array(repeating: 0, count: count)
      styles = [.default]
    }
    let place = place(of: style)
    var cells = places.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= cells.count)
    for position in range { cells[position] = place }
    if place == Self.other {
      for position in range { others[position] = style }
    }
  }

  private mutating func place(of style: CellStyle) -> UInt8 {
    if let place = styles.firstIndex(of: style) { return UInt8(place) }
    guard styles.count < Int(Self.other) else { return Self.other }
    styles.append(style)
    return UInt8(styles.count - 1)
  }

  /// Whether a style that the screen has had is such a one.
  func mayContain(where isWanted: (CellStyle) -> Bool) -> Bool {
    styles.contains(where: isWanted) || others.values.contains(where: isWanted)
  }

  /// Whether the cells of two screens of so many have the same styles.
  func areSame(as other: CellStyles, count: Int) -> Bool {
    if isEmpty && other.isEmpty { return true }
    if places == other.places, styles == other.styles, others == other.others { return true }
    return (0..<count).allSatisfy { self[$0] == other[$0] }
  }
}

extension CellStyles {
  /// Appends the styles, and the place of each cell's.
  func freeze(into freezer: inout Freezer) {
    freezer.put(styles)
    guard !places.isEmpty else { return }
    freezer.put(raw: places)
    // Those of cells that have another style by now count no more.
    let open = places.indices.filter { places[$0] == Self.other }
    freezer.put(open.map { self[$0] })
  }

  /// Reads what `freeze` wrote of a screen of so many cells.
  init(thawing thawer: inout Thawer, count: Int) throws(ThawError) {
    styles = try thawer.take()
    guard !styles.isEmpty else { return }
    guard styles.count <= Int(Self.other) else { throw .invalid("style") }
    places = try thawer.raw(count)
    let open = places.indices.filter { places[$0] == Self.other }
    guard places.allSatisfy({ $0 < styles.count || $0 == Self.other }) else {
      throw .invalid("style")
    }
    let more = try thawer.take([CellStyle].self)
    guard more.count == open.count else { throw .invalid("style") }
    for (position, style) in zip(open, more) { others[position] = style }
  }
}

extension CellStyle: Freezable {
  func freeze(into freezer: inout Freezer) {
    freezer.put(attributes)
    switch content {
    case .plain: freezer.put(byte: 0)
    case .graphic: freezer.put(byte: 1)
    case .odd(let code, let isGraphic):
      freezer.put(byte: isGraphic ? 3 : 2)
      freezer.put(byte: code)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    attributes = try thawer.take()
    switch try thawer.byte() {
    case 0: content = .plain
    case 1: content = .graphic
    case 2: content = .odd(try thawer.byte(), isGraphic: false)
    case 3: content = .odd(try thawer.byte(), isGraphic: true)
    default: throw .invalid("style")
    }
  }
}
