import TestSupport

/// All Swift files of Sources/, read once.
struct SourceTree {
  struct File {
    let path: String
    let module: String
    let outline: SwiftOutline
    let tokens: [SwiftToken]

    init(_ path: String, _ text: String) {
      self.path = path
      module = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
      tokens = SwiftTokens.scan(text)
      outline = SwiftOutline(tokens)
    }
  }

  let files: [File]

  static let whole = Result {
    SourceTree(
      files: try Repository.files("Sources", suffix: ".swift").map {
        File($0, try Repository.text($0))
      })
  }
}

// MARK: Sizes

extension SourceTree {
  static let typeLimit = 600
  static let filesLimit = 2
  static let functionLimit = 60
  /// Parameters from the third on have labels.
  static let unlabelledLimit = 2

  struct TypeSize: Equatable {
    let name: String
    let lines: Int
    let files: Int
  }

  /// Types that we declare, each with all its extensions, wherever they are, and the files of its own
  /// module that it lies in: a lower module's type is extended where it is used.
  var types: [TypeSize] {
    var declared: [String: Set<String>] = [:]
    for file in files {
      for part in file.outline.types where !part.isExtension {
        declared[part.name, default: []].insert(file.module)
      }
    }
    var parts: [String: (lines: Int, files: Set<String>)] = [:]
    for file in files {
      for part in file.outline.types {
        guard let homes = declared[part.name] else { continue }
        // An extension in another module belongs to the type where there is only one of its name.
        let home = homes.contains(file.module) ? file.module : homes.count == 1 ? homes.first : nil
        guard let home else { continue }
        parts["\(home).\(part.name)", default: (0, [])].lines += part.lines
        if file.module == home {
          parts["\(home).\(part.name)", default: (0, [])].files.insert(file.path)
        }
      }
    }
    return parts.map { TypeSize(name: $0.key, lines: $0.value.lines, files: $0.value.files.count) }
      .sorted { $0.name < $1.name }
  }

  /// Types over a limit.
  var largeTypes: [TypeSize] {
    types.filter { $0.lines > Self.typeLimit || $0.files > Self.filesLimit }
  }

  /// Functions over the limit, by module, type and name, with their lines.
  var longFunctions: [String: Int] {
    var found: [String: Int] = [:]
    for file in files {
      for function in file.outline.functions where function.lines > Self.functionLimit {
        found["\(file.module).\(function.name)", default: 0] += function.lines
      }
    }
    return found
  }

  /// Functions with a parameter from the third on that has no label: places, by module.
  var unlabelled: [String: [String]] {
    var found: [String: [String]] = [:]
    for file in files {
      for signature in file.outline.signatures
      where signature.labels.dropFirst(Self.unlabelledLimit).contains("_") {
        found[file.module, default: []].append("\(file.path):\(signature.line): \(signature.name)")
      }
    }
    return found
  }
}

// MARK: Dead declarations

extension SourceTree {
  /// Declarations whose name stands nowhere but in declarations: in the file where they are private,
  /// in the module where they are internal, in all of Sources where they are public.
  var deadDeclarations: [(path: String, line: Int, name: String)] {
    var everywhere: [String: Int] = [:]
    var byModule: [String: [String: Int]] = [:]
    var requirements: Set<String> = []
    for file in files {
      for token in file.tokens where token.isWord {
        everywhere[token.text, default: 0] += 1
        byModule[file.module, default: [:]][token.text, default: 0] += 1
      }
      for declaration in file.outline.declarations {
        everywhere[declaration.name, default: 0] -= 1
        byModule[file.module, default: [:]][declaration.name, default: 0] -= 1
        if declaration.isRequirement { requirements.insert(declaration.name) }
      }
    }
    return files.flatMap { file in
      var here: [String: Int] = [:]
      for token in file.tokens where token.isWord { here[token.text, default: 0] += 1 }
      for declaration in file.outline.declarations { here[declaration.name, default: 0] -= 1 }
      return file.outline.declarations.filter { declaration in
        let name = declaration.name
        // What a protocol of ours requires is called through the protocol, from anywhere.
        if requirements.contains(name) { return everywhere[name] == 0 }
        return switch declaration.access {
        case .private, .fileprivate: here[name] == 0
        case .internal: byModule[file.module]?[name] == 0
        case .package, .public, .open: everywhere[name] == 0
        }
      }.map { (file.path, $0.line, $0.name) }
    }
  }
}
