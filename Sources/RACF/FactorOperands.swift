import SAF

/// The operands of ALTUSER MFA (IBM Z Multi-Factor Authentication, Configure AZFTOTP1).
enum FactorOperands {
  /// What is said of time-based codes; nil where it is about other factors, which there are none like here.
  static func change(
    _ operand: Operand, _ reader: inout OperandReader
  ) throws(RACFFault) -> Change<FactorWish>? {
    var factor: String?
    var isRemoved = false
    var wish = FactorWish()
    var idle: [String] = []
    try reader.nested(operand, RACFVerb.factor) { (inner) throws(RACFFault) in
      while let part = try inner.next() {
        switch part.name {
        case "ACTIVE": wish.isActive = true
        case "NOACTIVE": wish.isActive = false
        case "TAGS":
          if try part.text(limit: 1024) == "REGSTATE:OPEN" {
            wish.forgetsSecret = true
          } else {
            idle.append("TAGS")
          }
        default:
          factor = try part.single { $0 }
          isRemoved = part.name == "DELFACTOR"
        }
      }
    }
    guard factor == SecondFactor.name else {
      if factor != nil || wish != FactorWish() { reader.pass(over: "MFA") }
      return nil
    }
    for name in idle { reader.pass(over: "MFA(\(name))") }
    return isRemoved ? .removed : .set(wish)
  }
}
