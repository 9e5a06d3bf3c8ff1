/// What a Swift file declares, and how long it is.
struct SwiftOutline {
  enum Access: String { case `private`, `fileprivate`, `internal`, package, `public`, open }

  /// A stretch of a type's declaration, or of an extension of it.
  struct TypePart: Equatable {
    /// With the names of the types around it.
    let name: String
    /// Lines without those of the types inside.
    var lines: Int
    let isExtension: Bool
  }

  struct Function: Equatable {
    /// With the names of the types around it.
    let name: String
    let line: Int
    let lines: Int
  }

  struct Signature: Equatable {
    let name: String
    let line: Int
    /// Outer labels of the parameters.
    let labels: [String]
  }

  /// A name that is declared outside the bodies of functions.
  struct Declaration: Equatable {
    let name: String
    let line: Int
    let access: Access
    let isRequirement: Bool
  }

  private(set) var types: [TypePart] = []
  private(set) var functions: [Function] = []
  private(set) var signatures: [Signature] = []
  private(set) var declarations: [Declaration] = []

  /// What a type is, and what its members without a modifier are.
  private struct Kind {
    let keyword: String
    let access: Access
    /// Its cases are also reached by their raw values, or as all cases.
    let isListed: Bool
  }

  /// What a pair of braces holds.
  private enum Body {
    case type(Int, Kind, start: Int)
    case function(name: String, start: Int)
    case other
  }

  private let tokens: [SwiftToken]
  private var open: [Body] = []
  /// What the next brace opens.
  private var pending: Body?
  private var access: Access?

  init(_ tokens: [SwiftToken]) {
    self.tokens = tokens
    var at = 0
    while at < tokens.count { at = step(at) }
  }

  /// Reads what begins at a token; the token that follows it.
  private mutating func step(_ at: Int) -> Int {
    let text = tokens[at].text
    let isMember = at > 0 && tokens[at - 1].text == "."
    switch text {
    case "{":
      open.append(pending ?? .other)
      pending = nil
    case "}": close(line: tokens[at].line)
    case "import": access = nil
    case "private", "fileprivate", "internal", "package", "public", "open":
      // `private(set)` tells of the setter alone.
      if word(at + 1) != "(" { access = Access(rawValue: text) }
    case "struct", "class", "enum", "actor", "protocol", "extension":
      if !isMember { return type(at) }
    case "func", "init", "subscript", "deinit": if !isMember { return function(at) }
    case "var", "let", "typealias": if !isMember, isOutside { return variable(at) }
    case "case": if case .type(_, let kind, _)? = open.last { return cases(at, kind) }
    default: break
    }
    return at + 1
  }

  private func word(_ at: Int) -> String { at < tokens.count ? tokens[at].text : "" }

  /// Whether the place is in no function's body.
  private var isOutside: Bool {
    switch open.last {
    case nil, .type: true
    default: false
    }
  }

  private var isInProtocol: Bool {
    if case .type(_, let kind, _)? = open.last { kind.keyword == "protocol" } else { false }
  }

  /// Names of the types around.
  private var path: [String] {
    for body in open.reversed() {
      if case .type(let index, _, _) = body { return [types[index].name] }
    }
    return []
  }

  private mutating func declare(_ name: String, _ line: Int) {
    // What a protocol requires is as open as the protocol.
    if case .type(_, let kind, _)? = open.last, isInProtocol { access = kind.access }
    if isOutside, name.utf8.first.map(SwiftTokens.isWordByte) == true, name != "_" {
      declarations.append(
        Declaration(
          name: name, line: line, access: access ?? .internal, isRequirement: isInProtocol))
    }
    access = nil
  }

  private mutating func close(line: Int) {
    pending = nil
    access = nil
    switch open.popLast() {
    case .type(let index, _, let start):
      let length = line - start + 1
      types[index].lines += length
      if !path.isEmpty, case .type(let outer, _, _)? = open.last { types[outer].lines -= length }
    case .function(let name, let start):
      functions.append(Function(name: name, line: start, lines: line - start + 1))
    case .other, nil: break
    }
  }

