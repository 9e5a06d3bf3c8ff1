import RACF
import SessionEngine

/// The manual's page of commands for keys: what is as on z/OS, and what is this product's own.
public enum CommandsPage {
  /// A command or part of one.
  private struct Row {
    let command: String
    let what: String
    /// IBM's document; nil for what is ours.
    let source: String?
  }

  private static let language = "RACF Command Language Reference"
  private static let icsf = "ICSF System Programmer's Guide"

  private static let rows: [Row] = [
    Row(
      command: "ADDUSER ALTUSER LISTUSER DELUSER",
      what: "NAME PASSWORD PHRASE NOPASSWORD NOPHRASE DFLTGRP OWNER DATA NODATA AUTHORITY RESUME "
        + "REVOKE, both with a date too; EXPIRED NOEXPIRED; attributes such as OPERATIONS are "
        + "listed; segments such as TSO are passed over",
      source: language),
    Row(
      command: "ADDGROUP ALTGROUP LISTGRP DELGROUP CONNECT REMOVE",
      what: "SUPGROUP DATA; GROUP AUTHORITY OWNER REVOKE RESUME", source: language),
    Row(
      command: "ADDUSER ... NOEXPIRED",
      what: "the first password stays also with FIRSTEXPIRED, and follows all rules; RACF's "
        + "ADDUSER has no such word", source: nil),
    Row(
      command: "PASSWORD", what: "INTERVAL, at most the system's; NOINTERVAL", source: language),
    Row(
      command: "PASSWORD USER(who) PASSWORD(current new)",
      what: "changes the password of a user; RACF changes that of who issues the command",
      source: nil),
    Row(
      command: "RDEFINE RALTER RLIST RDELETE",
      what: "classes PTKTDATA CSFSERV CSFKEYS APPL OPERCMDS; APPLDATA DATA UACC OWNER FROM FCLASS; "
        + "listed only: AUDIT LEVEL NOTIFY WARNING SECLABEL; RLIST: SSIGNON NORACF AUTHUSER ALL "
        + "GENERIC NOYOURACC",
      source: language),
    Row(
      command: "SSIGNON(...)",
      what:
        "KEYMASKED KEYENCRYPTED ENCRYPTKEY KEYLABEL NOLEGACYKEY EPTKEYLABEL TYPE "
        + "TIMEOUT REPLAY; NOSSIGNON",
      source: "\(language); APAR OA59196"),
    Row(command: "KEYMASKED(*), KEY(*)", what: "a key at random, which nobody sees", source: nil),
    Row(
      command: "key check value",
      what: "shown when a key is entered: first three bytes of DES of zeros; for HMAC the first "
        + "three bytes of the code of no text, which is no value of ICSF's",
      source: nil),
    Row(
      command: "PERMIT",
      what:
        "CLASS ID ACCESS DELETE RESET FROM FCLASS; PTKTDATA: IRRPTAUTH.appl.user; without CLASS "
        + "it is about DATASET, which has no profiles here; WHEN gives no access",
      source: language),
    Row(
      command: "SEARCH RVARY LIST", what: "CLASS MASK FILTER GENERIC NOGENERIC", source: language),
    Row(
      command: "SETROPTS",
      what: "CLASSACT NOCLASSACT RACLIST REFRESH LIST; GENERIC is on always", source: language),
    Row(
      command: "SETROPTS PASSWORD(...) INACTIVE NOINACTIVE",
      what:
        "INTERVAL(1-254, 30) MINCHANGE(0-254, 0) HISTORY(1-32) NOHISTORY REVOKE(1-254) NOREVOKE "
        + "WARNING(1-255) NOWARNING MIXEDCASE NOMIXEDCASE SPECIALCHARS NOSPECIALCHARS "
        + "FIRSTEXPIRED NOFIRSTEXPIRED RULE1 to "
        + "RULE8 NORULEn NORULES; INACTIVE(1-255) revokes no user with SPECIAL",
      source: language),
    Row(
      command: "SETROPTS PASSWORD: values where nothing was said",
      what:
        "REVOKE(5), MIXEDCASE, SPECIALCHARS and NOFIRSTEXPIRED, where RACF has the contrary; "
        + "SPECIALCHARS allows any character; FIRSTEXPIRED: what an administrator gives has to be "
        + "changed at the first sign-on, unless NOEXPIRED stands there", source: nil),
    Row(
      command: "RULEn(LENGTH ALPHA ...)",
      what: "each position by itself: RACF's further rules of ALPHANUM and the MIXED kinds are not "
        + "asked; lengths up to 100, and a password has 8 or more whatever a rule says", source: nil
    ),
    Row(
      command: "a password that was changed by a wrong clock",
      what:
        "a clock that stepped back makes none older; MINCHANGE holds back from a day that lies at "
        + "most one ahead", source: nil),
    Row(
      command: "ALTUSER MFA(FACTOR(AZFTOTP1) ACTIVE NOACTIVE TAGS(REGSTATE:OPEN)) NOMFA",
      what:
        "the second factor, DELFACTOR too; LISTUSER MFA shows it, never the key; other factors, "
        + "policies and PWFALLBACK are passed over",
      source: "IBM Z Multi-Factor Authentication, Configure AZFTOTP1"),
    Row(
      command: "TEN0004, TEN0005",
      what: "IBM MFA takes a code in the password's field, and enrols in a browser", source: nil),
    Row(
      command: "Security system: PAM, TEN0006",
      what: "TPX asks RACF, ACF2 or Top Secret through SAF, and no authority outside of z/OS",
      source: nil),
    Row(
      command: "/W on the menu, TEN0160",
      what: "TPX changes a password at its logon panel only, as far as is public", source: nil),
    Row(
      command: "RLIST: the lines EPTKEYLABEL and Type",
      what: "the other lines of the block are public (Broadcom KB 415349)", source: nil),
    Row(command: "messages ICH...", what: "numbers and words", source: "RACF Messages and Codes"),
    Row(
      command: "ADD UPDATE RENAME DELETE SET (kgup)",
      what: "LABEL RANGE TYPE(DATA) ALGORITHM LENGTH CLEAR KEY; no key is read or written under a "
        + "TRANSKEY",
      source: "ICSF Administrator's Guide, KGUP"),
    Row(command: "TYPE(MAC) (kgup)", what: "a key of HMAC for EPTKEYLABEL", source: nil),
    Row(
      command: "CSFG0321 (kgup)",
      what: "number and words as KGUP writes them behind a statement; the other lines are ours",
      source: nil),
    Row(
      command: "turnstile keys export copy import",
      what: "text files: TURNSTILE KEYS 1, SALT, KEY label type check wrapped, MAC. Passphrase "
        + "and salt give 64 bytes by Argon2id (64 MiB, 3 passes): 32 wrap each key (RFC 5649), 32 "
        + "are the key of MAC, HMAC-SHA-512 of the lines before it. TURNSTILE CKDS 1: KEY label "
        + "type verification-pattern wrapped, under the card's master key",
      source: nil),
    Row(
      command: "turnstile card load-master-key split-master-key",
      what: "lines DES-MK or AES-MK and 64 digits; parts of one key by exclusive or",
      source: nil),
    Row(command: "D ICSF,CARDS  D ICSF,LIST", what: "layout and words", source: icsf),
    Row(
      command: "D ICSF,CARDS without a card; REASON=", what: "why a card is away", source: nil),
    Row(
      command: "D ICSF,MKS  D ICSF,KDS", what: "layouts; the commands are IBM's", source: nil),
    Row(command: "D SMF,O", what: "the form of a line, and SID", source: "message IEE967I"),
    Row(command: "SETICSF ACTIVATE DEACTIVATE", what: "SN=serial, INDEX=", source: icsf),
    Row(
      command: "SETICSF ACTIVATE,NAME  S CSF  P CSF  clock forget",
      what: "a card by its name; ICSF started and stopped; a clock that ran ahead forgotten",
      source: nil),
    Row(
      command: "DES-MK",
      what: "in the built-in card and in a token it is an AES-256 key that keys of DES are wrapped "
        + "under; verification patterns are ours too", source: nil),
  ]

