"""Why sign-ins end before their time, as their rows say it."""

BY_THEMSELVES = "Signed out."
AGAIN = "They signed in again."
CHANGED = "What they may do was changed."
GONE = "They no longer work here."
CHOSE_ANEW = "They chose a new password."
EVERYBODY = "Everybody was signed out of the device."
RESTORED = "A backup was put back."
