"""Every kind of problem a file can have: what was expected, and how to mend it, in words a patient understands.

The sentences are French and are translated where they are shown. `{names}` come from the problem's `facts`; a number or
a date among them is written for the reader's language. Where and which value stand before, what was kept after.
"""

from __future__ import annotations

from dataclasses import dataclass

from loadaid.domain.words import N_


@dataclass(frozen=True)
class Kind:
    """expected: what should stand there, or what is the case for a notice. mend: what to do; "" when nothing has to be."""

    expected: str
    mend: str


_EXPORT_AGAIN = N_("Exportez ou enregistrez le fichier à nouveau, puis renvoyez-le.")
_SEND_AGAIN = N_("Renvoyez le fichier en entier.")
_TEMPLATE = N_("Remplissez le modèle de tableau fourni, ou exportez le journal en CSV ou en XLSX.")
_AS_XLSX = N_("Ouvrez-le dans votre tableur et enregistrez-le au format .xlsx, puis renvoyez-le.")
_CORRECT = N_("Corrigez la cellule, ou laissez-la vide si la valeur n'est pas connue.")
_CORRECT_DATE = N_("Corrigez la date, par exemple 09/03/2026.")
_CORRECT_NUMBER = N_("Corrigez la cellule (par exemple {example}), puis renvoyez le fichier.")
_BY_HAND = N_("Saisissez cette séance à la main.")
_TO_CHECK = N_("À vérifier avec la personne.")
_BY_YEAR = N_("Envoyez une année à la fois.")
_OUT_OF_ARCHIVE = N_("Envoyez le tableau lui-même, hors de l'archive.")
_NOTHING = ""

