"""Setting up the second factor: a QR code for the telephone, one code to show that it worked, codes for the day it is lost."""

from __future__ import annotations

from starlette.responses import Response

from loadaid.access import html, totp
from loadaid.access.login import WITH_SECOND, home, stage_of
from loadaid.access.visit import Visit
from loadaid.store import entrance, signins
from loadaid.store.errors import WrongKey


def enrol(visit: Visit) -> Response:
    """The page of the QR code. An account that has a second factor gets another one by a new invitation only."""
    w = visit.w
    if visit.signin is None or visit.signin.stage == "notice":
        return visit.go("/auth/login")
    account = entrance.by_id(visit.database, visit.signin.actor.account_id)
    if account.totp is not None:
        return visit.go("/auth/second" if visit.signin.stage == "first" else "/auth/account", remember=True)
    secret, problem = _secret(visit), ""
    if visit.is_post:
        step = totp.step(secret, visit.form.get("code", ""), visit.database.clock())
        if step is not None:
            return _done(visit, account, secret, step)
        problem = w("Ce code n'est pas le bon. Vérifiez l'heure du téléphone, et prenez le code affiché maintenant.")
    clinic = entrance.clinic_name(visit.database, account.clinic_id)
    address = totp.address(secret, account.login, clinic)
    why = w("Votre rôle le demande : un mot de passe volé ne suffit pas à ouvrir un dossier.")
    steps = html.paragraph(
        why if account.role in WITH_SECOND else w("Un mot de passe volé ne suffira pas à ouvrir votre dossier.")
    )
    steps += html.paragraph(w("1. Dans une application d'authentification de votre téléphone, lisez ce carré."))
    steps += f'<div class="qr" role="img" aria-label="{html.esc(w("Code QR du secret écrit plus bas"))}">{totp.picture(address)}</div>'
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    steps += (
        f"<details><summary>{html.esc(w('Je ne peux pas le lire'))}</summary>"
        f"<p>{html.esc(w('Saisissez ce secret dans l’application :'))} <code>{spaced}</code></p></details>"
    )
    sealed = visit.database.vault.seal(secret, _place(visit))
    ask = f'<input type="hidden" name="sealed" value="{html.esc(sealed)}">' + html.field(
        "code", w("2. Saisissez le code à 6 chiffres qu'elle affiche"), "one-time-code",
        more='class="code" inputmode="numeric" maxlength="10"',
    )  # fmt: skip
    body = html.wrong(problem) + steps + html.form(visit, "/auth/enrol", ask, w("Vérifier"))
    return visit.page(w("Protéger votre accès"), body, 401 if problem else 200)


def _done(visit: Visit, account: entrance.Account, secret: str, step: int) -> Response:
    """Keeps the second factor, and shows the recovery codes this once."""
    w, signin = visit.w, visit.signin
    assert signin is not None
    codes = totp.recovery_codes()
    entrance.set_second_factor(visit.database, signin.actor, secret, step, codes)
    stage = "full" if signin.stage == "full" else stage_of(visit, account)
    token = signins.renew(visit.database, visit.token or "", stage)
    visit.token = token
    shown = "".join(f"<li><code>{code[:5]}-{code[5:]}</code></li>" for code in codes)
    body = html.paragraph(
        w("Notez ces codes de secours et rangez-les hors de ce poste : chacun remplace une fois le téléphone.")
    )
    body += f'<ul class="codes">{shown}</ul>' + html.paragraph(w("Ils ne seront plus montrés."))
    onward = home(visit, account) if stage == "full" else "/auth/notice"
    body += html.link(onward, w("C'est noté, continuer"), "onward")
    answer = visit.page(w("Codes de secours"), body)
    visit.set_cookie(answer, visit.desk.cookie, token, None)
    return answer


def _secret(visit: Visit) -> str:
    """The secret that the page before showed, sealed into its form for this sign-in; else a new one."""
    try:
        return visit.database.vault.unseal(visit.form.get("sealed", ""), _place(visit))
    except WrongKey:
        return totp.new_secret()


def _place(visit: Visit) -> str:
    assert visit.signin is not None
    return f"enrol:{visit.signin.actor.signin_id}"
