import Names
import Syntax

/// Files of ACT/Users and ACT/Profiles, while they are read.
struct People {
  private(set) var users: [UserID: UserOptions] = [:]
  private(set) var profiles: [String: UserOptions] = [:]
  private var files: [(options: UserOptions, file: SourceText)] = []

  static func folder(_ file: SourceText) -> Substring? {
    file.path.split(separator: "/").dropLast().last
  }

  /// Whether a file is one of these.
  func holds(_ file: SourceText) -> Bool {
    Self.folder(file) == "Users" || Self.folder(file) == "Profiles"
  }

  /// Reads a file; its name is the user's or the profile's.
  mutating func take(_ members: TableLoader.Members, _ file: SourceText) -> [Diagnostic] {
    var options = UserOptions()
    let isUser = Self.folder(file) == "Users"
    let fields = isUser ? UserOptions.userFields : UserOptions.profileFields
    let faults = TableLoader.fill(&options, fields, members, file)
    guard let name = PackedName(file.name) else {
      return faults + [
        Diagnostic(
          file.path, nil, "\"\(file.name)\" is no name of a \(isUser ? "user" : "profile")",
          note: "expected \(Field<UserOptions>.nameRule)")
      ]
    }
    if isUser { users[UserID(packed: name)] = options } else { profiles[name.text] = options }
    files.append((options, file))
    return faults
  }

  /// A set of masking rules that is named has to be there.
  static func missing(
    _ name: String?, in masks: [String: MaskingRules], _ file: SourceText
  ) -> [Diagnostic] {
    guard let name, masks[name] == nil else { return [] }
    let near = Suggestion.closest(to: name, among: Array(masks.keys))
    return [
      Diagnostic(
        file.path, nil, "there are no masking rules \(name)",
        note: near.map { "did you mean \($0)?" } ?? "they would be ACT/Masks/\(name).yaml")
    ]
  }

  func check(_ masks: [String: MaskingRules]) -> [Diagnostic] {
    files.flatMap { Self.missing($0.options.maskName, in: masks, $0.file) }
  }

  /// What these files name has to be there.
  func check(_ sessions: [EffectiveSession]) -> [Diagnostic] {
    let known = Set(sessions.map(\.id))
    return files.flatMap { options, file in
      var faults: [Diagnostic] = []
      if let profile = options.profile, profiles[profile] == nil {
        faults.append(
          Diagnostic(
            file.path, nil, "there is no profile \(profile)",
            note: "it would be ACT/Profiles/\(profile).yaml"))
      }
      for id in options.sessions ?? [] where !known.contains(id) {
        let near = Suggestion.closest(to: id.description, among: known.map(\.description))
        faults.append(
          Diagnostic(
            file.path, nil, "there is no session \(id)",
            note: near.map { "did you mean \($0)?" } ?? "ids are those of ACT/Applications"))
      }
      return faults
    }
  }
}
