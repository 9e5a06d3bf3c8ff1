/// The LUs of an entry (`LU name`): names, masks and ranges, as they are written.
struct LUMaskList: Hashable, Sendable {
  /// As it is written.
  let text: String
  /// Each name or mask, ranges told out.
  let masks: [LUMask]

  /// No LU.
  init() { (text, masks) = ("", []) }

  /// Nil where an item is neither a mask nor a range.
  init?(_ text: String) {
    guard let masks = LUMask.masks(text) else { return nil }
    (self.text, self.masks) = (text, masks)
  }
}
