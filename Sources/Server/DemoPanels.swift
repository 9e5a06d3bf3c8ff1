import Syntax

/// Panels of the demonstration applications, as they come with the program.
///
/// A test makes it from the project's Screens/ (`UPDATE_GOLDEN=1`), so that there is one truth.
enum DemoPanels {
  static let all: [SourceText] = [
    SourceText(
      path: "Screens/DEMOCIC1.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         ! TYPE(INPUT) INTENS(NON) COLOR(GREEN) LENGTH(100) END(<)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                             %Signon to the CICS demonstration    +APPLID   $SYSTEM


         ~LINE1

           +Userid . . . .  #USERID  +
           +Password . . . >!PASSWORD


           +ENTER=Sign on  PF3=Leave
        )INIT
         .CURSOR = USERID
        )END

        """#),
    SourceText(
      path: "Screens/DEMOCIC2.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
        %DEMONSTRATION CICS                      +User$USER       +APPLID   $SYSTEM
        )MODEL
        $LINE
        )FOOT
        %READY ^Type a transaction; HELP lists them, LOGOFF leaves.
        _COMMAND
        )INIT
         .CURSOR = COMMAND
        )END

        """#),
    SourceText(
      path: "Screens/DEMOTSO1.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         ! TYPE(INPUT) INTENS(NON) COLOR(GREEN) LENGTH(100) END(<)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                             %TSO/E LOGON (demonstration)         +System - $SYSTEM


         ~LINE1

           +Userid    ===>  #USERID  +
           +Password  ===> >!PASSWORD


           +ENTER=Log on  PF3=Leave
        )INIT
         .CURSOR = USERID
        )END

        """#),
    SourceText(
      path: "Screens/DEMOTSO2.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
        %DEMONSTRATION TSO                       +User$USER       +System - $SYSTEM
        )MODEL
        $LINE
        )FOOT
        %READY
        _COMMAND
        )INIT
         .CURSOR = COMMAND
        )END

        """#),
  ]
}
