"""The notice everyone reads before the first use: what is kept, why, who sees it. Its version is in the receipt.

It informs; care needs no consent to it. A changed text needs a new version, and is then shown again.
"""

from __future__ import annotations

from hashlib import sha256

from loadaid.domain.rights import Role
from loadaid.domain.words import N_
from loadaid.locale import Words

VERSION = "2026-11-26"

PATIENT = (
    (N_("Ce que fait cet outil"), N_("Vous y notez vos séances d'exercice, votre douleur et vos journées. Votre kinésithérapeute les lit pour préparer la suite avec vous. L'outil ne pose pas de diagnostic et ne remplace pas la consultation. Il n'est pas un dispositif médical marqué CE.")),
    (N_("Ce qui est gardé"), N_("Votre nom, votre date de naissance si vous l'avez donnée, ce que vous notez, les fichiers que vous envoyez et ce que le cabinet décide avec vous.")),
    (N_("Qui le voit"), N_("Vous, et les kinésithérapeutes du cabinet qui vous suivent. Le responsable du cabinet voit aussi ce que l'outil dit de chaque patient, sous un code : sans nom ni date de naissance. Toute autre ouverture demande une raison, et vous pouvez la voir. Rien n'est envoyé ailleurs.")),
    (N_("Combien de temps"), N_("Aussi longtemps que la loi le demande pour un dossier de soins. Le cabinet peut vous dire la durée.")),
    (N_("Vos droits"), N_("Vous pouvez demander une copie, une correction ou l'effacement de ce qui peut l'être, ici ou au cabinet. Si la réponse ne vous convient pas, vous pouvez écrire à la CNIL.")),
    (N_("En cas d'urgence"), N_("Personne ne surveille cet écran. Appelez le 15 ou le 112.")),
)  # fmt: skip
STAFF = (
    (N_("Ce que fait cet outil"), N_("Il range ce que les patients notent et le compare à des règles publiées. Il aide ; vous décidez. Il n'est pas un dispositif médical marqué CE et n'est pas validé cliniquement.")),
    (N_("Ce qui est gardé de vous"), N_("Votre nom, votre identifiant, vos connexions, et qui a lu ou changé quoi, à quelle heure. Les patients peuvent voir qui a ouvert leur dossier.")),
    (N_("Ce qui vous est demandé"), N_("Ouvrez les dossiers de vos patients. Ouvrir un autre dossier demande une raison. Ne prêtez pas votre accès ; déconnectez-vous sur un poste partagé.")),
)  # fmt: skip


def notice(role: Role) -> tuple[tuple[str, str], ...]:
    """The notice for a role: titles and texts, to be translated."""
    return PATIENT if role == "patient" else STAFF


def digest(role: Role, w: Words) -> str:
    """The fingerprint of the text as it was shown."""
    shown = "\n".join(w(title) + "\n" + w(text) for title, text in notice(role))
    return sha256(shown.encode()).hexdigest()
