public import Bytes

/// A request that was not answered goes on in another process, where it is asked again.
extension AdminRequest: Freezable {
  /// Appends which it is, its area and its file.
  public func freeze(into freezer: inout Freezer) {
    switch self {
    case .areas: freezer.put(byte: 0)
    case .list(let area):
      freezer.put(byte: 1)
      freezer.put(area)
    case .open(let area, let path):
      freezer.put(byte: 2)
      freezer.put(area)
      freezer.put(path)
    case .save(let area, let save):
      freezer.put(byte: 3)
      freezer.put(area)
      freezer.put(save.path)
      freezer.put(save.was)
      freezer.put(save.becomes)
    case .delete(let area, let path):
      freezer.put(byte: 4)
      freezer.put(area)
      freezer.put(path)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .areas
    case 1: self = .list(try thawer.take())
    case 2: self = .open(try thawer.take(), path: try thawer.take())
    case 3:
      let area = try thawer.take(AdminArea.self)
      let path = try thawer.take(String.self)
      let was = try thawer.take([UInt8]?.self)
      self = .save(area, AdminSave(path: path, was: was, becomes: try thawer.take()))
    case 4: self = .delete(try thawer.take(), path: try thawer.take())
    default: throw .invalid("request of an administrator's session")
    }
  }
}
