import SessionEngine
import Tables

/// What PF1 tells.
enum AdminHelp {
  static let menu = ReadingText(
    "TPX Administration: help",
    [
      "The tables of the site, each in its own file of ACT/: applications, profiles, users, "
        + "their classes, and the options of the system. What is saved here is written into the "
        + "file, with its comments and its order as they are, and counts at once.",
      "",
      "The menu has what you may look at. Whether you may change it too shows when you save.",
    ])

  static func list(_ area: AdminArea) -> ReadingText {
    ReadingText(
      "\(area.title): help",
      [
        "Before a line, S shows its file, to look at and to change; C copies it; D deletes it, "
          + "after ENTER once more. Several lines may be marked at once: they come one after the "
          + "other.",
        "",
        "S NAME, D NAME      the same by name",
        "ADD NAME            a new file",
        "COPY OLD NEW        a new file with what another one says",
        "FIND TEXT           the next line that has the text; PF5 finds it again",
        "LOCATE NAME         the first line of that name, or behind it",
        "TOP, BOTTOM         the first line, the last",
        "CANCEL, PF3, PF4    back to the menu",
      ])
  }

  /// - Parameters:
  ///   - area: the file's.
  ///   - own: what the user may change, where it is the user's own file.
  /// - Returns: the text.
  static func sheet(_ area: AdminArea, own: UpdateClass?) -> ReadingText {
    guard let own else { return sheet(area) }
    var paragraphs = [
      "Your own options, and those of single sessions. Type over what is to be another value, "
        + "where there is a line to type on; the others are an administrator's. A blank takes your "
        + "value away, so that your profile's or the system's counts. PF1 with the cursor in a "
        + "line tells what it means, PF2 shows a long value whole.",
      "",
      "PF3                 saves, and goes back to the menu, where it counts at once",
      "SAVE                saves, and stays",
      "CANCEL              goes back without saving",
      "LOCATE TEXT         the next line whose label has the text",
    ]
    paragraphs.append(
      own.addsSessions
        ? "ADD SESSION         lines for a session of that id; Applid makes it one, of an "
          + "application that is on your menu"
        : "ADD SESSION         lines for a session of your menu that has none here")
    paragraphs += [
      "",
      "The columns show what you say yourself, what your profile says, what the system or the "
        + "application says, and which of them counts.",
    ]
    return ReadingText("TPX Self-Maintenance: help", paragraphs)
  }

  private static func sheet(_ area: AdminArea) -> ReadingText {
    var paragraphs = [
      "Type over what is to be another value. A blank takes the label out of the file, so that it "
        + "is as if nobody had said it. PF1 with the cursor in a line tells what it means, PF2 "
        + "shows a long value whole.",
      "",
      "PF3                 saves, and closes the file; PF4 saves and goes to the menu",
      "SAVE                saves, and stays",
      "CANCEL              closes without saving",
      "LOCATE TEXT         the next line whose label has the text",
    ]
    if area == .masks {
      paragraphs += [
        "ADD RULE            a line for one rule more, behind the others",
        "ADD RULE BEFORE R   the same in front of rule R",
        "",
        "On the left stands which terminals a rule is for, on the right their names towards hosts. "
          + "The first rule that fits counts, so that their order matters.",
      ]
    }
    if area == .users || area == .profiles {
      paragraphs += [
        "ADD SESSION         lines for options of one session more",
        "",
        "The columns show what the file itself says, what the first profile and DEFAULT say, what "
          + "the system says, and which of them counts.",
      ]
    }
    return ReadingText("\(area.title): help", paragraphs)
  }

  /// What one row means, and what is wrong with it.
  static func row(_ row: TableSheet.Row, value: String, faults: [String]) -> ReadingText {
    let card = row.card
    return ReadingText(
      row.title,
      faults + (faults.isEmpty ? [] : [""]) + [
        card.meaning + ".", "",
        "Value:     \(value.isEmpty ? "blank" : value)",
        "Expected:  \(card.expected)",
        "Left out:  \(card.defaultText.isEmpty ? "blank" : card.defaultText)",
        "Source:    \(card.source)",
      ])
  }
}

extension AdminArea {
  /// As its panels are called.
  var title: String {
    switch self {
    case .applications: "TPX Application Characteristics Table"
    case .profiles: "TPX Profile Maintenance"
    case .users: "TPX User Maintenance"
    case .system: "TPX System Options Table"
    case .masks: "TPX Masking Rules"
    case .updateClasses: "TPX Self-Maintenance Update Class"
    case .commandClasses: "TPX Command Authorization Class"
    case .operatorClasses: "TPX Operator Command Class"
    }
  }

  /// Where it stands in the menu.
  var option: String {
    switch self {
    case .profiles: "1.2"
    case .users: "1.3"
    case .updateClasses: "1.4"
    case .commandClasses: "1.5"
    case .operatorClasses: "1.6"
    case .system: "2.1"
    case .applications: "2.2"
    case .masks: "2.3"
    }
  }

  /// Above the lines of its list.
  var head: String {
    switch self {
    case .applications: "Name     Sessid    Applid    Description"
    case .profiles: "Name     Groups and permission that open it"
    case .users: "Name     Profiles"
    case .masks: "Name     Rules, of which the first that fits counts"
    case .updateClasses: "Name     What users of the class may change of themselves"
    case .commandClasses: "Name     Commands of the menu that users of the class have"
    case .operatorClasses: "Name     Commands that operators of the class have"
    case .system: ""
    }
  }
}
