/// What a keeper is started with.
public struct KeeperPlan: Sendable {
  /// The command line of the server, without the program's name.
  public var arguments: [String]
  /// What is added to it for a worker: that descriptor 3 leads to its keeper.
  public var worker: [String]
  /// The command line of a companion, which has an end of each link to the workers: their number is its
  /// last word.
  public var companion: [String]
  /// What is added to the server's for a program that this process becomes: the last word before the
  /// number of the descriptor that has the keeper's state.
  public var successor: [String]
  /// What is added to that for a program that only says, by its exit code, whether it could.
  public var trial: [String]
  /// Puts an answer into the form in which an operator's command expects it: lines, and whether it
  /// is a failure.
  public var encodeAnswer: @Sendable ([String], Bool) -> [UInt8]
  /// Who started this process, and wants to know how it goes.
  public var service: ServiceManager
  /// Says a line on standard error.
  public var say: @Sendable (String) -> Void

  /// A plan.
  public init(
    arguments: [String], worker: [String], companion: [String], successor: [String],
    trial: [String], encodeAnswer: @escaping @Sendable ([String], Bool) -> [UInt8],
    service: ServiceManager, say: @escaping @Sendable (String) -> Void
  ) {
    self.arguments = arguments
    self.worker = worker
    self.companion = companion
    self.successor = successor
    self.trial = trial
    self.encodeAnswer = encodeAnswer
    self.service = service
    self.say = say
  }
}
