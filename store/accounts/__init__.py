"""Who may come in: passwords, one-time links, sign-ins, and how slowly a password can be guessed."""
