import Bytes
import DataStream
import Names
import Panels
import SessionEngine

/// The list of an area's files, and what is to be done with some of them.
struct TableList: Sendable {
  /// Something that was wanted of a file: the very one, since names may differ in case alone.
  enum Wish: Hashable, Sendable {
    case change(AdminLine)
    case copy(AdminLine)
    case delete(AdminLine)
  }

  let area: AdminArea
  /// The files by name; nil where they have to be asked for.
  private(set) var lines: [AdminLine]?
  private var top = 0
  private var sought = ""
  /// What is still to be done, in order.
  private var wishes: [Wish] = []
  /// Files that ENTER deletes.
  private var doomed: [AdminLine] = []
  /// What the command line begins with.
  private(set) var command = ""

  init(_ area: AdminArea) { self.area = area }

  /// Takes the files that there are.
  mutating func take(_ lines: [AdminLine]) {
    self.lines = lines
    top = min(top, max(0, lines.count - 1))
  }

  /// The file of exactly a name; else one of the name in either case.
  func line(_ name: String) -> AdminLine? {
    guard let lines else { return nil }
    let capitals = name.uppercased()
    return lines.first { $0.name == name } ?? lines.first { $0.capitals == capitals }
  }

  // MARK: Input

  /// What is to be deleted, as two lines of a screen have room for it.
  private var doomedNames: String {
    guard doomed.count > Self.doomedShown, let first = doomed.first, let last = doomed.last else {
      return doomed.map(\.name).joined(separator: ", ")
    }
    return "\(doomed.count) files, \(first.name) to \(last.name)"
  }

  /// Most names that a question has.
  private static let doomedShown = 8

  /// `rows`: lines that the panel has.
  mutating func take(_ input: PanelInput, rows: Int) -> AdminStep {
    command = ""
    if input.aid != .enter { (wishes, doomed) = ([], []) }
    switch input.aid {
    case .pf1, .pf13: return .read(AdminHelp.list(area))
    case .pf3, .pf15, .pf(4), .pf(16): return .menu(.none)
    default: break
    }
    // Without the files nobody knows what was marked.
    guard let lines else { return .ask(.list(area)) }
    let window = ListWindow(top: top, count: lines.count, lines: rows)
    switch input.aid {
    case .pf(5), .pf(17): return find(sought, in: lines)
    case .pf7, .pf19: top = window.scrolled(by: -rows)
    case .pf8, .pf20: top = window.scrolled(by: rows)
    case .enter: return enter(input, lines)
    default: break
    }
    return .stay(.none)
  }

  private mutating func enter(_ input: PanelInput, _ lines: [AdminLine]) -> AdminStep {
    let typed = input.text(.command)
    let sentence = doomed
    doomed = []
    if !sentence.isEmpty, input.marks.isEmpty, typed.isEmpty {
      wishes = sentence.map { .delete($0) } + wishes
      return next() ?? .stay(.none)
    }
    wishes = []
    var unknown: AdminNotice?
    for mark in input.marks where lines.indices.contains(top + mark.row) {
      let line = lines[top + mark.row]
      switch mark.text {
      case "S": wishes.append(.change(line))
      case "C": wishes.append(.copy(line))
      case "D": doomed.append(line)
      default: unknown = .fault("\(mark.text) is no line command; S, C and D are")
      }
    }
    if let unknown {
      (wishes, doomed) = ([], [])
      return .stay(unknown)
    }
    if !doomed.isEmpty {
      // What is deleted is asked about first; the others follow when that is done.
      return .stay(
        .remark(
          "ENTER deletes \(doomedNames); any other key keeps "
            + (doomed.count == 1 ? "it" : "them")))
    }
    if !wishes.isEmpty { return next() ?? .stay(.none) }
    return typed.isEmpty
      ? .stay(sentence.isEmpty ? .none : .remark("Nothing was deleted")) : perform(typed, lines)
  }

