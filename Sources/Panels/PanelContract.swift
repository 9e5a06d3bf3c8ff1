import DataStream
public import Names
import Syntax

/// A variable that the server fills, or reads what was typed into.
public struct PanelVariable: Hashable, Sendable {
  enum Role: Hashable, Sendable {
    case shown
    case typed(isHidden: Bool)
  }

  let slot: PanelSlot
  var name: String { slot.name }
  let role: Role
  /// Most characters that it may have; 0 where that is not known.
  let width: Int
  /// Whether the page is of no use without it.
  let isNeeded: Bool
  /// Whether it stands in the list (`)MODEL`), once a line.
  let isInList: Bool

  /// A text that the server shows.
  public static func shown(
    _ slot: PanelSlot, width: Int = 0, isNeeded: Bool = false, inList: Bool = false
  ) -> PanelVariable {
    PanelVariable(
      slot: slot, role: .shown, width: width, isNeeded: isNeeded, isInList: inList)
  }

  /// What the user types, in a field of at least `width` cells, which must be there.
  public static func typed(
    _ slot: PanelSlot, width: Int, isHidden: Bool = false, inList: Bool = false
  ) -> PanelVariable {
    PanelVariable(
      slot: slot, role: .typed(isHidden: isHidden), width: width, isNeeded: true,
      isInList: inList)
  }
}

/// What the server and a panel must agree on: the variables that the panel may name, and the fields
/// that it needs. One rule for `turnstile check` and for the reload.
public struct PanelContract: Sendable {
  /// The panel's name.
  public let panel: PanelName
  let variables: [PanelVariable]
  /// The panel that explains this one where it has no `)HELP`; what `)HELP` names keeps its contract.
  public let help: PanelName?

  /// A panel's variables, each with a place of its own.
  public init(_ panel: PanelName, _ variables: [PanelVariable], help: PanelName? = nil) {
    self.panel = panel
    self.variables = variables
    self.help = help
    let all = variables.map(\.slot.place)
    precondition(
      Set(all).count == all.count && all.allSatisfy((0...PanelSlot.placeLimit).contains),
      "variables of \(panel) have places of their own")
  }

  /// Places of the variables by their names.
  var places: [String: Int] {
    Dictionary(variables.map { ($0.name, $0.slot.place) }) { first, _ in first }
  }

  /// The same variables for another panel.
  func of(_ panel: PanelName) -> PanelContract { PanelContract(panel, variables, help: help) }

  /// What a panel does that the server does not know of, and what it lacks.
  func faults(of panel: Panel) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    var seen: Set<String> = []
    for (fields, isInList) in [(panel.body, false), (panel.model, true), (panel.foot, false)] {
      for field in fields where field.style.kind != .text {
        let isFirst = seen.insert(field.content).inserted
        if let (message, note, severity) = fault(field, isInList: isInList, isFirst: isFirst) {
          faults.append(
            Diagnostic(panel.path, at: field.span, says: message, note: note, severity: severity))
        }
      }
    }
    for variable in variables where variable.isNeeded && !seen.contains(variable.name) {
      faults.append(
        Diagnostic(
          panel.path, at: nil, says: "the panel has no field \(variable.name)",
          note: "the server needs it: \(Self.wanted(variable))"))
    }
    return faults
  }

  private typealias Fault = (message: String, note: String?, severity: Diagnostic.Severity)

  private func fault(_ field: PanelField, isInList: Bool, isFirst: Bool) -> Fault? {
    let name = field.content
    guard let variable = variables.first(where: { $0.name == name }) else {
      let names = variables.map(\.name).sorted()
      let near = Suggestion.closest(to: name, among: names).map { "did you mean \($0)?" }
      let known = names.isEmpty ? "it has none" : "expected \(names.joined(separator: " "))"
      return ("\(name) is no variable of this panel", near ?? known, .error)
    }
    guard variable.isInList == isInList else {
      return (
        variable.isInList ? "\(name) stands in the list only" : "\(name) stands outside the list",
        variable.isInList ? "move it to )MODEL" : "move it to )BODY or )FOOT", .error
      )
    }
    switch variable.role {
    case .shown:
      guard field.style.kind == .output else {
        return ("\(name) is shown, not typed", "expected TYPE(OUTPUT)", .error)
      }
      guard field.length >= variable.width else {
        return (
          "\(name) has up to \(variable.width) characters, of which \(field.length) are shown", nil,
          .warning
        )
      }
    case .typed(let isHidden):
      guard field.style.kind == .input, field.style.attribute.isNondisplay == isHidden else {
        return (
          isHidden ? "\(name) must be typed unseen" : "\(name) is what the user types",
          "expected \(Self.wanted(variable))", .error
        )
      }
      guard isFirst else {
        return ("\(name) is there already", "one field has the name", .error)
      }
      guard field.length >= variable.width else {
        return (
          "\(name) needs \(variable.width) cells, and has \(field.length)",
          "LENGTH(\(variable.width)) in )ATTR makes a field go on over line ends", .error
        )
      }
    }
    return nil
  }

  /// What a variable's line in `)ATTR` says.
  private static func wanted(_ variable: PanelVariable) -> String {
    let place = variable.isInList ? " in )MODEL" : ""
    return switch variable.role {
    case .shown: "TYPE(OUTPUT)\(place)"
    case .typed(true): "TYPE(INPUT) INTENS(NON), \(variable.width) cells\(place)"
    case .typed(false): "TYPE(INPUT), \(variable.width) cells, seen\(place)"
    }
  }
}
