import Time

/// The server stops.
extension UserSession {
  /// Ends the sessions and signs the user off, so that the log closes what it opened; whoever sits at
  /// the terminal is told.
  mutating func serverStops(_ now: Moment, _ effects: inout [Effect]) {
    guard user != nil else { return close(.serverStops, &effects) }
    depart(.logOff, now, ending: .serverStopped, because: .serverStops, &effects)
  }
}
