public import Names
public import SAF
public import Time

/// RACF's commands, worked out on a state: an answer, and the changes that are to be made.
///
/// Message numbers are RACF's own where they are public; who issues commands owns the state directory and
/// has ALTER to everything.
public enum RACFExecution {
  /// Works a command out. PASSWORD and PHRASE, which are checked as a sign-on is, are
  /// ``CommandDesk``'s.
  ///
  /// `keys`: where keys are put under master keys, and checked. `system`: the system's name, in the
  /// labels that RACF makes up.
  public static func execute(
    _ command: RACFCommand, on state: SecurityState, keys: KeyService,
    hashes: CommandHashes = CommandHashes(), at time: WallTime, system: PackedName
  ) -> (answer: RACFAnswer, changes: [SecurityChange]) {
    var run = CommandRun(state, keys: keys, hashes: hashes, at: time, system: system)
    switch command {
    case .addUser(let users, let change): UserCommands.add(users, change, in: &run)
    case .alterUser(let users, let change): UserCommands.alter(users, change, in: &run)
    case .listUser(let users, let view): UserCommands.list(users, view, in: &run)
    case .deleteUser(let users): UserCommands.delete(users, in: &run)
    case .addGroup(let groups, let change): GroupCommands.add(groups, change, in: &run)
    case .alterGroup(let groups, let change): GroupCommands.alter(groups, change, in: &run)
    case .listGroup(let groups, let view): GroupCommands.list(groups, view, in: &run)
    case .deleteGroup(let groups): GroupCommands.delete(groups, in: &run)
    case .connect(let users, let group, let change):
      GroupCommands.connect(users, group, change: change, in: &run)
    case .remove(let users, let group, _): GroupCommands.remove(users, group, in: &run)
    case .password: run.answer.fail("IKJ56701I MISSING USER: SAY WHOSE PASSWORD IT IS")
    case .define(let type, let names, let change):
      ProfileCommands.define(type, names, change: change, in: &run)
    case .alter(let type, let names, let change):
      ProfileCommands.alter(type, names, change: change, in: &run)
    case .list(let type, let names, let view):
      ProfileListing.list(type, names, view: view, in: &run)
    case .delete(let type, let names): ProfileCommands.delete(type, names, in: &run)
    case .permit(.resource(let type, let name), let change):
      AccessCommands.permit(type, name, change: change, in: &run)
    case .permit(.dataSet(let name), _):
      run.answer.fail("ICH06004I \(name) NOT DEFINED TO RACF (CLASS DATASET)")
    case .search(let filter): ProfileListing.search(filter, in: &run)
    case .setOptions(let options): AccessCommands.setOptions(options, in: &run)
    case .listDatabases: run.answer = databases
    case .help(let lines): run.answer = RACFAnswer(lines: lines)
    }
    return (run.answer, run.changes)
  }

  /// RVARY LIST: there is one database, and it is active.
  private static var databases: RACFAnswer {
    RACFAnswer(lines: [
      "ICH15013I RACF DATABASE STATUS:", "ACTIVE  USE  NUM VOLUME   DATASET",
      "------  ---  --- ------   -------", " YES    PRIM  1           SECURITY.DB",
      "ICH15020I RVARY COMMAND HAS FINISHED PROCESSING.",
    ])
  }
}
