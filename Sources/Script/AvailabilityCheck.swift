import Syntax

/// Looks for what the language has, and the server does not do yet.
struct AvailabilityCheck {
  private(set) var faults: [Diagnostic] = []

  init(_ program: Program) {
    for statement in program.statements {
      switch statement.operation {
      case .define(.shared(.global), let name), .delete(.shared(.global), let name):
        faults.append(
          Diagnostic(
            program.source.path, at: statement.span,
            says: "no variable is everybody's here, so that &\(name) cannot be",
            note: "UDEFINE makes a variable of all scripts of the user"))
      default: break
      }
    }
  }
}
