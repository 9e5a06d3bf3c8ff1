/// Where objects are by their names.
///
/// Names are numbers of our own, which no peer chooses: a multiplication spreads them, where a hash that
/// withstands an enemy costs more than the change itself.
struct PlaceTable {
  private struct Slot {
    var id: UInt64 = 0
    /// One more than the place; 0 for a free slot.
    var place: UInt32 = 0
    var kind: UInt8 = 0
  }

  /// A power of two of them, at most half of which are used. A name is in the first free slot from its own
  /// on, so that a look ends at a free one.
  private var slots = Array(repeating: Slot(), count: 16)
  private var used = 0

  /// Where the name's search begins.
  private func home(_ id: UInt64, _ kind: UInt8) -> Int {
    // Of the product the higher bits count, to which only low ones of the name reach; kinds are below 8.
    let spread = (id << 3 ^ UInt64(kind)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: spread >> 32) & (slots.count - 1)
  }

  /// The slot that has a name, or the free one in which it would be.
  private func slot(_ key: LedgerKey) -> Int {
    var index = home(key.id, key.kind)
    while slots[index].place != 0, slots[index].id != key.id || slots[index].kind != key.kind {
      index = (index + 1) & (slots.count - 1)
    }
    return index
  }

  subscript(key: LedgerKey) -> Int? {
    let place = slots[slot(key)].place
    return place == 0 ? nil : Int(place) - 1
  }

  /// Adds a name that is not there.
  mutating func add(_ key: LedgerKey, at place: Int) {
    if used * 2 >= slots.count { grow() }
    slots[slot(key)] = Slot(id: key.id, place: UInt32(place) + 1, kind: key.kind)
    used += 1
  }

  private mutating func grow() {
    let former = slots
    slots = Array(repeating: Slot(), count: former.count * 2)
    for old in former where old.place != 0 {
      slots[slot(LedgerKey(kind: old.kind, id: old.id))] = old
    }
  }

  /// Removes a name that is there; those behind it that it was in the way of move up.
  mutating func remove(_ key: LedgerKey) {
    var hole = slot(key)
    used -= 1
    var index = hole
    while true {
      index = (index + 1) & (slots.count - 1)
      let next = slots[index]
      guard next.place != 0 else { break }
      // From its home to where it is, is the hole on the way?
      let way = (index - home(next.id, next.kind)) & (slots.count - 1)
      guard way >= (index - hole) & (slots.count - 1) else { continue }
      slots[hole] = next
      hole = index
    }
    slots[hole] = Slot()
  }
}