# The whole file is refused: nothing of it can be used.
FILE: dict[str, Kind] = {
    "empty-file": Kind(N_("un fichier avec des données ; celui-ci est vide (taille en octets : {bytes})"), _EXPORT_AGAIN),
    "header-only": Kind(N_("au moins une ligne de données ; il n'y a que les titres"), _EXPORT_AGAIN),
    "not-a-table": Kind(N_("un fichier CSV, XLSX, ODS, FIT, TCX ou GPX ; celui-ci n'est pas un tableau"), _EXPORT_AGAIN),
    "picture-or-pdf": Kind(N_("un tableau ; les PDF et les photos ne se lisent pas ici"), _TEMPLATE),
    "needs-export": Kind(N_("un fichier CSV ou XLSX ; celui-ci ne s'ouvre que dans son application"),
                         N_("Dans Numbers : Fichier, Exporter vers, Excel. Dans Google Sheets : Fichier, Télécharger, Microsoft Excel.")),
    "html-as-workbook": Kind(N_("un classeur ; ce fichier est en fait une page web"), _AS_XLSX),
    "password-protected": Kind(N_("un fichier sans mot de passe"),
                               N_("Retirez le mot de passe (dans Excel : Fichier, Informations), puis renvoyez le fichier. Gardez le mot de passe pour vous.")),
    "truncated-file": Kind(N_("un fichier complet ; il manque la fin de celui-ci"), _SEND_AGAIN),
    "damaged-file": Kind(N_("un fichier lisible jusqu'au bout"), _EXPORT_AGAIN),
    "too-big": Kind(N_("un fichier de {limit} Mo au plus, soit une dizaine d'années de journal ; celui-ci fait {size} Mo"),
                    _BY_YEAR),
    "too-big-unpacked": Kind(N_("un fichier de {limit} Mo au plus une fois décompressé"), _BY_YEAR),
    "too-many-rows": Kind(N_("un tableau de {limit} lignes au plus ; celui-ci en a {rows}"), _BY_YEAR),
    "too-many-columns": Kind(N_("un tableau de {limit} colonnes au plus ; celui-ci en a {columns}"),
                             N_("Mettez plutôt un jour par ligne, puis renvoyez le fichier.")),
    "far-cell": Kind(N_("un tableau d'un seul tenant ; une cellule remplie est très loin des autres, en {cell}"),
                     N_("Effacez cette cellule, puis renvoyez le fichier.")),
    "line-too-long": Kind(N_("des lignes de {limit} caractères au plus"), _EXPORT_AGAIN),
    "forbidden-content": Kind(N_("un fichier simple ; celui-ci contient des instructions qui ne se lisent pas ici"), _EXPORT_AGAIN),
    "unsafe-archive": Kind(N_("une archive simple ; celle-ci contient des noms de fichiers inhabituels ou en double"),
                           _OUT_OF_ARCHIVE),
    "archive-without-table": Kind(N_("une archive (.zip) qui contient un tableau ; celle-ci n'en a pas"), _OUT_OF_ARCHIVE),
    "archive-of-several": Kind(N_("une archive (.zip) avec un seul tableau ; celle-ci en contient {files}"),
                               N_("Décompressez-la et envoyez les fichiers un par un.")),
    "nul-tail": Kind(N_("un fichier entier ; la fin de celui-ci est vide, comme après une copie interrompue"), _EXPORT_AGAIN),
    "unclosed-quote": Kind(N_("un guillemet fermant ; celui qui s'ouvre à cette ligne ne se ferme jamais"),
                           N_("Fermez ou retirez ce guillemet, puis renvoyez le fichier.")),
    "comma-clash": Kind(N_("une valeur par titre ({titles}) ; il y en a {cells}, car la virgule sépare à la fois les colonnes et les décimales"),
                        N_("Exportez à nouveau avec des points-virgules entre les colonnes.")),
    "every-row-shifted": Kind(N_("une valeur par titre ({titles}) ; toutes les lignes en ont {cells}"),
                              N_("Ajoutez le titre qui manque, ou retirez la colonne sans titre, puis renvoyez le fichier.")),
    "missing-column": Kind(N_("une colonne de dates. Titres trouvés : {titles}"), N_("Nommez « Date » la colonne des jours, puis renvoyez le fichier.")),
    "nothing-to-store": Kind(N_("au moins une colonne sur les séances, la douleur ou la vie quotidienne. Titres trouvés : {titles}"), _TEMPLATE),
    "other-table": Kind(N_("le tableau des séances ou celui des jours ; celui-ci est le tableau « {table} » d'un dossier de suivi"),
                        N_("Ouvrez plutôt le dossier de suivi en entier.")),
    "no-activity": Kind(N_("une séance ou des journées d'activité ; ce fichier contient autre chose ({what})"),
                        N_("Exportez une activité, puis renvoyez-la.")),
    "reading-failed": Kind(N_("un fichier lisible ; la lecture de celui-ci n'a pas abouti"), _EXPORT_AGAIN),
    "reading-too-slow": Kind(N_("un fichier qui se lise en moins de {limit} secondes"), _BY_YEAR),
    "reading-too-large": Kind(N_("un fichier moins lourd ; celui-ci demande trop de mémoire"), _BY_YEAR),
}  # fmt: skip

