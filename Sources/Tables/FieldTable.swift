/// The labels of a kind of file, each found by how it is written, with or without a star: a site may have
/// very many files, and a kind many labels.
struct FieldTable<Record: Definition>: Sendable {
  /// All, in the manual's order.
  let fields: [Field<Record>]
  private let places: [String: Int]

  init(_ fields: [Field<Record>]) {
    self.fields = fields
    places = Dictionary(
      fields.enumerated().flatMap { place, field in field.spellings.map { ($0, place) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The row of a label; nil where it is none.
  subscript(_ label: String) -> Field<Record>? { places[label].map { fields[$0] } }

  /// Which row of `fields` a label has; nil where it is none.
  func place(of label: String) -> Int? { places[label] }
}
