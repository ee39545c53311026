"""Signing in: login and password, or a persona of the demonstration; then the second factor."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from starlette.responses import Response

from loadaid.access import html, known, notice, passwords, totp
from loadaid.access.visit import Visit
from loadaid.domain.rights import Role
from loadaid.domain.words import N_
from loadaid.locale import Words
from loadaid.store import attempts, entrance, signins
from loadaid.store.signins import Stage

WITH_SECOND = ("physio", "lead", "admin")  # roles that need a second factor; others may have one
PERSONAS: dict[Role, tuple[str, str]] = {
    "physio": (N_("Kinésithérapeute"), N_("suit ses patients, lit, décide")),
    "patient": (N_("Patient"), N_("note ses séances et ses journées")),
    "lead": (N_("Responsable du cabinet"), N_("voit le cabinet par codes, répartit, règle")),
    "admin": (N_("Administration"), N_("gère les accès, ne lit aucun dossier")),
}


def login(visit: Visit) -> Response:
    """The sign-in page. Wrong, unknown and closed look and last the same."""
    w = visit.w
    if visit.signin is not None and visit.signin.stage == "full" and not visit.is_post:
        return visit.go(visit.then)
    if visit.desk.kind == "demo":
        return visit.page(w("Démonstration"), _personas(visit))
    problem, status = "", 200
    if visit.is_post:
        account, problem, status = _judged(visit)
        if account is not None:
            return begin(visit, account)
    return visit.page(w("Se connecter"), html.wrong(problem) + _form(visit), status)


def demo(visit: Visit) -> Response:
    """A persona of the demonstration, without a password. In a real clinic there is no such page."""
    account = None
    if visit.desk.kind == "demo" and visit.is_post and visit.form.get("role") in PERSONAS:
        account = entrance.first_of(visit.database, cast("Role", visit.form["role"]))
    if account is None:
        return visit.go("/auth/login")
    return begin(visit, account, proven=True)


def second(visit: Visit) -> Response:
    """The code of the second factor, or one of the codes that stand in for it."""
    w = visit.w
    if visit.signin is None or visit.signin.stage != "first":
        return visit.go("/auth/login")
    account = entrance.by_id(visit.database, visit.signin.actor.account_id)
    if account.totp is None:
        return visit.go("/auth/enrol", remember=True)
    problem, status = "", 200
    if visit.is_post:
        mark = visit.mark("second", account.id)
        waits = attempts.charge(visit.database, mark)
        if waits:
            problem, status = wait_words(w, waits), 429
        elif _is_second(visit, account, visit.form.get("code", "")):
            attempts.forgive(visit.database, mark)
            return further(visit, account)
        else:
            entrance.note_failure(visit.database, account, "second-factor")
            problem, status = w("Ce code n'est pas le bon, ou a déjà servi. Attendez le suivant."), 401
    ask = html.field(
        "code", w("Code à 6 chiffres"), "one-time-code", more='class="code" maxlength="20" autofocus',
        hint=w("Dans l'application d'authentification de votre téléphone. Sans téléphone : un code de secours."),
    )  # fmt: skip
    body = html.wrong(problem) + html.form(visit, "/auth/second", ask, w("Continuer"))
    return visit.page(w("Second facteur"), body, status)


def begin(visit: Visit, account: entrance.Account, *, proven: bool = False) -> Response:
    """A new sign-in, whatever cookie the browser came with. proven: no second factor is asked, as after a provider's own."""
    if visit.signin is not None:
        signins.end(visit.database, visit.signin.actor, visit.signin.actor.signin_id)
    if not proven and (account.totp or account.role in WITH_SECOND):
        token = signins.begin(visit.database, account.id, "first", visit.browser)
        return visit.go("/auth/second" if account.totp else "/auth/enrol", token, remember=True)
    stage = stage_of(visit, account)
    return arrive(visit, account, signins.begin(visit.database, account.id, stage, visit.browser), stage)


