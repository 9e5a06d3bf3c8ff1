import Syntax

/// Panels of sign-on, menu and help, as they come with the program.
///
/// A test makes it from the project's Screens/ (`UPDATE_GOLDEN=1`), so that there is one truth.
enum MenuPanels {
  static let all: [SourceText] = [
    SourceText(
      path: "Screens/TEN0003.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         ! TYPE(INPUT) INTENS(NON) COLOR(GREEN) LENGTH(100) END(<)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY

                                     %T U R N S T I L E           +Panelid  - TEN0003
                                                                  +Terminal - $TERMINAL
                                ^The way in to many systems       +System   - $SYSTEM

                               ^.---------------------------.
                               ^|  |o|   |o|   |o|   |o|   |
                               ^|--|-|---|-|---|-|---|-|---|
                               ^|  | |   | |   | |   | |   |
                               ^'---------------------------'

        $NEWS1
        $NEWS2

           ^Passwords are not shown; each has room for 100 characters, from > to <
           +Userid:       #USERID  +
           +Password:    >!PASSWORD

           +New password:>!NEWPASS

           +Verify new:  >!VERIFY

        @MESSAGE
        ^PF1=Help  PF3=Disconnect  ENTER=Sign on
        )HELP TEN0003H
        )INIT
         .CURSOR = USERID
        )END

        """#),
    SourceText(
      path: "Screens/TEN0003H.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %HELP: SIGNING ON                  +Panelid  - TEN0003H

         +Type your user id and your password, and press ENTER.

         +To change the password, type a new one below it, and once more to verify it:
         +it is not shown. Nothing is changed where the two differ.
         +A password is 8 to 100 characters; upper and lower case differ. Its field goes
         +on in the next line; the cursor stops where it ends, at the sign <.

         +A rule of the site, such as LENGTH(8) A****LLN, has a letter for each place:
         +A letter, N digit, L either, V vowel, * anything. PF1 after /W tells them all.

         +Where the password has expired, and the first time with one that somebody gave
         +you, type it again, and a new one twice.

         %If the sign-on is refused
         +The message does not tell whether the user id or the password is wrong.
         +After some wrong passwords the user is revoked; an administrator resumes it
         +(ALTUSER userid RESUME), and gives another password where it is lost.

         +PF3 disconnects the terminal.
        )FOOT
        ^ENTER or PF3=Return
        )END

        """#),
    SourceText(
      path: "Screens/TEN0041.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %TPX MENU FOR ~USER            +Panelid  - TEN0041
                                                              +Terminal - $TERMINAL
                                                              +Model    - $MODEL
                                                              +System   - $SYSTEM
        @MESSAGE
        $KEYS

            ^Sessid  ^Sesskey^Session Description                     ^Status
        )MODEL
          #Z~SESSID  $SESSKEY$DESC                                    @STATUS
        )FOOT

        %Command ===> _COMMAND                                   + $ROWS
        ^PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help   $MORE
        )HELP TEN0041H
        )INIT
         .CURSOR = COMMAND
         .ZVARS = '(SEL)'
        )END

        """#),
    SourceText(
      path: "Screens/TEN0041H.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %HELP: THE MENU                    +Panelid  - TEN0041H

         %To start a session, or to come back to it
         +Type its Sessid on the command line and press ENTER, or press its Sesskey,
         +or put the cursor, or S, on its line and press ENTER. I on a line ends it.
         %Keys inside a session
         +The menu key comes back here, the jump key goes to the next live session
         +(or round those with a tag, where the tag key was used). The menu key pressed
         +once more on this menu is passed to the application.
         +PF13 to PF24 are Shift with F1 to F12 on a keyboard that has twelve keys.
         %Commands (the command character may be left out here; H and a letter: more)
        )MODEL
         ~COMMAND      $WHAT
        )FOOT
        ^PF7=Up  PF8=Down  ENTER or PF3=Return                 $ROWS          $MORE
        )END

        """#),
    SourceText(
      path: "Screens/TEN0042H.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %HELP: A COMMAND                   +Panelid  - TEN0042H

         ~USAGE         $WHAT

        )MODEL
         $LINE
        )FOOT
        ^PF7=Up  PF8=Down  ENTER or PF3=Return                 $ROWS          $MORE
        )END

        """#),
  ]
}
