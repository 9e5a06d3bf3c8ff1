public import Bytes
import Names

/// What users may change of themselves with `/E`: one file of ACT/UpdateClasses, named by `Update class`.
///
/// Each label that a user's file may have is a label here, with Y or N; what is left out is closed.
public struct UpdateClass: Definition {
  /// Labels of a user's file, and of its `Session options`, that are open.
  private(set) var open: Set<String> = []
  /// Most minutes of either time-out; 0: as many as the label takes.
  private(set) var longest: [String: Int] = [:]

  /// A class that opens nothing.
  public init() {}

  /// The class of who may change nothing (TPX); it needs no file, and has none.
  static let none = "N"
  /// Whether sessions may be added (TPX's label).
  static let addingLabel = "Can add session in TPX Admin"

  /// Whether these users may change anything.
  public var opensSomething: Bool { !open.isEmpty }
  /// Whether these users may add sessions of their own.
  public var addsSessions: Bool { open.contains(Self.applicationLabel) }

  /// The label that makes a session of one's own.
  private static let applicationLabel = "Applid"

  /// What is open, for a list.
  var summary: String {
    let labels = Self.fields.filter { $0.text(of: self) == "Y" }.map(\.label)
    return labels.isEmpty ? "nothing" : labels.joined(separator: ", ")
  }

  /// Whether a label is open, of the file or of a single session.
  public func opens(_ label: String) -> Bool { open.contains(label) }

  /// All labels of a class's file, in the manual's order.
  public static let fields: [Field<UpdateClass>] =
    [
      flag(
        addingLabel, opening: applicationLabel, origin: .documented,
        meaning: """
          Whether these users may add sessions of their own, each made of an application that is \
          on their menus
          """)
    ]
    + SessionOptions.labels.map { label, _ in
      flag(
        label, opening: label, origin: .ours,
        meaning: "Whether these users may change it, of each session of theirs")
    }
    + UserOptions.rows.filter(\.isPersonal).flatMap { row -> [Field<UpdateClass>] in
      let label = row.own.label
      let own = flag(
        label, opening: label, origin: .ours, meaning: "Whether these users may change it")
      guard case .number = row.own.shape else { return [own] }
      return [own, limit(of: label)]
    }

  static let table = FieldTable(fields)

  private static func flag(
    _ label: String, opening opened: String, origin: Field<UpdateClass>.Origin, meaning: String
  ) -> Field<UpdateClass> {
    Field(
      label, .choice(["Y", "N"]), origin: origin, meaning: meaning,
      write: { $0.open.contains(opened) ? "Y" : "N" }
    ) { record, text in
      if text.uppercased() == "Y" { record.open.insert(opened) } else { record.open.remove(opened) }
      return true
    }
  }

  private static func limit(of label: String) -> Field<UpdateClass> {
    Field(
      "Longest \(label)", .number(0...999_999), origin: .ours,
      meaning: """
        Most minutes that these users may say; 0: as many as they like, and 0, which is never, too
        """, write: { "\($0.longest[label] ?? 0)" }
    ) { record, text in
      guard let minutes = FieldShape.number(text) else { return false }
      record.longest[label] = minutes == 0 ? nil : minutes
      return true
    }
  }
}

extension UpdateClass: Freezable {
  /// Appends what is open, and the limits.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(open.sorted())
    freezer.put(longest)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    open = Set(try thawer.take([String].self))
    longest = try thawer.take()
  }
}
