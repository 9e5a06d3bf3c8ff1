/// A queue for many owners: those with something waiting take turns, each with its oldest.
struct FairQueue<Owner: Hashable, Element> {
  private struct Line {
    /// What is taken out leaves nil behind, so that it is let go at once.
    var elements: [Element?] = []
    var next = 0

    var count: Int { elements.count - next }

    mutating func take() -> Element? {
      guard next < elements.count else { return nil }
      let element = elements[next]
      elements[next] = nil
      next += 1
      if next > 32, next > elements.count / 2 {
        elements.removeFirst(next)
        next = 0
      }
      return element
    }
  }

  private var lines: [Owner: Line] = [:]
  /// Owners in the order of their turns; each owner with something waiting stands here once.
  private var turns = Turns()

  /// A queue whose front moves along, so that both ends cost the same whatever its length.
  private struct Turns {
    var owners: [Owner] = []
    var next = 0

    mutating func take() -> Owner? {
      guard next < owners.count else { return nil }
      defer {
        next += 1
        if next > 32, next > owners.count / 2 {
          owners.removeFirst(next)
          next = 0
        }
      }
      return owners[next]
    }
  }

  private(set) var count = 0
  private let limit: Int
  private let limitOfOwner: Int

  /// An empty queue: at most `limit` elements wait, and at most `limitOfOwner` for one owner.
  init(limit: Int, limitOfOwner: Int) {
    self.limit = limit
    self.limitOfOwner = limitOfOwner
  }

  /// False where too much waits.
  mutating func add(_ element: Element, for owner: Owner) -> Bool {
    let waiting = lines[owner]?.count ?? 0
    guard count < limit, waiting < limitOfOwner else { return false }
    if waiting == 0 { turns.owners.append(owner) }
    lines[owner, default: Line()].elements.append(element)
    count += 1
    return true
  }

  /// The oldest of whose turn it is.
  mutating func take() -> Element? {
    guard let owner = turns.take(), let element = lines[owner]?.take() else { return nil }
    count -= 1
    if lines[owner]?.count == 0 {
      lines[owner] = nil
    } else {
      turns.owners.append(owner)
    }
    return element
  }
}
