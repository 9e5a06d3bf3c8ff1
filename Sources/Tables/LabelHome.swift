/// Which files have a label, for who wrote it into another.
enum LabelHome {
  /// Where a label belongs; nil where no file has it.
  static func note(_ label: String) -> String? {
    let homes: [(place: String, isHome: Bool)] = [
      ("ACT/System.yaml", SystemOptions.table[label] != nil),
      ("ACT/Applications", ACTEntry.table[label] != nil),
      ("ACT/Users", UserOptions.userTable[label] != nil || label == SessionOptions.label),
      ("ACT/Profiles", UserOptions.profileTable[label] != nil || label == SessionOptions.label),
      ("\"\(SessionOptions.label)\"", SessionOptions.fields.contains { $0.label == label }),
    ]
    var places = homes.filter(\.isHome).map(\.place)
    // A class has the labels of users, which belong there.
    if places.isEmpty, UpdateClass.table[label] != nil { places = ["ACT/UpdateClasses"] }
    if places.isEmpty, OperatorClass.table[label] != nil { places = ["ACT/OperatorClasses"] }
    return places.isEmpty ? nil : "it belongs to " + places.joined(separator: " or ")
  }
}
