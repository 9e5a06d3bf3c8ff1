import Time

/// The server stops.
extension UserSession {
  /// Ends the sessions and signs the user off, so that the log closes what it opened; whoever sits at
  /// the terminal is told.
  mutating func serverStops(_ turn: inout Turn) {
    guard user != nil else { return close(.serverStops, &turn) }
    depart(.logOff, ending: .serverStopped, because: .serverStops, &turn)
  }
}
