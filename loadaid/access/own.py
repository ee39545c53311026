"""One's own access: where one is signed in, the password, signing out."""

from __future__ import annotations

from starlette.responses import Response

from loadaid.access import html, passwords
from loadaid.access.login import PERSONAS, wait_words
from loadaid.access.visit import Visit
from loadaid.store import attempts, entrance, signins
from loadaid.store.columns import as_moment


def logout(visit: Visit) -> Response:
    """Ends this sign-in; every open page of it stops at its next step. As a link it asks first."""
    w = visit.w
    if visit.signin is None:
        return visit.go("/auth/login")
    if not visit.is_post:
        return visit.page(w("Se déconnecter"), html.form(visit, "/auth/logout", "", w("Se déconnecter")))
    actor = visit.signin.actor
    signins.end(visit.database, actor, actor.signin_id)
    return visit.go("/auth/login", "")


def end(visit: Visit) -> Response:
    """Ends one of one's own sign-ins, or all the others."""
    if visit.signin is None or visit.signin.stage != "full" or not visit.is_post:
        return visit.go("/auth/login")
    actor, chosen = visit.signin.actor, visit.form.get("signin", "")[:40]
    signins.end(visit.database, actor, chosen or None, keep=actor.signin_id)
    return visit.go("/auth/account")


def account(visit: Visit) -> Response:
    """The page of one's own access."""
    return _account(visit)


def password(visit: Visit) -> Response:
    """A new password, against the present one. Every other sign-in ends, and this one gets a new token."""
    if visit.signin is None or visit.signin.stage != "full" or not visit.is_post:
        return visit.go("/auth/login")
    w, actor = visit.w, visit.signin.actor
    mine = entrance.by_id(visit.database, actor.account_id)
    mark = visit.mark("password", mine.id)
    waits = attempts.charge(visit.database, mark)
    if waits:
        return _account(visit, wait_words(w, waits), 429)
    if not passwords.matches(mine.password_hash, visit.form.get("present", "")):
        entrance.note_failure(visit.database, mine, "password-change")
        return _account(visit, w("Le mot de passe actuel n'est pas le bon."), 401)
    attempts.forgive(visit.database, mark)
    new = visit.form.get("password", "")
    weak = passwords.weakness(new, mine.login, mine.name)
    if new != visit.form.get("again") or weak is not None:
        return _account(visit, w(weak[0], n=weak[1]) if weak else w("Les deux mots de passe diffèrent."), 400)
    entrance.set_password(visit.database, actor, passwords.hashed(new))
    return visit.go("/auth/account?changed=1", signins.renew(visit.database, visit.token or "", "full"))


def _account(visit: Visit, problem: str = "", status: int = 200) -> Response:
    w = visit.w
    if visit.signin is None or visit.signin.stage != "full":
        return visit.go("/auth/login")
    actor = visit.signin.actor
    mine = entrance.by_id(visit.database, actor.account_id)
    body = html.wrong(problem)
    if "changed" in visit.request.query_params and not problem:
        body += f'<p class="done" role="status">{html.esc(w("Mot de passe changé. Les autres connexions sont terminées."))}</p>'
    clinic = entrance.clinic_name(visit.database, mine.clinic_id)
    body += html.paragraph(f"{mine.name} · {w(PERSONAS[mine.role][0])} · {clinic}")
    body += f"<p>{html.link('/', w('Retour à l’outil'))}</p>" + _signins(visit)
    if mine.password_hash is not None:
        body += f"<h2>{html.esc(w('Second facteur'))}</h2>" + _second(visit, mine)
        body += f"<h2>{html.esc(w('Changer de mot de passe'))}</h2>" + _password(visit)
    body += html.form(visit, "/auth/logout", "", w("Se déconnecter"), "quiet")
    return visit.page(w("Mon accès"), body, status)


def _signins(visit: Visit) -> str:
    w = visit.w
    assert visit.signin is not None
    shown = ""
    mine = signins.own(visit.database, visit.signin.actor)
    for one in mine:
        seen = as_moment(one.seen_at).astimezone()
        where = one.browser or w("Navigateur inconnu")
        when = w("ici, maintenant") if one.here else w("vu le {day} à {time}", day=seen.date(), time=f"{seen:%H:%M}")
        chosen = f'<input type="hidden" name="signin" value="{html.esc(one.id)}">'
        button = "" if one.here else html.form(visit, "/auth/end", chosen, w("Terminer"), "row")
        shown += f"<li><span>{html.esc(where)}<br><span class='hint'>{html.esc(when)}</span></span>{button}</li>"
    others = html.form(visit, "/auth/end", "", w("Terminer toutes les autres"), "quiet") if len(mine) > 1 else ""
    return f"<h2>{html.esc(w('Connexions en cours'))}</h2><ul class='plain'>{shown}</ul>{others}"


def _second(visit: Visit, mine: entrance.Account) -> str:
    w = visit.w
    if mine.totp is None:
        return f"<p>{html.link('/auth/enrol', w('Ajouter un second facteur'))}</p>"
    left = w.plural("En place. {n} code de secours restant.", "En place. {n} codes de secours restants.", mine.recovery)
    return html.paragraph(left)


def _password(visit: Visit) -> str:
    w = visit.w
    fields = html.field(
        "present", w("Mot de passe actuel"), "current-password", type="password", more='maxlength="128"'
    )
    fields += html.field(
        "password", w("Nouveau mot de passe"), "new-password", type="password", more='minlength="12" maxlength="128"'
    )
    fields += html.field("again", w("Le même mot de passe"), "new-password", type="password", more='maxlength="128"')
    return html.form(visit, "/auth/password", fields, w("Changer"))