  /// The page, as Markdown.
  public static func markdown() -> String {
    var page = """
      # Commands for keys

      For `turnstile racf`, `kgup`, `display` and `oper`. Where nothing is public, the command or
      its layout is ours, and z/OS has none like it.

      | command | what | source |
      |---|---|---|

      """
    for row in rows {
      page += "| \(row.command) | \(row.what) | \(row.source ?? "ours") |\n"
    }
    page += "\nVerbs and their abbreviations; other keywords may be cut short as long as they stay "
    page += "unique: "
    page += RACFParser.abbreviations.joined(separator: ", ") + ".\n"
    page += """

      # The operator's console

      `turnstile oper`, in any case; the log tells who asked for what changes something.

      | command | also | what | logged |
      |---|---|---|---|

      """
    for verb in OperatorVerb.all where verb.isTyped {
      let others = verb.words.dropFirst().joined(separator: ", ")
      page += "| \(verb.usage.replacing("|", with: "\\|")) | \(others) | \(verb.what) | "
      page += "\(verb.isAudited ? "yes" : "no") |\n"
    }
    return page + users
  }

  /// The part about commands that users type.
  private static var users: String {
    var page = """

      # Commands on the menu

      In a session they are typed with the command character into any field and sent with the
      command key.

      | command | also | what |
      |---|---|---|

      """
    for row in CommandHelp.all {
      page += "| \(row.usage) | \(row.words.joined(separator: ", ")) | \(row.summary) |\n"
    }
    return page
  }
}
