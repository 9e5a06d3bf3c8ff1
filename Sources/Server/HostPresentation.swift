import DataStream
import Names
import SessionEngine
import TN3270
import Tables

extension BoundSizes {
  /// The sizes that a BIND orders; nil where it leaves them to the terminal.
  init(_ size: PresentationSize) {
    switch size {
    case .model2: self.init(rows: 24, columns: 80, alternateRows: 24, alternateColumns: 80)
    case .queried, .unspecified:
      self.init(rows: nil, columns: nil, alternateRows: nil, alternateColumns: nil)
    case .fixed(let size):
      self.init(
        rows: size.rows, columns: size.columns, alternateRows: size.rows,
        alternateColumns: size.columns)
    case .both(let first, let second):
      self.init(
        rows: first.rows, columns: first.columns, alternateRows: second.rows,
        alternateColumns: second.columns)
    }
  }
}

extension HostTerminal {
  /// How we present ourselves to a host.
  func options(names: [LUName], allowsStartTLS: Bool) -> ClientOptions {
    if let type = TerminalType(deviceType) {
      return ClientOptions(
        model: type.model, isExtended: type.isExtended, isDynamic: type.isDynamic, names: names,
        allowsStartTLS: allowsStartTLS)
    }
    let model = (2...5).first { Geometry.model($0) == alternate }
    return ClientOptions(
      model: model ?? 2, isExtended: isExtended, isDynamic: model == nil, names: names,
      allowsStartTLS: allowsStartTLS)
  }
}

extension ReplyWanted {
  /// What a host's record asks for.
  init(_ record: Record) {
    self =
      switch record.responseFlag {
      case .none: .no
      case .error: .onError(sequence: record.sequence)
      case .always: .always(sequence: record.sequence)
      }
  }
}

extension ResponseResult {
  /// A sense that TN3270E has no number for is an operation check.
  init(_ sense: ResponseSense) {
    self =
      switch sense {
      case .positive: .positive
      case .negative(let code): .negative(NegativeResponse(rawValue: code) ?? .operationCheck)
      }
  }
}
