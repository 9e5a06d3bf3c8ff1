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
      freezer.put(save)
    case .delete(let area, let path):
      freezer.put(byte: 4)
      freezer.put(area)
      freezer.put(path)
    case .openOwn: freezer.put(byte: 5)
    case .saveOwn(let save):
      freezer.put(byte: 6)
      freezer.put(save)
    }
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0: self = .areas
    case 1: self = .list(try thawer.take())
    case 2: self = .open(try thawer.take(), path: try thawer.take())
    case 3: self = .save(try thawer.take(), try thawer.take())
    case 4: self = .delete(try thawer.take(), path: try thawer.take())
    case 5: self = .openOwn
    case 6: self = .saveOwn(try thawer.take())
    default: throw .invalid("request of an administrator's session")
    }
  }
}

extension AdminSave: Freezable {
  /// Appends path and bytes.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(path)
    freezer.put(was)
    freezer.put(becomes)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    path = try thawer.take()
    was = try thawer.take()
    becomes = try thawer.take()
  }
}