def further(visit: Visit, account: entrance.Account) -> Response:
    """The second factor was right: the same sign-in under a new token."""
    stage = stage_of(visit, account)
    return arrive(visit, account, signins.renew(visit.database, visit.token or "", stage), stage)


def stage_of(visit: Visit, account: entrance.Account) -> Stage:
    """What is left to do once it is sure who it is: the notice, in its present version, or nothing."""
    return "full" if visit.desk.kind == "demo" or account.notice_version == notice.VERSION else "notice"


def arrive(visit: Visit, account: entrance.Account, token: str, stage: Stage) -> Response:
    """The last step of every way in."""
    if stage == "notice":
        return visit.go("/auth/notice", token, remember=True)
    answer = visit.go(home(visit, account), token)
    if visit.desk.kind == "real":
        known.remember(visit, answer, account.login)
    return answer


def home(visit: Visit, account: entrance.Account) -> str:
    """Where a person who has signed in begins: in the language they chose on this browser, else in their own."""
    language = visit.chosen_language or account.language
    if language == "fr" or "lang=" in visit.then:
        return visit.then
    return f"{visit.then}{'&' if '?' in visit.then else '?'}lang={language}"


def wait_words(w: Words, waits: timedelta) -> str:
    """How long the next try has to wait."""
    minutes = max(1, -(-int(waits.total_seconds()) // 60))
    return w.plural("Trop d'essais. Réessayez dans {n} minute.", "Trop d'essais. Réessayez dans {n} minutes.", minutes)


def _judged(visit: Visit) -> tuple[entrance.Account | None, str, int]:
    """The account whose login and password were given; else what to say, and the status."""
    login, password = visit.form.get("login", "")[:200], visit.form.get("password", "")
    mark, address = known.try_marks(visit, login)
    waits = attempts.charge(visit.database, mark, address=address)
    if waits:
        return None, wait_words(visit.w, waits), 429
    account = entrance.by_login(visit.database, login)
    if not passwords.matches(account.password_hash if account else None, password):
        entrance.note_failure(visit.database, account, "password")
        w = visit.w
        return None, w("Identifiant ou mot de passe incorrect."), 401
    attempts.forgive(visit.database, mark)
    if address:
        attempts.lighten(visit.database, address)
    return account, "", 200


def _is_second(visit: Visit, account: entrance.Account, code: str) -> bool:
    step = totp.step(account.totp or "", code, visit.database.clock())
    if step is not None:
        return entrance.use_step(visit.database, account.id, step)
    return entrance.use_recovery(visit.database, account.id, totp.plain(code))


def _form(visit: Visit) -> str:
    w = visit.w
    fields = html.field("login", w("Identifiant"), "username", value=visit.form.get("login", "")[:200],
                        more='autocapitalize="none" spellcheck="false" maxlength="200"')  # fmt: skip
    fields += html.field("password", w("Mot de passe"), "current-password", type="password", more='maxlength="128"')
    more = [html.link("/auth/invitation", w("J'ai reçu un code d'invitation"))]
    if visit.desk.provider is not None:
        more.insert(0, html.link("/auth/oidc/start", w("Se connecter avec le compte de mon organisation")))
    lost = html.esc(
        w(
            "Mot de passe ou téléphone perdu : demandez un nouveau code d'invitation à votre kinésithérapeute ou au cabinet."
        )
    )
    forgotten = f"<details><summary>{html.esc(w('Mot de passe oublié ?'))}</summary><p>{lost}</p></details>"
    links = "".join(f"<p>{one}</p>" for one in more)
    return html.form(visit, "/auth/login", fields, w("Se connecter")) + links + forgotten


def _personas(visit: Visit) -> str:
    w = visit.w
    intro = html.paragraph(w("Tout est inventé, et refait chaque jour. Choisissez par qui commencer."))
    forms = ""
    for role, (name, does) in PERSONAS.items():
        inside = html.form(visit, "/auth/demo", f'<input type="hidden" name="role" value="{role}">', "\0")
        forms += inside.replace("\0", f"{html.esc(w(name))}<small>{html.esc(w(does))}</small>")
    return intro + f'<div class="personas">{forms}</div>'
