"""First use: an invitation code, a login and a password, the notice."""

from __future__ import annotations

import base64

from starlette.responses import Response

from loadaid.access import html, notice, passwords
from loadaid.access.login import arrive, begin, wait_words
from loadaid.access.visit import Visit
from loadaid.store import attempts, entrance, invitations, signins
from loadaid.store.errors import NotFound, Refused, WrongKey

CODE_COOKIE = "loadaid-code"
AGE_S = 30 * 60


def invitation(visit: Visit) -> Response:
    """Asks for the code. Wrong, expired, revoked and used look the same."""
    w = visit.w
    problem, status = "", 200
    if visit.is_post:
        mark, code = visit.mark("invitation"), visit.form.get("code", "")[:60]
        waits = attempts.charge(visit.database, mark, attempts.CODES)
        if waits:
            problem, status = wait_words(w, waits), 429
        elif invitations.find(visit.database, code) is None:
            problem, status = (
                w("Ce code n'ouvre rien : mal saisi, déjà utilisé ou trop ancien. Demandez-en un autre au cabinet."),
                404,
            )
        else:
            attempts.lighten(visit.database, mark)
            answer = visit.go("/auth/join")
            sealed = visit.database.vault.seal_bytes(code.encode(), CODE_COOKIE)
            visit.set_cookie(answer, CODE_COOKIE, base64.urlsafe_b64encode(sealed).decode(), AGE_S)
            return answer
    ask = html.field(
        "code", w("Code d'invitation"), "off", hint=w("16 lettres et chiffres, remis par le cabinet. Majuscules et tirets sont sans importance."),
        more='class="code" autocapitalize="characters" spellcheck="false" maxlength="60"',
    )  # fmt: skip
    body = html.wrong(problem) + html.form(visit, "/auth/invitation", ask, w("Continuer"))
    return visit.page(w("Première connexion"), body + html.link("/auth/login", w("J'ai déjà un accès")), status)


def join(visit: Visit) -> Response:
    """Login and password for whoever holds an invitation."""
    w, code = visit.w, code_of(visit)
    found = invitations.find(visit.database, code) if code else None
    if found is None:
        return visit.go("/auth/invitation")
    problem = ""
    if visit.is_post:
        made, problem = _made(visit, code, found)
        if made is not None:
            return made
    clinic = entrance.clinic_name(visit.database, found.clinic_id)
    hello = w("Choisissez votre accès à {clinic}.", clinic=clinic)
    if found.name:
        hello = w("Bonjour {name}. Choisissez votre accès à {clinic}.", name=found.name, clinic=clinic)
    fields = "" if found.name else html.field("name", w("Nom affiché"), "name", value=visit.form.get("name", "")[:100])
    fields += html.field(
        "login", w("Identifiant"), "username", value=visit.form.get("login", "")[:200], hint=w("Votre adresse de courriel, par exemple."),
        more='autocapitalize="none" spellcheck="false" maxlength="200"',
    )  # fmt: skip
    fields += html.field(
        "password", w("Mot de passe"), "new-password", type="password", more='minlength="12" maxlength="128"',
        hint=w("Au moins 12 caractères. Quatre mots sans lien entre eux conviennent."),
    )  # fmt: skip
    fields += html.field("again", w("Le même mot de passe"), "new-password", type="password", more='maxlength="128"')
    body = html.wrong(problem) + html.paragraph(hello)
    if visit.desk.provider is not None:
        body += f"<p>{html.link('/auth/oidc/start', w('Utiliser plutôt le compte de mon organisation'))}</p>"
    body += html.form(visit, "/auth/join", fields, w("Créer mon accès"))
    return visit.page(w("Votre accès"), body, 400 if problem else 200)


def read(visit: Visit) -> Response:
    """The notice, until its present version was read; the receipt is kept."""
    w = visit.w
    if visit.signin is None or visit.signin.stage == "first":
        return visit.go("/auth/login")
    actor = visit.signin.actor
    if visit.is_post:
        entrance.read_notice(visit.database, actor, notice.VERSION, notice.digest(actor.role, w), w.language)
        if visit.signin.stage == "full":
            return visit.go("/")
        token = signins.renew(visit.database, visit.token or "", "full")
        return arrive(visit, entrance.by_id(visit.database, actor.account_id), token, "full")
    text = "".join(
        f"<h2>{html.esc(w(title))}</h2>{html.paragraph(w(body))}" for title, body in notice.notice(actor.role)
    )
    body = text + html.paragraph(w("Version {version}", version=notice.VERSION), "hint")
    body += html.form(visit, "/auth/notice", "", w("J'ai lu"))
    body += html.form(visit, "/auth/logout", "", w("Plus tard : me déconnecter"), "quiet")
    return visit.page(w("À lire avant de commencer"), body)


def code_of(visit: Visit) -> str:
    """The invitation code that this browser gave a moment ago; empty when it gave none."""
    try:
        sealed = base64.urlsafe_b64decode(visit.request.cookies.get(CODE_COOKIE, ""))
        return visit.database.vault.unseal_bytes(sealed, CODE_COOKIE).decode()
    except (ValueError, WrongKey):
        return ""


def forget_code(visit: Visit, answer: Response) -> Response:
    """The code was used: the browser keeps it no longer."""
    visit.set_cookie(answer, CODE_COOKIE, "", 0)
    return answer


def _made(visit: Visit, code: str, found: invitations.Invitation) -> tuple[Response | None, str]:
    """The new account, signed in as far as it goes; else what to change."""
    w = visit.w
    login, password = visit.form.get("login", "").strip()[:200], visit.form.get("password", "")
    name = found.name or " ".join(visit.form.get("name", "").split())[:100]
    if len(login) < 3 or not name:
        return None, w("Il manque un nom, ou un identifiant d'au moins 3 caractères.")
    if password != visit.form.get("again"):
        return None, w("Les deux mots de passe diffèrent.")
    weak = passwords.weakness(password, login, name)
    if weak is not None:
        return None, w(weak[0], n=weak[1])
    try:
        invitations.refuse_taken(visit.database, login, found.account_id)
        account_id = invitations.redeem(
            visit.database, code, login, name, w.language, password_hash=passwords.hashed(password)
        )
    except Refused:
        return None, w("Cet identifiant ne peut pas être pris. Choisissez-en un autre.")
    except NotFound:
        return visit.go("/auth/invitation"), ""
    return forget_code(visit, begin(visit, entrance.by_id(visit.database, account_id))), ""
