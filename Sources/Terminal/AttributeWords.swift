import DataStream

/// Names of attributes, modes and replies (GA23-0059 chapters 4 and 6).
enum AttributeWords {
  static func words(_ attribute: FieldAttribute) -> String {
    var words = [attribute.isProtected ? "protected" : "unprotected"]
    if attribute.contains(.autoskip) {
      words = ["skip"]
    } else if attribute.contains(.numeric) {
      words.append("numeric")
    }
    if attribute.isNondisplay { words.append("nondisplay") }
    if attribute.isIntensified { words.append("intensified") }
    if attribute.isModified { words.append("modified") }
    return words.joined(separator: ",")
  }

  /// A pair of type and value.
  static func words(_ type: UInt8, _ value: UInt8) -> String {
    let code = "X'\(NarratedLine.hex(value))'"
    switch type {
    case ExtendedType.all: return "all \(code)"
    case ExtendedType.fieldAttribute: return words(FieldAttribute(rawValue: value))
    case ExtendedType.highlighting:
      return "highlighting \(Highlight(rawValue: value).map { "\($0)" } ?? code)"
    case ExtendedType.foreground: return "color \(Color(rawValue: value).map { "\($0)" } ?? code)"
    case ExtendedType.background:
      return "background \(Color(rawValue: value).map { "\($0)" } ?? code)"
    case ExtendedType.characterSet: return "character set \(code)"
    case ExtendedType.transparency: return "transparency \(code)"
    case ExtendedType.validation: return "validation \(code)"
    case ExtendedType.outlining: return "outlining \(code)"
    case ExtendedType.inputControl: return "input control \(code)"
    default: return "X'\(NarratedLine.hex(type))' \(code)"
    }
  }

  static func words(_ mode: ReplyMode) -> String {
    switch mode {
    case .field: "field"
    case .extendedField: "extended field"
    case .character: "character"
    }
  }

  /// The name of a reply to a query, by its code.
  static func words(reply code: UInt8) -> String {
    switch code {
    case QueryReply.Code.summary: "Summary"
    case QueryReply.Code.usableArea: "UsableArea"
    case QueryReply.Code.partitions: "AlphanumericPartitions"
    case QueryReply.Code.characterSets: "CharacterSets"
    case QueryReply.Code.color: "Color"
    case QueryReply.Code.highlighting: "Highlight"
    case QueryReply.Code.replyModes: "ReplyModes"
    case QueryReply.Code.doubleByte: "DBCSAsia"
    case QueryReply.Code.dataManagement: "DDM"
    case QueryReply.Code.names: "RPQNames"
    case QueryReply.Code.implicitPartition: "ImplicitPartition"
    case QueryReply.Code.null: "Null"
    default: "X'\(NarratedLine.hex(code))'"
    }
  }
}
