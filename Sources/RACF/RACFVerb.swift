import Crypto
import SAF

/// The commands, their abbreviations and keywords (z/OS Security Server RACF Command Language
/// Reference).
enum RACFVerb: String, CaseIterable {
  case addUser = "ADDUSER"
  case alterUser = "ALTUSER"
  case listUser = "LISTUSER"
  case deleteUser = "DELUSER"
  case addGroup = "ADDGROUP"
  case alterGroup = "ALTGROUP"
  case listGroup = "LISTGRP"
  case deleteGroup = "DELGROUP"
  case connect = "CONNECT"
  case remove = "REMOVE"
  case password = "PASSWORD"
  case phrase = "PHRASE"
  case define = "RDEFINE"
  case alter = "RALTER"
  case list = "RLIST"
  case delete = "RDELETE"
  case permit = "PERMIT"
  case search = "SEARCH"
  case setOptions = "SETROPTS"
  case vary = "RVARY"
  case help = "HELP"

  /// What the command may be called as well.
  var short: String? {
    switch self {
    case .addUser: "AU"
    case .alterUser: "ALU"
    case .listUser: "LU"
    case .deleteUser: "DU"
    case .addGroup: "AG"
    case .alterGroup: "ALG"
    case .listGroup: "LG"
    case .deleteGroup: "DG"
    case .connect: "CO"
    case .remove: "RE"
    case .password: "PW"
    case .define: "RDEF"
    case .alter: "RALT"
    case .list: "RL"
    case .delete: "RDEL"
    case .permit: "PE"
    case .search: "SR"
    case .setOptions: "SETR"
    case .help: "H"
    case .phrase, .vary: nil
    }
  }

  /// Commands of RACF's that there are none like here.
  static let foreign: Set<String> = [
    "ADDSD", "AD", "ALTDSD", "ALD", "DELDSD", "DD", "LISTDSD", "LD", "RACDCERT", "RACLINK",
    "RACMAP", "RACPRIV", "BLKUPD",
  ]