# One row is refused; the others are kept.
ROW: dict[str, Kind] = {
    "value-out-of-range": Kind(N_("un nombre de {low} à {high}{unit}"), _CORRECT_NUMBER),
    "not-a-number": Kind(N_("un nombre de {low} à {high}{unit}"), _CORRECT_NUMBER),
    "not-a-whole-number": Kind(N_("un nombre entier de {low} à {high}{unit}"), _CORRECT_NUMBER),
    "not-a-duration": Kind(N_("une durée, comme 30 min ou 1 h 30"), _CORRECT),
    "not-sets": Kind(N_("des séries, comme 3x10 ou 10/10/8"), _CORRECT),
    "unknown-choice": Kind(N_("l'un de ces mots : {choices}"), _CORRECT),
    "not-a-date": Kind(N_("une date"), _CORRECT_DATE),
    "no-such-day": Kind(N_("un jour qui existe dans le calendrier"), _CORRECT_DATE),
    "future-date": Kind(N_("un jour passé ; le {date} est dans le futur"), _CORRECT_DATE),
    "date-too-early": Kind(N_("un jour à partir du {first}"), _CORRECT_DATE),
    "century-unclear": Kind(N_("une année à quatre chiffres, {early} ou {late}"), _CORRECT_DATE),
    "other-date-order": Kind(N_("une date écrite comme les autres de la colonne ({order})"), _CORRECT_DATE),
    "weekday-disagrees": Kind(N_("un jour de la semaine qui va avec la date ; d'après le calendrier, c'est le {date}"), _CORRECT_DATE),
    "date-out-of-sequence": Kind(N_("une date proche de celles d'avant et d'après ({before} et {after})"), _CORRECT_DATE),
    "refers-elsewhere": Kind(N_("le nom de l'exercice ; cette cellule renvoie à un autre jour"), N_("Écrivez l'exercice, une ligne par exercice.")),
    "week-unclear": Kind(N_("la même semaine dans le titre et dans le nom de la feuille ; ici « {title} » et « {sheet} »"), N_("Corrigez le titre ou le nom de la feuille.")),
    "rest-and-session": Kind(N_("un jour de repos ou une séance ; la ligne dit les deux"), N_("Gardez l'un des deux, puis renvoyez le fichier.")),
    "blank-date": Kind(N_("une date"), N_("Ajoutez la date, par exemple 09/03/2026.")),
    "week-without-days": Kind(N_("un jour précis ; une semaine ne suffit pas"), _CORRECT_DATE),
    "became-a-date": Kind(N_("un nombre ; le tableur a sans doute changé « {typed} » en date ({date})"),
                          N_("Mettez la colonne au format Texte et tapez la valeur à nouveau.")),
    "excel-error": Kind(N_("une valeur ; le tableur montre une erreur"), N_("Corrigez la formule, puis renvoyez le fichier.")),
    "formula-without-value": Kind(N_("une valeur ; la formule n'a pas été calculée"),
                                  N_("Ouvrez et enregistrez le fichier dans Excel ou LibreOffice, puis renvoyez-le.")),
    "wrong-cell-count": Kind(N_("une valeur par titre ({titles}) ; cette ligne en a {cells}"),
                             N_("Si un texte contient le signe qui sépare les colonnes, mettez-le entre guillemets. Sinon, retirez ou ajoutez une valeur.")),
    "mixed-encoding": Kind(N_("des lettres lisibles ; cette ligne est écrite dans un autre codage que le reste"), N_("Retapez les lettres accentuées de cette ligne, puis renvoyez le fichier.")),
    "nul-character": Kind(N_("du texte ; la cellule contient un caractère illisible"), _CORRECT),
    "text-too-long": Kind(N_("un texte de {limit} caractères au plus"), N_("Raccourcissez le texte : rien n'en est coupé à votre place.")),
    "end-before-start": Kind(N_("une heure de fin après l'heure de début ({start})"), _CORRECT),
    "two-values-in-a-session": Kind(N_("une seule valeur par séance ; la ligne {other_row} dit « {other} »"), _CORRECT),
    "wrong-clock": Kind(N_("la date de la séance ; l'horloge de l'appareil dit {date}"),
                        N_("Réglez la date de l'appareil pour la suite, et saisissez cette séance à la main.")),
    "no-time": Kind(N_("une séance avec sa date et sa durée ; le fichier ne dit pas quand elle a eu lieu"), _BY_HAND),
    "nothing-in-the-row": Kind(N_("au moins une valeur à côté de la date"), N_("Ajoutez la valeur, ou retirez la ligne.")),
    "half-a-session": Kind(N_("un début et une fin ; il n'y a que l'un des deux"), _BY_HAND),
}  # fmt: skip

# Rows that are no data: not stored, listed.
SKIPPED: dict[str, Kind] = {
    "blank-row": Kind(N_("ligne vide, laissée de côté"), _NOTHING),
    "unused-row": Kind(N_("ligne sans valeur utile ici, laissée de côté"), _NOTHING),
    "total-row": Kind(N_("ligne de total ou de moyenne, laissée de côté"), _NOTHING),
    "repeated-header": Kind(N_("titres répétés, laissés de côté"), _NOTHING),
    "not-a-session": Kind(N_("ni séance ni mesure du jour, laissé de côté"), _NOTHING),
    "end-of-session": Kind(N_("fin de la séance commencée à la ligne {other_row}, prise avec elle"), _NOTHING),
    "device-not-worn": Kind(N_("rien d'enregistré ce jour-là, l'appareil n'était sans doute pas porté : la valeur reste inconnue, elle n'est pas comptée comme 0"), _NOTHING),
    "day-not-over": Kind(N_("journée pas encore finie, total laissé de côté"), N_("Renvoyez le fichier un autre jour.")),
    "waiting-for-answer": Kind(N_("en attente de votre réponse"), _NOTHING),
    "hidden-row": Kind(N_("ligne masquée, laissée de côté, comme vous l'avez répondu"), _NOTHING),
    "footer-row": Kind(N_("ligne de texte sous le tableau, laissée de côté"), _NOTHING),
    "row-not-taken": Kind(N_("ligne laissée de côté, comme vous l'avez répondu"), _NOTHING),
}  # fmt: skip

