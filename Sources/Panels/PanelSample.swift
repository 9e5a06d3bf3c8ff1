import DataStream
import EBCDIC
import Names
import Syntax
public import Terminal

/// A panel with sample values, as people see it.
public enum PanelSample {
  private static let values: [String: String] = [
    "USER": "UABCDE", "USERID": "UABCDE", "TERMINAL": "TN000001", "SYSTEM": "TURNSTIL",
    "MODEL": "3278-2", "KEYS": "Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12",
    "NEWS1": "Welcome. These systems are a demonstration.",
    "WHAT": "2 sessions are live. They stay when you leave.", "CHOICE": "Y",
    "LINE1": "Message from OPERATOR:",
    "LINE2": "The system stops at 18:00.", "USAGE": "/F",
    "SECRET": "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
  ]

  private static let list: [[String: String]] = [
    ["SESSID": "TSOA", "SESSKEY": "PF 13", "DESC": "TSO production", "STATUS": "current"],
    ["SESSID": "TSOB", "SESSKEY": "PF 14", "DESC": "TSO, key in ICSF", "STATUS": ""],
    ["SESSID": "CICSA", "SESSKEY": "PF 15", "DESC": "CICS production", "STATUS": "waiting"],
    ["SESSID": "NOTKT", "SESSKEY": "PF 16", "DESC": "TSO test, without a ticket", "STATUS": ""],
  ]

  /// What a line of other lists has.
  private static let line = [
    "LINE": "A line of the application.", "COMMAND": "/F",
    "WHAT": "sign off, back to the logon panel",
    "LABEL": "Transfer option", "OWN": "ASK", "PROFILE": "HOLD", "SYSTEMS": "NONE",
  ]

  /// The panel on a colour terminal of a model 2 to 5.
  public static func draw(_ panel: Panel, model: Int) -> PresentationSpace {
    let terminal = TerminalCapabilities(color: .model(model))
    let canvas = Panel.Canvas(terminal, page: .bracket)
    var space = PresentationSpace(terminal)
    func texts(_ named: [String: String]) -> PanelTexts {
      var texts: PanelTexts = [:]
      for (name, text) in named { if let slot = panel.slot(name) { texts[slot] = text } }
      return texts
    }
    var values = texts(values)
    if let message = panel.slot("MESSAGE") {
      values.set(message, "==> Session TSOB ended - Pass Ticket gen failed <==", tone: .fault)
    }
    let lines = list.map { entry in texts(entry.merging(line) { first, _ in first }) }
    let outcome = space.apply(panel.render(values, list: lines, on: canvas))
    precondition(outcome.error == nil, "a panel's own record is well formed")
    return space
  }

  /// The panel that was perhaps meant.
  public static func closest(to name: String, in panels: PanelLibrary) -> String? {
    Suggestion.closest(to: name, among: panels.names.map(\.description))
  }
}
