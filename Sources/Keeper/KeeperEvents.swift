public import Bytes
public import Platform

/// A program that workers are started from: its file, opened once, so that restarts are of the same
/// program though the file may have been replaced.
public struct Program: Hashable, Sendable {
  /// The opened file.
  public let descriptor: Int32
  /// Its path, for people.
  public let path: String

  /// An opened file.
  public init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }
}

extension Program: Freezable {
  /// Appends descriptor and path.
  public func freeze(into freezer: inout Freezer) {
    freezer.put(descriptor)
    freezer.put(path)
  }

  /// Reads what `freeze` wrote.
  public init(thawing thawer: inout Thawer) throws(ThawError) {
    self.init(descriptor: try thawer.take(), path: try thawer.take())
  }
}

/// What happens to a keeper.
public enum KeeperEvent: Sendable {
  /// A worker said something; descriptors that came along are the keeper's from then on.
  case message(worker: Int, ToKeeper, descriptors: [Int32])
  /// An operator, who waits at a connection, wants a program to go on; or why there is none.
  case upgrade(client: Int32, Result<Program, SystemError>)
  /// A worker's process has ended, and all that it said was heard.
  case ended(worker: Int, Processes.Ending)
  /// A worker could not be started.
  case notStarted(worker: Int, SystemError)
  /// A companion's process has ended, or could not be started.
  ///
  /// - `isClean`: it said that it is done.
  case companionEnded(UInt32, words: String, isClean: Bool)
  /// Links to a companion could not be made; that it ended is told as well.
  case companionWithoutLinks(UInt32)
  /// The program that the keeper is to become has answered: nil for yes, or why not.
  case successorAnswered(String?)
  /// It was not asked, since the keeper had something left to say or to hear.
  case successorNotAsked
  /// Somebody signalled the keeper.
  case asked(Signals.Kind)
  /// About a second has passed since the last.
  case tick
}

/// What a keeper does.
public enum KeeperEffect: Hashable, Sendable {
  /// Starts a worker from a program.
  case start(worker: Int, Program)
  /// Starts a companion from a program, at links of its own; those that are there already stay.
  case startCompanion(UInt32, Program)
  /// Gives a worker its ends of the links to a companion.
  case link(worker: Int, companion: UInt32)
  /// Closes the links to a companion.
  case unlink(companion: UInt32)
  /// Asks a program whether the keeper could go on as it.
  case askSuccessor(Program)
  /// Ends the process that was asked that.
  case dismissSuccessor
  /// The keeper goes on as a program, where all is said that was to be said.
  case become(Program)
  /// Tells a worker something.
  case send(worker: Int, ToWorker, descriptors: [Int32])
  /// Signals a worker's process.
  case signal(worker: Int, Processes.Order)
  /// Closes a descriptor.
  case close(Int32)
  /// Answers an operator, and closes the connection.
  case answer(client: Int32, lines: [String], isFailed: Bool)
  /// Tells the service manager (sd_notify(3)); a line each.
  case notify([String])
  /// Says a line to whoever reads standard error.
  case say(String)
  /// The keeper ends.
  case end(code: Int32)
}