  private mutating func type(_ at: Int) -> Int {
    let keyword = tokens[at].text
    guard at + 1 < tokens.count, tokens[at + 1].isWord,
      !["func", "var", "let"].contains(word(at + 1))
    else { return at + 1 }
    var name = word(at + 1)
    var end = at + 2
    while keyword == "extension", word(end) == "." {
      name += "." + word(end + 1)
      end += 2
    }
    let own = access ?? .internal
    if keyword != "extension" { declare(name, tokens[at + 1].line) }
    access = nil
    let clause = tokens[end...].prefix { $0.text != "{" }.map(\.text)
    let kind = Kind(
      keyword: keyword, access: own, isListed: !Self.listing.isDisjoint(with: clause))
    types.append(
      TypePart(
        name: (path + [name]).joined(separator: "."), lines: 0, isExtension: keyword == "extension")
    )
    pending = .type(types.count - 1, kind, start: tokens[at].line)
    return end
  }

  private mutating func function(_ at: Int) -> Int {
    let keyword = tokens[at].text
    var end = at + 1
    var name = keyword
    if keyword == "func" {
      name = ""
      repeat {
        name += word(end)
        end += 1
      } while !tokens[end - 1].isWord && end < tokens.count && word(end) != "(" && word(end) != "<"
      declare(name, tokens[at].line)
    } else if keyword == "init", !["(", "?", "!", "<"].contains(word(end)) {
      return end
    }
    access = nil
    let full = (path + [name]).joined(separator: ".")
    if !isInProtocol { pending = .function(name: full, start: tokens[at].line) }
    while end < tokens.count, !["(", "{", "}"].contains(word(end)) { end += 1 }
    guard word(end) == "(" else { return end }
    let (labels, next) = labels(end)
    signatures.append(Signature(name: full, line: tokens[at].line, labels: labels))
    return next
  }

  /// Labels of the parameters in the parentheses that open at a token, and the token after them.
  private func labels(_ open: Int) -> ([String], Int) {
    var labels: [String] = []
    var (depth, angles, at) = (0, 0, open)
    var isFirst = false
    while at < tokens.count {
      let text = tokens[at].text
      switch text {
      case "(", "[", "{":
        depth += 1
        isFirst = depth == 1
      case ")", "]", "}":
        depth -= 1
        if depth == 0 { return (labels, at + 1) }
      case "<": angles += 1
      case ">" where tokens[at - 1].text != "-": angles = max(0, angles - 1)
      case ",": isFirst = depth == 1 && angles == 0
      default:
        if isFirst, depth == 1 { labels.append(text) }
        isFirst = false
      }
      at += 1
    }
    return (labels, at)
  }

  private mutating func variable(_ at: Int) -> Int {
    var end = at + 1
    let name = word(end)
    if name == "(" {
      // A tuple of names.
      while end < tokens.count, word(end) != ")" {
        if tokens[end].isWord {
          let kept = access
          declare(word(end), tokens[end].line)
          access = kept
        }
        end += 1
      }
      access = nil
    } else {
      declare(name, tokens[at].line)
    }
    pending =
      tokens[at].text == "typealias" || isInProtocol
      ? nil : .function(name: (path + [name]).joined(separator: "."), start: tokens[at].line)
    return end + 1
  }

  private mutating func cases(_ at: Int, _ kind: Kind) -> Int {
    pending = nil
    var (end, depth, isName) = (at + 1, 0, true)
    while end < tokens.count {
      let text = tokens[end].text
      if ["(", "["].contains(text) { depth += 1 }
      if [")", "]"].contains(text) { depth -= 1 }
      if depth == 0 {
        if text == "," {
          isName = true
        } else if isName, tokens[end].isWord {
          access = kind.access
          if !kind.isListed { declare(text, tokens[end].line) }
          isName = false
        } else if text == "}" || Self.declarators.contains(text) {
          return end
        }
      }
      end += 1
    }
    return end
  }

  /// What an enum says whose cases are reached without their names.
  private static let listing: Set<String> = [
    "String", "Character", "UInt8", "UInt16", "UInt32", "UInt64", "Int", "CaseIterable",
  ]

  /// Words that end the list of an enum's cases.
  private static let declarators: Set<String> = [
    "case", "var", "let", "func", "init", "static", "struct", "enum", "class", "typealias",
    "private", "fileprivate", "internal", "public", "mutating", "indirect", "subscript", "@",
  ]
}
