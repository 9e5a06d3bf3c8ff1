import Messages
import Panels

extension Notice {
  /// The tone of the message line.
  var tone: Tone {
    switch weight {
    case .fault: .fault
    case .remark: .remark
    case .good: .good
    }
  }
}