  init?(_ word: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == word || $0.short == word })
    else { return nil }
    self = found
  }

  init?(_ word: WipedSlice) {
    // A word that is as long as no verb is no text.
    guard word.count <= 8 else { return nil }
    self.init(CommandAtom.folded(word))
  }

  var table: KeywordTable {
    switch self {
    case .addUser, .alterUser: Self.user
    case .listUser: Self.userListing
    case .addGroup, .alterGroup: Self.group
    case .listGroup: Self.groupListing
    case .connect: Self.connection
    case .remove: Self.removal
    case .password, .phrase: Self.change
    case .define, .alter: Self.profile
    case .list: Self.listing
    case .delete: Self.deletion
    case .permit: Self.access
    case .search: Self.filter
    case .setOptions: Self.options
    case .vary: Self.databases
    case .deleteUser, .deleteGroup, .help: Self.nothing
    }
  }

  private static let nothing = KeywordTable("")

  // MARK: Tables

  /// Segments that users have on z/OS; those with keys or passwords in them are secret whole.
  private static let userSegments = """
    CICS CSDATA DCE DFP EIM KERB LANGUAGE LNOTES MFA NDS NETVIEW OMVS OPERPARM OVM PROXY TSO
    WORKATTR
    """

  private static let user = KeywordTable(
    """
    NAME(') PASSWORD(!) PHRASE(!) NOPASSWORD NOPHRASE DFLTGRP() OWNER() DATA(') NODATA EXPIRED
    NOEXPIRED REVOKE(?) NOREVOKE RESUME(?) NORESUME AUTHORITY()
    ^SPECIAL NOSPECIAL ^OPERATIONS NOOPERATIONS ^AUDITOR NOAUDITOR ^ROAUDIT NOROAUDIT ^RESTRICTED
    NORESTRICTED ^ADSP NOADSP ^GRPACC NOGRPACC ^UAUDIT NOUAUDIT
    ~ADDCATEGORY(') ~DELCATEGORY('?) ~CLAUTH(') ~NOCLAUTH('?) ~GROUP(') ~MODEL(') ~NOMODEL
    ~OIDCARD ~NOOIDCARD ~PWCLEAN ~PWCONVERT ~SECLABEL(') ~NOSECLABEL ~SECLEVEL(') ~NOSECLEVEL
    ~UACC(') ~WHEN(')
    ~CICS('?) ~NOCICS ~CSDATA('?) ~NOCSDATA ~DCE(!?) ~NODCE ~DFP('?) ~NODFP ~EIM('?) ~NOEIM
    ~KERB(!?) ~NOKERB ~LANGUAGE('?) ~NOLANGUAGE ~LNOTES('?) ~NOLNOTES MFA(') NOMFA ~NDS('?)
    ~NONDS ~NETVIEW('?) ~NONETVIEW ~OMVS('?) ~NOOMVS ~OPERPARM('?) ~NOOPERPARM ~OVM('?) ~NOOVM
    ~PROXY(!?) ~NOPROXY ~TSO('?) ~NOTSO ~WORKATTR('?) ~NOWORKATTR
    """)

  private static let userListing = KeywordTable("NORACF " + userSegments)

  private static let group = KeywordTable(
    """
    SUPGROUP() OWNER() DATA(') NODATA ~TERMUACC ~NOTERMUACC ~UNIVERSAL ~MODEL(') ~NOMODEL
    ~CSDATA('?) ~NOCSDATA ~DFP('?) ~NODFP ~OMVS('?) ~NOOMVS ~OVM('?) ~NOOVM ~TME('?) ~NOTME
    """)

  private static let groupListing = KeywordTable("NORACF CSDATA DFP OMVS OVM TME")

  private static let connection = KeywordTable(
    """
    GROUP() OWNER() AUTHORITY() REVOKE(?) NOREVOKE RESUME(?) NORESUME ~UACC(') ~ADSP ~NOADSP
    ~AUDITOR ~NOAUDITOR ~GRPACC ~NOGRPACC ~OPERATIONS ~NOOPERATIONS ~SPECIAL ~NOSPECIAL
    """)

  private static let removal = KeywordTable("GROUP() OWNER()")

  private static let change = KeywordTable(
    "USER() PASSWORD(!) PHRASE(!) INTERVAL() NOINTERVAL")

  private static let profile = KeywordTable(
    """
    SSIGNON(') NOSSIGNON APPLDATA(') NOAPPLDATA DATA(') NODATA UACC() OWNER() FROM() FCLASS()
    ^AUDIT() ^LEVEL() ^NOTIFY(?) NONOTIFY ^WARNING NOWARNING ^SECLABEL() NOSECLABEL
    ~ADDCATEGORY(') ~DELCATEGORY('?) ~ADDMEM(') ~DELMEM(') ~FGENERIC ~FVOLUME(') ~GLOBALAUDIT(')
    ~SECLEVEL(') ~NOSECLEVEL ~SINGLEDSN ~NOSINGLEDSN ~TVTOC ~NOTVTOC ~TIMEZONE(') ~NOTIMEZONE
    ~WHEN(') ~CDTINFO('?) ~NOCDTINFO ~CFDEF('?) ~NOCFDEF ~CSDATA('?) ~NOCSDATA ~DLFDATA('?)
    ~NODLFDATA ~EIM('?) ~NOEIM ~ICSF('?) ~NOICSF ~ICTX('?) ~NOICTX ~IDTPARMS('?) ~NOIDTPARMS
    ~JES('?) ~NOJES ~KERB(!?) ~NOKERB ~MFA(!?) ~NOMFA ~MFPOLICY('?) ~NOMFPOLICY ~PROXY(!?)
    ~NOPROXY ~SESSION(!?) ~NOSESSION ~SIGVER('?) ~NOSIGVER ~STDATA('?) ~NOSTDATA ~SVFMR('?)
    ~NOSVFMR ~TME('?) ~NOTME
    """)

  /// The operands of SSIGNON (with APAR OA59196).
  static let signOn = KeywordTable(
    """
    KEYMASKED(!) KEYENCRYPTED(!) ENCRYPTKEY KEYLABEL() NOLEGACYKEY EPTKEYLABEL() NOEPTKEYLABEL
    TYPE() TIMEOUT() REPLAY()
    """)

  /// The operands of AUDIT.
  static let audit = KeywordTable("ALL(?) FAILURES(?) NONE SUCCESS(?)")

  private static let listing = KeywordTable(
    """
    SSIGNON NORACF ALL AUTHUSER GENERIC NOGENERIC NOYOURACC ~HISTORY ~RESGROUP ~STATISTICS ~TVTOC
    ~CDTINFO ~CFDEF ~CSDATA ~DLFDATA ~EIM ~ICSF ~ICTX ~IDTPARMS ~JES ~KERB ~MFA ~MFPOLICY ~PROXY
    ~SESSION ~SIGVER ~STDATA ~SVFMR ~TME
    """)

  private static let deletion = KeywordTable("~GENERIC ~NOGENERIC")

  private static let access = KeywordTable(
    """
    CLASS() ID() ACCESS() DELETE RESET(?) FROM() FCLASS() WHEN(') ~FGENERIC ~FVOLUME(') ~GENERIC
    ~VOLUME(')
    """)

  private static let filter = KeywordTable(
    """
    CLASS() MASK() NOMASK FILTER() USER() ALL GENERIC NOGENERIC ~AGE(') ~CATEGORY('?) ~CLIST('?)
    ~EXPIRES(') ~GID(') ~LEVEL(') ~LIST ~NOLIST ~MODEL ~NONVSAM ~SECLABEL(') ~SECLEVEL(') ~TAPE
    ~UID(') ~VOLUME(') ~VSAM ~WARNING
    """)

  private static let options = KeywordTable(
    """
    CLASSACT() NOCLASSACT() RACLIST() ~NORACLIST(') REFRESH LIST PASSWORD(') INACTIVE() NOINACTIVE
    ~ADDCREATOR ~NOADDCREATOR ~ADSP ~NOADSP ~APPLAUDIT ~NOAPPLAUDIT ~AUDIT(') ~NOAUDIT(')
    ~CATDSNS('?) ~NOCATDSNS ~CMDVIOL ~NOCMDVIOL ~COMPATMODE ~NOCOMPATMODE ~EGN ~NOEGN ~ERASE('?)
    ~NOERASE ~GENCMD(') ~NOGENCMD(') ~GENERIC(') ~NOGENERIC(') ~GENERICOWNER ~NOGENERICOWNER
    ~GENLIST(') ~NOGENLIST(') ~GLOBAL(') ~NOGLOBAL(') ~GRPLIST ~NOGRPLIST ~INITSTATS ~NOINITSTATS
    ~JES(') ~KERBLVL(') ~LANGUAGE(') ~LOGOPTIONS(') ~MLACTIVE('?) ~NOMLACTIVE ~MLFSOBJ(')
    ~MLIPCOBJ(') ~MLNAMES ~NOMLNAMES ~MLQUIET ~NOMLQUIET ~MLS('?) ~NOMLS ~MLSTABLE ~NOMLSTABLE
    ~MODEL(') ~NOMODEL ~OPERAUDIT ~NOOPERAUDIT ~PREFIX(') ~NOPREFIX ~PROTECTALL('?) ~NOPROTECTALL
    ~REALDSN ~NOREALDSN ~RETPD(') ~RVARYPW(!) ~SAUDIT ~NOSAUDIT ~SECLABELAUDIT ~NOSECLABELAUDIT
    ~SECLABELCONTROL ~NOSECLABELCONTROL ~SECLBYSYSTEM ~NOSECLBYSYSTEM ~SECLEVELAUDIT(')
    ~NOSECLEVELAUDIT ~SESSIONINTERVAL(') ~NOSESSIONINTERVAL ~STATISTICS(') ~NOSTATISTICS(')
    ~TAPEDSN ~NOTAPEDSN ~TERMINAL(') ~WHEN(') ~NOWHEN(')
    """)

  /// The operands of SETROPTS PASSWORD.
  static let passwords = KeywordTable(
    """
    INTERVAL() HISTORY() NOHISTORY MINCHANGE() REVOKE() NOREVOKE WARNING() NOWARNING MIXEDCASE
    NOMIXEDCASE SPECIALCHARS NOSPECIALCHARS FIRSTEXPIRED NOFIRSTEXPIRED RULE1(') RULE2(') RULE3(')
    RULE4(') RULE5(') RULE6(')
    RULE7(') RULE8(') NORULE1 NORULE2 NORULE3 NORULE4 NORULE5 NORULE6 NORULE7 NORULE8 NORULES
    ~ALGORITHM(') ~NOALGORITHM
    """)

  /// The operands of ALTUSER MFA (IBM Z Multi-Factor Authentication).
  static let factor = KeywordTable(
    """
    FACTOR() DELFACTOR() ACTIVE NOACTIVE TAGS(') ~DELTAGS(') ~NOTAGS ~PWFALLBACK ~NOPWFALLBACK
    ~ADDPOLICY(') ~DELPOLICY(')
    """)

  /// The operands of RULEn.
  static let rule = KeywordTable(
    "LENGTH() "
      + PasswordSyntax.Content.allCases.compactMap(\.keyword).map { "\($0)()" }
      .joined(separator: " "))

  private static let databases = KeywordTable(
    "LIST ACTIVE INACTIVE SWITCH DATASHARE NODATASHARE ~DATASET(') ~NOTAPE ~NOCLASSACT(')")
}
