/// One change of a YAML file: of which label, and what.
public struct YAMLChange: Hashable, Sendable {
  /// What becomes of the label.
  public enum Action: Hashable, Sendable {
    /// It has this value; a label that is not there is put behind the others.
    case set(String)
    /// It is there with this value, in front of another label of the same mapping.
    case insert(String, before: String)
    /// It is there no more; a mapping that it leaves empty goes with it.
    case remove
    /// It has another name.
    case rename(String)
  }

  /// The labels that lead to it, from the outermost.
  public let path: [String]
  /// What becomes of it.
  public let action: Action

  /// A change of the label to which a path leads.
  public init(_ path: [String], _ action: Action) {
    self.path = path
    self.action = action
  }
}

/// Why a file cannot be changed as wanted; nothing of it was changed.
public enum YAMLEditFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is no document that the server reads.
  case unreadable(Diagnostic)
  /// There is no such label.
  case missing([String])
  /// Another label has the name already.
  case taken([String])
  /// The label has no value of its own, but a list or labels.
  case notOneValue([String])
  /// The label has a value, and so no labels below it.
  case noLabels([String])
  /// A value has a character that no line of text has.
  case control([String])
  /// The file is written in a way that the change would say something else.
  case unusual([String])

  /// A sentence, without a full stop.
  public var description: String {
    func name(_ path: [String]) -> String {
      path.map { "\"\(Diagnostic.quoted($0))\"" }.joined(separator: " of ")
    }
    return switch self {
    case .unreadable(let fault): fault.summary
    case .missing(let path): "the file has no label \(name(path))"
    case .taken(let path): "the file has a label \(name(path)) already"
    case .notOneValue(let path): "\(name(path)) has more than one value; edit the file itself"
    case .noLabels(let path): "\(name(path)) has a value and no labels; edit the file itself"
    case .control(let path): "the value of \(name(path)) has a character that is no text"
    case .unusual(let path):
      "the place of \(name(path)) is written in an unusual way; edit the file itself"
    }
  }
}

/// What a document says, without places: for the comparison of what was wanted with what was written.
indirect enum YAMLMeaning: Hashable, Sendable {
  case scalar(String)
  case sequence([YAMLMeaning])
  case mapping([Member])

  struct Member: Hashable, Sendable {
    var name: String
    var value: YAMLMeaning
  }

  init(_ node: YAMLNode) {
    switch node {
    case .scalar(let text, _): self = .scalar(text)
    case .sequence(let items, _): self = .sequence(items.map { YAMLMeaning($0) })
    case .mapping(let members, _):
      self = .mapping(members.map { Member(name: $0.key, value: YAMLMeaning($0.value)) })
    }
  }

  /// The same with a change.
  func changed(by change: YAMLChange) throws(YAMLEditFault) -> YAMLMeaning {
    try changed(change.path[...], change)
  }

  private func changed(
    _ rest: ArraySlice<String>, _ change: YAMLChange
  ) throws(YAMLEditFault) -> YAMLMeaning {
    guard case .mapping(var members) = self, let name = rest.first else {
      throw .noLabels(Array(change.path.dropLast(rest.count)))
    }
    let place = members.firstIndex { $0.name == name }
    if rest.count > 1 {
      // A label without a value has no labels yet.
      var inner: YAMLMeaning = .mapping([])
      if let place, members[place].value != .scalar("") { inner = members[place].value }
      if place == nil, case .set = change.action {
      } else if place == nil {
        throw .missing(change.path)
      }
      let new = try inner.changed(rest.dropFirst(), change)
      if let place {
        members[place].value = new
        if new == .mapping([]) { members.remove(at: place) }
      } else {
        members.append(Member(name: name, value: new))
      }
      return .mapping(members)
    }
    switch change.action {
    case .set(let text):
      guard let place else {
        members.append(Member(name: name, value: .scalar(text)))
        break
      }
      guard case .scalar = members[place].value else { throw .notOneValue(change.path) }
      members[place].value = .scalar(text)
    case .insert(let text, let other):
      guard place == nil else { throw .taken(change.path) }
      guard let next = members.firstIndex(where: { $0.name == other }) else {
        throw .missing(change.path.dropLast() + [other])
      }
      members.insert(Member(name: name, value: .scalar(text)), at: next)
    case .remove:
      guard let place else { throw .missing(change.path) }
      members.remove(at: place)
    case .rename(let other):
      guard let place else { throw .missing(change.path) }
      guard other == name || !members.contains(where: { $0.name == other }) else {
        throw .taken(change.path.dropLast() + [other])
      }
      members[place].name = other
    }
    return .mapping(members)
  }
}
