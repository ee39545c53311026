"""Who may come in: sign-in, second factor, invitations, the guard before every request. It knows no screen and no record."""
