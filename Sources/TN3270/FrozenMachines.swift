public import Bytes

extension ServerMachine: Freezable {
  /// Appends what was agreed, and what is open.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(options)
    freezer.put(phase)
    freezer.put(decoder)
    freezer.put(table)
    freezer.put(isTN3270E)
    freezer.put(overTLS)
    freezer.put(functions)
    freezer.put(earlyFunctions)
    freezer.put(terminalType)
    freezer.put(requestedLU)
    freezer.put(deviceName)
    freezer.put(negotiations)
    freezer.put(functionRounds)
    freezer.put(nameRounds)
    freezer.put(nameIsHopeless)
    freezer.put(nameRejection)
    freezer.put(text)
    freezer.put(probes)
    freezer.put(sequence)
  }

  /// Reads a machine that goes on where the frozen one stood.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    options = try thawer.take()
    phase = try thawer.take()
    decoder = try thawer.take()
    table = try thawer.take()
    isTN3270E = try thawer.take()
    overTLS = try thawer.take()
    functions = try thawer.take()
    earlyFunctions = try thawer.take()
    terminalType = try thawer.take()
    requestedLU = try thawer.take()
    deviceName = try thawer.take()
    negotiations = try thawer.take()
    functionRounds = try thawer.take()
    nameRounds = try thawer.take()
    nameIsHopeless = try thawer.take()
    nameRejection = try thawer.take()
    text = try thawer.take()
    probes = try thawer.take()
    sequence = try thawer.take()
  }
}

extension ClientMachine: Freezable {
  /// Appends what was agreed, and what is open.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(options)
    freezer.put(phase)
    freezer.put(decoder)
    freezer.put(table)
    freezer.put(isTN3270E)
    freezer.put(overTLS)
    freezer.put(functions)
    freezer.put(deviceName)
    freezer.put(nameIndex)
    freezer.put(sentType)
    freezer.put(functionRounds)
    freezer.put(negotiations)
    freezer.put(sequence)
    freezer.put(probes)
    freezer.put(isBound)
    freezer.put(hasSystemText)
  }

  /// Reads a machine that goes on where the frozen one stood.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    options = try thawer.take()
    phase = try thawer.take()
    decoder = try thawer.take()
    table = try thawer.take()
    isTN3270E = try thawer.take()
    overTLS = try thawer.take()
    functions = try thawer.take()
    deviceName = try thawer.take()
    nameIndex = try thawer.take()
    sentType = try thawer.take()
    functionRounds = try thawer.take()
    negotiations = try thawer.take()
    sequence = try thawer.take()
    probes = try thawer.take()
    isBound = try thawer.take()
    hasSystemText = try thawer.take()
    guard 0...options.names.count ~= nameIndex else { throw .invalid("name") }
  }
}