  private mutating func perform(_ typed: String, _ lines: [AdminLine]) -> AdminStep {
    let words = typed.split(separator: " ").map(String.init)
    let rest = words.dropFirst().joined(separator: " ")
    switch words[0].uppercased() {
    case "CANCEL", "END", "RETURN": return .menu(.none)
    case "FIND", "F": return find(rest, in: lines)
    case "LOCATE", "LOC", "L":
      let wanted = rest.uppercased()
      top = lines.firstIndex { $0.capitals >= wanted } ?? max(0, lines.count - 1)
      return .stay(.none)
    case "TOP": top = 0
    case "BOTTOM": top = max(0, lines.count - 1)
    case "S" where words.count == 2:
      guard let line = line(words[1]) else {
        return .stay(.fault("there is no \(words[1]); ADD \(words[1].uppercased()) makes it"))
      }
      return change(line)
    case "D" where words.count == 2:
      guard let line = line(words[1]) else { return .stay(.fault("there is no \(words[1])")) }
      doomed = [line]
      return .stay(.remark("ENTER deletes \(line.name); any other key keeps it"))
    case "ADD" where words.count == 2: return new(words[1].uppercased(), like: nil)
    case "COPY" where words.count == 3: return new(words[2].uppercased(), like: words[1])
    default:
      return .stay(
        .fault(
          "\(words[0]) is no command here; S NAME, D NAME, ADD NAME, COPY OLD NEW, FIND TEXT, "
            + "LOCATE NAME, TOP, BOTTOM, CANCEL are"))
    }
    return .stay(.none)
  }

  private mutating func find(_ text: String, in lines: [AdminLine]) -> AdminStep {
    guard !text.isEmpty else { return .stay(.fault("FIND wants a text")) }
    sought = text
    let wanted = text.uppercased()
    let order = lines.indices.map { (top + 1 + $0) % lines.count }
    guard let place = order.first(where: { lines[$0].searched.contains(wanted) }) else {
      return .stay(.fault("\(text) is nowhere in this list"))
    }
    let isAgain = place <= top
    top = place
    return .stay(isAgain ? .remark("Found from the top of the list on") : .none)
  }

  // MARK: What follows

  /// How a file that was asked for is to be shown.
  enum Opening: Hashable, Sendable {
    case change
    case add
    /// As a new file of another name.
    case copy(to: String)
  }

  private(set) var opening = Opening.change

  private mutating func change(_ line: AdminLine) -> AdminStep {
    opening = .change
    return .ask(.open(area, path: line.path))
  }

  private mutating func new(_ name: String, like other: String?) -> AdminStep {
    guard PackedName(name) != nil else {
      return .stay(.fault("\(name) is no name; expected 1 to 8 characters A-Z 0-9 $ # @"))
    }
    if let taken = line(name) { return .stay(.fault("\(taken.name) is there already")) }
    guard let other else {
      opening = .add
      return .ask(.open(area, path: area.path(of: name)))
    }
    guard let line = line(other) else { return .stay(.fault("there is no \(other)")) }
    opening = .copy(to: name)
    return .ask(.open(area, path: line.path))
  }

  /// The next thing that is to be done; nil where all is.
  mutating func next() -> AdminStep? {
    guard !wishes.isEmpty else { return nil }
    switch wishes.removeFirst() {
    case .change(let line): return change(line)
    case .delete(let line): return .ask(.delete(area, path: line.path))
    case .copy(let line):
      command = "COPY \(line.name) "
      return .stay(.remark("Say the name of the copy behind COPY \(line.name)"))
    }
  }

  // MARK: The screen

  /// What a panel with so many lines shows.
  func texts(rows: Int) -> (position: String, list: [PanelTexts]) {
    let all = lines ?? []
    let position = all.isEmpty ? "no files" : "Row \(top + 1) of \(all.count)"
    return (
      position,
      all[min(top, all.count)...].prefix(rows).map { [.fileName: $0.name, .text: $0.remark] }
    )
  }
}

extension TableList: Freezable {
  /// Appends all but the files, which are asked for again.
  func freeze(into freezer: inout Freezer) {
    freezer.put(area)
    freezer.put(top)
    freezer.put(sought)
    switch opening {
    case .change: freezer.put("")
    case .add: freezer.put("+")
    case .copy(let name): freezer.put(name)
    }
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(try thawer.take())
    top = try thawer.take()
    sought = try thawer.take()
    let name = try thawer.take(String.self)
    opening = name.isEmpty ? .change : name == "+" ? .add : .copy(to: name)
    guard top >= 0 else { throw .invalid("place in a list") }
  }
}
