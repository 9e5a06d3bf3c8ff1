import Diagnosis
import Panels
import SessionEngine

extension Diagnosis {
  /// The diagnosis as a terminal shows it: faults, remarks and what is in order apart.
  var terminalLines: [DiagnosisLine] {
    lines.map { line in
      if let kind = Finding.Kind.allCases.first(where: { line.hasPrefix($0.rawValue) }) {
        DiagnosisLine(line, kind.tone, hang: 7)
      } else if line.hasPrefix("Result: ") {
        DiagnosisLine(line, hasFault ? .fault : .good, hang: 8)
      } else {
        DiagnosisLine(line, hang: 3)
      }
    }
  }
}

extension Finding.Kind {
  fileprivate var tone: Tone {
    switch self {
    case .good: .good
    case .note, .warning: .remark
    case .fault: .fault
    }
  }
}