# Stored as understood; said so that it can be checked.
NOTICED: dict[str, Kind] = {
    "name-is-not-content": Kind(N_("le nom finit par {named}, mais le contenu est de type {kind} : il est lu comme tel"), _NOTHING),
    "old-encoding": Kind(N_("lettres accentuées lues dans l'ancien codage {encoding}, par exemple « {sample} »"), _NOTHING),
    "macros-left": Kind(N_("seules les valeurs sont lues, jamais les macros"), _NOTHING),
    "colours-left": Kind(N_("les couleurs, les commentaires et les textes barrés ne sont pas lus"), _NOTHING),
    "links-left": Kind(N_("les valeurs sont celles du fichier ; rien n'est cherché dans d'autres fichiers"), _NOTHING),
    "formula-values": Kind(N_("la valeur calculée par le tableur est prise"), _NOTHING),
    "merged-cells": Kind(N_("cellule fusionnée : la même valeur vaut pour les {rows} lignes"), _NOTHING),
    "hidden-sheet": Kind(N_("feuille masquée, non lue"), N_("Affichez-la dans le tableur si elle doit être lue.")),
    "example-sheet": Kind(N_("feuille d'exemple ou d'aide du modèle, non lue"), _NOTHING),
    "sheet-without-table": Kind(N_("aucun tableau reconnu sur cette feuille, non lue"), _NOTHING),
    "title-lines": Kind(N_("titres du tableau trouvés à cette ligne"), _NOTHING),
    "unit-line": Kind(N_("unités trouvées sous les titres"), _NOTHING),
    "unknown-column": Kind(N_("colonne non utilisée ; elle reste dans votre fichier"), _NOTHING),
    "control-characters": Kind(N_("caractères invisibles retirés : {shown}"), _NOTHING),
    "wide-digits": Kind(N_("chiffres élargis lus comme {read}"), _NOTHING),
    "date-order-proved": Kind(N_("dates lues dans l'ordre {order} : {example}"), _NOTHING),
    "serial-dates": Kind(N_("numéros de jour du tableur lus comme des dates : {example}"), _NOTHING),
    "two-digit-years": Kind(N_("années à deux chiffres complétées : {example}"), _NOTHING),
    "year-by-neighbours": Kind(N_("année {year}, celle des dates voisines"), _NOTHING),
    "week-by-title": Kind(N_("jours de la semaine du {monday}, d'après « {title} »"), _NOTHING),
    "words-beside-number": Kind(N_("nombre pris, mots à côté gardés en note"), _NOTHING),
    "small-on-scale": Kind(N_("valeur très petite sur cette échelle, à vérifier"), _NOTHING),
    "year-by-weekdays": Kind(N_("année {year}, la seule où les jours de la semaine s'accordent"), _NOTHING),
    "clock-change": Kind(N_("changement d'heure ce jour-là : la durée reste inconnue"), _NOTHING),
    "other-time-zone": Kind(N_("jours pris à l'heure locale écrite dans le fichier"), _NOTHING),
    "universal-time": Kind(N_("heures écrites en temps universel : pour une séance proche de minuit, le jour peut être celui d'avant ou d'après"), _NOTHING),
    "words-not-a-number": Kind(N_("ce n'est pas un nombre : la valeur reste inconnue, le texte est gardé en note"), _NOTHING),
    "nothing-noted": Kind(N_("rien de noté : la valeur reste inconnue"), _NOTHING),
    "not-a-time": Kind(N_("ce n'est pas une heure : le moment reste inconnu"), _NOTHING),
    "clock-spans": Kind(N_("durées lues en heures et minutes, comme le reste de la colonne"), _NOTHING),
    "effort-per-set": Kind(N_("effort noté pour chaque série : celui de la séance reste inconnu"), _NOTHING),
    "same-set-twice": Kind(N_("la même série que la ligne au-dessus, comptée deux fois"), N_("Retirez-la si elle est en double.")),
    "column-without-a-day": Kind(N_("colonne sans date entre les jours, non utilisée"), _NOTHING),
    "line-without-title": Kind(N_("ligne sans titre, non utilisée"), _NOTHING),
    "word-not-a-choice": Kind(N_("mot attendu : {choices}. La valeur reste inconnue, le texte est gardé en note"), _NOTHING),
    "mixed-decimals": Kind(N_("décimales écrites avec des virgules et avec des points : les deux sont comprises"), _NOTHING),
    "pounds": Kind(N_("livres converties en kilos : {lb} lb = {kg} kg"), _NOTHING),
    "no-conversion": Kind(N_("échelle de 6 à 20, sans conversion reconnue vers 0 à 10 : la valeur reste inconnue"), _NOTHING),
    "rescaled": Kind(N_("échelle {scale} annoncée par le titre, ramenée à une échelle de 0 à 10"), _NOTHING),
    "left-unknown": Kind(N_("valeur laissée inconnue, comme vous l'avez répondu"), _NOTHING),
    "constant-column": Kind(N_("la même valeur {n} fois de suite"), _TO_CHECK),
    "counting-column": Kind(N_("des valeurs qui montent de 1 en 1, comme une recopie automatique du tableur"), _TO_CHECK),
    "personal-data": Kind(N_("coordonnées personnelles, inutiles ici"), N_("Vous pouvez les effacer du fichier.")),
    "worth-reading-first": Kind(N_("à lire d'abord par le kinésithérapeute, tel quel"),
                                N_("En cas d'urgence, appelez le 15 ou le 112.")),
    "gap-in-days": Kind(N_("{n} jours sans ligne lisible, du {first} au {last} : ils restent inconnus"), _NOTHING),
    "row-above-titles": Kind(N_("les titres du tableau au-dessus de toutes ses lignes"), N_("Déplacez la ligne des titres tout en haut, puis renvoyez le fichier.")),
    "two-values-a-cell": Kind(N_("deux valeurs par cellule : cette colonne n'est pas utilisée"),
                              N_("Faites-en deux colonnes, par exemple « Douleur matin » et « Douleur soir », puis renvoyez le fichier.")),
    "day-of-entry": Kind(N_("jour de chaque ligne : celui où elle a été saisie"), _NOTHING),
    "rows-not-in-order": Kind(N_("lignes remises dans l'ordre des dates"), _NOTHING),
    "answers-remembered": Kind(N_("réponses données la dernière fois pour ce tableau : {answers}"), _NOTHING),
    "same-bytes": Kind(N_("déjà reçu, identique à {other} : rien à faire"), _NOTHING),
    "changes-the-past": Kind(N_("du nouveau pour des jours déjà connus, à partir du {first} : un bilan fait avant n'est plus à jour"), _NOTHING),
    "looks-like-other-patient": Kind(N_("presque tout ce fichier est déjà connu pour quelqu'un d'autre"),
                                     N_("Vérifiez que c'est le bon fichier.")),
    "damaged-after": Kind(N_("fichier incomplet après {minutes} min : la séance est lue jusque-là"), _NOTHING),
    "checksum-differs": Kind(N_("le contrôle du fichier ne correspond pas : une valeur a pu changer pendant la copie"), _NOTHING),
    "value-left-out": Kind(N_("valeur attendue de {low} à {high}{unit} : celle-ci reste inconnue"), _NOTHING),
    "largest-source": Kind(N_("plusieurs appareils ont compté les mêmes jours ({days}) : le plus grand total est gardé, sans les additionner"), _NOTHING),
    "sleeps-added": Kind(N_("plusieurs périodes de sommeil finissent ce jour-là : elles sont additionnées"), _NOTHING),
    "effort-not-combined": Kind(N_("plusieurs efforts notés pour une séance : l'effort de la séance reste inconnu"), _NOTHING),
    "second-table-on-sheet": Kind(N_("un autre tableau commence à cette ligne, lu à part"), _NOTHING),
}  # fmt: skip

KINDS: dict[str, Kind] = FILE | ROW | SKIPPED | NOTICED
