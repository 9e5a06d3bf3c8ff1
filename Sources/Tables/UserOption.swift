/// An option that a user's file, a profile's and mostly System.yaml too may set: a row of the table
/// from which the parsers, the manual, the schemas, the order of the levels and the options panel
/// come.
struct UserOption: Sendable {
  /// What System.yaml makes of the label.
  enum SystemLabel: Sendable {
    /// It has no such label.
    case absent
    /// The label wants a value.
    case needed
    /// A blank is the default.
    case blankIsDefault
    /// A blank is no value, as a key that does nothing.
    case blankIsNothing
  }

  /// The label in files of users and profiles, where blank is what the next level says.
  let own: Field<UserOptions>
  /// What holds where nobody says anything, as it is written.
  let defaultText: String
  /// What System.yaml makes of the label.
  let system: SystemLabel
  /// Whether an update class may open it to the users themselves.
  let isPersonal: Bool
  private let systemMeaning: String
  private let inherit: @Sendable (inout UserOptions, UserOptions) -> Void
  private let show: @Sendable (UserOptions) -> String?

  /// - Parameters:
  ///   - label: the panel's label.
  ///   - path: the option's place in the record.
  ///   - shape: what a value may look like.
  ///   - expected: what may be written, where the shape's words do not say it.
  ///   - defaultText: what holds where nobody says anything, as it is written; blank for nothing.
  ///   - system: what System.yaml makes of the label.
  ///   - systemNote: what the manual says of the system's label besides the meaning.
  ///   - isPersonal: whether an update class may open it to the users themselves.
  ///   - origin: whose label it is.
  ///   - meaning: what it means.
  ///   - written: a value as it is written.
  ///   - shown: a value on the options panel, where it is not as it is written.
  ///   - read: the value of a text.
  init<Value: CustomStringConvertible & Sendable>(
    _ label: String, _ path: any Field<UserOptions>.Path<Value?>, as shape: FieldShape,
    expected: String? = nil, default defaultText: String = "", system: SystemLabel,
    systemNote: String = "", isPersonal: Bool = true,
    origin: Field<UserOptions>.Origin = .documented, meaning: String,
    written: @escaping @Sendable (Value) -> String = { $0.description },
    shown: (@Sendable (Value) -> String)? = nil,
    read: @escaping @Sendable (String) -> Value?
  ) {
    own = .value(
      label, path, as: shape, expected: expected, origin: origin, meaning: meaning,
      written: written,
      read: read)
    self.defaultText = defaultText
    self.system = system
    self.isPersonal = isPersonal
    systemMeaning = meaning + systemNote
    inherit = { options, base in
      if options[keyPath: path] == nil { options[keyPath: path] = base[keyPath: path] }
    }
    show = { $0[keyPath: path].map(shown ?? written) }
  }

  /// Takes the value of the next level where a level says nothing.
  func inherit(_ options: inout UserOptions, from base: UserOptions) { inherit(&options, base) }

  /// The value on the options panel; blank where the level says nothing.
  func shown(_ options: UserOptions?) -> String { options.flatMap(show) ?? "" }

  /// The label in System.yaml; nil where it has none.
  var systemField: Field<SystemOptions>? {
    if case .absent = system { return nil }
    let allowsBlank = if case .needed = system { false } else { true }
    let origin: Field<SystemOptions>.Origin = own.origin == .ours ? .ours : .documented
    return Field(
      own.label, own.shape, allowsBlank: allowsBlank, origin: origin, meaning: systemMeaning,
      write: { own.text(of: $0.users) }
    ) { record, text in
      if text.isEmpty, case .blankIsDefault = system {
        return own.assign(&record.users, defaultText)
      }
      return own.assign(&record.users, text)
    }
  }
}
