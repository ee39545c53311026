"""Every source that a rule rests on, once. `read=False` marks a citation from memory, not yet checked."""

from __future__ import annotations

from loadaid.domain.evidence import Source
from loadaid.domain.words import N_

ALL = (
    Source("thomee-1997", "study", "Thomeé R. Phys Ther 1997;77:1690", N_("douleur fémoro-patellaire"),
           N_("Zones de douleur pendant l'exercice : 0 à 2 sans crainte, 3 à 5 acceptable, plus de 5 élevée."),
           N_("Pas la lombalgie ; les zones ne valent plus quand la douleur habituelle est déjà de 4 ou plus."), "C", read=False),
    Source("silbernagel-2007", "study", "Silbernagel KG et al. Am J Sports Med 2007;35:897", N_("tendinopathie d'Achille"),
           N_("Douleur jusqu'à 5 pendant l'exercice, retombée le lendemain matin et sans hausse d'une semaine à "
              "l'autre : l'entraînement a continué sans effet défavorable."),
           N_("Lu par des pages qui le rapportent ; la clause d'une semaine à l'autre est citée de mémoire. Douleurs "
              "tendineuses et fémoro-patellaires ; transposé au dos"), "C"),
    Source("smith-2019", "study", "Smith BE et al. Br J Sports Med 2019;53:907",
           N_("douleur musculosquelettique, règles d'experts"),
           N_("Éviter une hausse de plus de 2 points sur le niveau habituel ; éviter un exercice qui gêne le sommeil."),
           N_("Liste d'experts, telle que la reproduit une page professionnelle."), "D"),
    Source("smith-2017", "study", "Smith BE et al. Br J Sports Med 2017;51:1679",
           N_("douleur musculosquelettique chronique, 7 essais, 385 personnes"),
           N_("S'exercer avec de la douleur n'est pas moins bon que sans douleur, et un peu meilleur à court terme."),
           N_("Pas de différence à moyen et à long terme."), "A", doi="10.1136/bjsports-2016-097383"),
    Source("skou-roos-2017", "study", "Skou ST, Roos EM. BMC Musculoskelet Disord 2017;18:72",
           N_("arthrose de hanche et de genou"),
           N_("Retour à la normale dans les 24 h après une séance, sinon un niveau plus bas."),
           N_("Hanche et genou, pas le dos."), "C", read=False),
    Source("epf-crps", "guideline", "European Pain Federation, CRPS standards page",
           N_("syndrome douloureux régional complexe"),
           N_("Une hausse de 1 à 2 h qui s'apaise reste praticable ; une demi-journée ou plus invite à un niveau plus"
              " bas."),
           N_("Norme d'experts dans une autre affection."), "D"),
    Source("lumbar-doms-2019", "study", "Eur J Appl Physiol 2019",
           N_("personnes en bonne santé, exercice lombaire excentrique"),
           N_("Les courbatures culminent environ 28 h après ; douleur et gêne ont disparu à 96 h."),
           N_("Dos en bonne santé ; c'est le patient qui dit ce qui est courbature."), "B", doi="10.1007/s00421-019-04117-6"),
    Source("costa-2019", "study", "Costa N et al. J Pain 2019;20:1267", N_("lombalgie, 126 personnes, 28 jours"),
           N_("Une poussée est plus que de la douleur : 68 % des jours de poussée déclarés n'ont pas de douleur au-"
              "dessus de la moyenne."),
           N_("Déclarées par les patients eux-mêmes."), "A"),
    Source("suri-2011", "study", "Suri P et al. BMC Musculoskelet Disord 2011;12:220", N_("lombalgie aiguë"),
           N_("La plupart des poussées durent moins d'un jour ; la douleur monte de 2,7 points en moyenne."),
           N_("Douleur aiguë, souvenir de 2 h ou plus."), "B"),
    Source("page-2022", "study", "Pagé MG et al. J Pain 2022", N_("lombalgie, 140 personnes"),
           N_("Écart-type intra-individuel de la douleur du moment sur une semaine : 1,2 en moyenne, stable chez une "
              "personne, très différent d'une personne à l'autre."),
           N_("Les instants varient plus que les moyennes du jour : l'a priori utilisé ici est donc de 1,1."), "B",
           doi="10.1016/j.jpain.2022.01.001"),
    Source("heapy-2014", "study", "Heapy A et al. J Pain 2014;15:1360", N_("journaux de douleur chronique"),
           N_("La moyenne de 5 notes quotidiennes est fiable à plus de 0,90 ; une seule note, à 0,65."),
           N_("Des moyennes de la semaine, pas des tendances."),
           "B", doi="10.1016/j.jpain.2014.09.012"),
    Source("broderick-2008", "study", "Broderick JE 2008; Stone AA 2010", N_("douleur chronique, études du souvenir"),
           N_("Le souvenir sur 7 jours et plus exagère ; celui du jour même est bon."),
           N_("La borne de 48 h est un choix raisonné entre les deux."),
           "B", doi="10.1016/j.pain.2008.03.024"),
    Source("ostelo-2008", "study", "Ostelo RW et al. Spine 2008", N_("lombalgie, consensus"),
           N_("Changement minimal important : EN 2, RMDQ 5, Québec 20, ou 30 % du départ."),
           N_("Pour une seule mesure ; une moyenne de 14 jours demande moins."), "A"),
    Source("childs-2005", "study", "Childs JD et al. Spine 2005;30:1331", N_("lombalgie"),
           N_("Erreur type d'une note : 1,02 ; une seule note plus haute de 2 points n'est pas fiable."), N_("Notes isolées."), "A", read=False),
    Source("abbott-schmitt-2014", "study", "Abbott JH, Schmitt J 2014", N_("musculosquelettique, PSFS"),
           N_("Un petit changement important du PSFS moyen est d'environ 1,3, un moyen d'environ 2,3."), N_("Moyenne des activités."),
           "B", read=False),
    Source("foster-2001", "study", "Foster C et al. J Strength Cond Res 2001;15:109", N_("sportifs et patients"),
           N_("Charge d'une séance = effort perçu x minutes, robuste quand elle est demandée dans les jours qui suivent."),
           N_("Dépend de l'effort perçu, qui monte aussi quand la capacité baisse."), "C", read=False),
    Source("frandsen-2025", "study", "Frandsen JSB et al. Br J Sports Med 2025;59:1203",
           N_("5 205 coureurs de loisir, 588 071 séances"),
           N_("Une séance plus longue que la plus longue des 30 derniers jours va avec davantage de blessures (+10 à "
              "30 % : HRR 1,64) ; les rapports d'une semaine à l'autre, non."),
           N_("Blessures de course, pas lombalgie ; pas monotone."), "C", doi="10.1136/bjsports-2024-109380"),
    Source("lambeek-2007", "study", "Lambeek LC et al. BMC Public Health 2007;7:254", N_("lombalgie, activité graduée"),
           N_("Commencer à 70 % de la moyenne tolérée en 3 séances de départ, puis avancer selon le temps, pas selon "
              "la douleur."),
           N_("Le facteur après une pause est transposé du quota de départ."), "B"),
    Source("etg-pain", "guideline", "Therapeutic Guidelines, Pain", N_("douleur persistante"),
           N_("Commencer à 80 % de ce qui est toléré, augmenter de 10 à 20 % du départ par semaine, autant les bons "
              "que les mauvais jours."),
           N_("Recommandation d'experts."), "D"),
    Source("acsm-2009", "guideline", "ACSM position stand 2009", N_("adultes en bonne santé"),
           N_("Augmenter la charge de 2 à 10 % quand 1 à 2 répétitions de plus que l'objectif sont possibles ; un "
              "effort de 3 ou moins pendant des semaines est sous le seuil d'entraînement."),
           N_("Adultes en bonne santé ; la valeur de l'effort est notre transposition."), "C"),
    Source("olaya-contreras-2015", "study", "Olaya-Contreras P et al. 2015", N_("lombalgie aiguë sévère, 99 personnes"),
           N_("Se ménager n'a pas donné moins de douleur : 9 865 contre 6 609 pas, même évolution de la douleur."), N_("Douleur aiguë."), "B"),
    Source("blafoss-2023", "study", "Bláfoss R et al. Occup Environ Med 2023;80:650", N_("224 travailleurs, 21 jours"),
           N_("La douleur après le travail monte au fil des jours travaillés de suite (le troisième : +1,76) et "
              "demande 2 jours de repos pour redescendre."),
           N_("Travailleurs de métiers physiques."), "A", doi="10.1136/oemed-2023-109043"),
    Source("andersen-2017", "study", "Andersen LL et al. Scand J Work Environ Health 2017;43:68",
           N_("95 employés d'entrepôt"),
           N_("Le matin après le travail est plus douloureux de 0,55 point ; +0,16 par tonne soulevée ; les heures "
              "travaillées sont sans effet."),
           N_("Travail d'entrepôt."), "A", doi="10.5271/sjweh.3592"),
    Source("gerhart-2017", "study", "Gerhart JI et al. Ann Behav Med 2017",
           N_("lombalgie chronique, 105 personnes, 14 jours"),
           N_("Une mauvaise nuit précède plus de douleur et une moins bonne fonction le lendemain ; l'inverse ne se "
              "voit guère."),
           N_("Sommeil noté par les personnes elles-mêmes."), "A", doi="10.1007/s12160-016-9860-2"),
    Source("suri-2025", "study", "Suri P et al. JAMA Netw Open 2025;8:e2547915", N_("416 personnes, 9 757 questionnaires"),
           N_("Chaque heure de port de charges du jour passé multiplie par 1,05 la cote d'une poussée ; la position "
              "assise, non."),
           N_("Poussées à court terme, pas évolution à long terme."), "A"),
    Source("suri-2018", "study", "Suri P et al. Spine 2018", N_("lombalgie, 30 personnes"),
           N_("Plus de 6 h assises, le stress et une humeur basse précèdent les poussées."),
           N_("Petite étude, et contredite pour la position assise."),
           "C", doi="10.1097/BRS.0000000000002326"),
    Source("impellizzeri-2020", "study", "Impellizzeri FM et al. J Athl Train 2020;55:893",
           N_("suivi de la charge, commentaire"),
           N_("Surcharge progressive ajustée à la réponse de chacun ; les rapports de charge ne disent pas si le "
              "risque bouge."),
           N_("Un argument, pas un essai."), "D", doi="10.4085/1062-6050-501-19"),
    Source("parker-2011", "study", "Jacobson NS, Truax P 1991; Parker RI 2011", N_("statistique du cas unique"),
           N_("Le changement d'une personne se juge à sa propre erreur type ; l'autocorrélation doit l'élargir."),
           N_("Moyennes par blocs, avec une correction du premier ordre."), "C", read=False),
    Source("ifompt-2020", "guideline", "Finucane LM et al. J Orthop Sports Phys Ther 2020;50:350",
           N_("cadre international des drapeaux rouges"),
           N_("Queue de cheval, fracture, tumeur, infection : pris seuls, la plupart des signes sont peu précis ; "
              "raisonner par combinaison."),
           N_("Cadre de consensus."), "D", doi="10.2519/jospt.2020.9971"),
    Source("has-2019", "guideline", "HAS, Prise en charge du patient présentant une lombalgie commune, mars 2019",
           N_("adultes, France"),
           N_("La liste des drapeaux rouges ; l'activité est le traitement principal ; revoir 2 à 4 semaines après "
              "une poussée."),
           N_("Liste lue par une page professionnelle."), "D"),
    Source("costa-2021", "study", "Costa N et al. Eur Spine J 2021 (ISSLS prize)", N_("lombalgie, journaux quotidiens"),
           N_("Une poussée est plus probable après une mauvaise nuit et après une douleur du matin ; la fatigue "
              "précède les poussées dites par la douleur."),
           N_("Associations sur 1 à 3 jours."), "A", doi="10.1007/s00586-021-06730-6"),
    Source("zucker-1997", "study", "Zucker DR et al. J Clin Epidemiol 1997; Schmid CH, Yang J. Harv Data Sci Rev 2022",
           N_("essais à un seul patient"),
           N_("Les quelques valeurs d'un patient sont tirées vers ce que l'on sait de tous les patients, d'autant "
              "plus qu'elles sont peu nombreuses."),
           N_("Les a priori utilisés ici sont un choix raisonné, pas une estimation sur des patients."), "B"),
    Source("simulation-stable", "simulation", "Monte Carlo on stable diaries (AR(1), whole numbers)", N_("simulé"),
           N_("Les règles d'un seul jour se déclenchent dans 71 à 82 % des mois stables ; deux jours avec "
              "retentissement, dans 9 à 14 %."),
           N_("Journaux stables simulés, pas des patients."), "D"),
    Source("simulation-headline", "simulation", "1,000 stable virtual diaries (SD 1.1, lag-1 0.4, 20 % missing), tests/test_stable.py",
           N_("simulé"),
           N_("La valeur garde les fausses alertes d'un mois stable sous 5 % son dernier jour et 12 % un jour "
              "quelconque."),
           N_("Journaux stables simulés, pas des patients ; un changement net dans un journal calme se lit encore au "
              "seuil simple."), "D"),
    Source("simulation-study", "simulation", "Virtual study of several mechanisms (docs/validation.md), `python -m loadaid validate`",
           N_("patients virtuels"),
           N_("La valeur garde les fausses alertes rares et retrouve l'état vrai de patients virtuels dont la vérité "
              "est connue."),
           N_("Patients virtuels seulement ; on ne sait pas combien de vrais changements sont trouvés chez des patients."), "D"),
    Source("judgement", "judgement", "Judgement of the authors", N_("aucune"),
           N_("Aucun nombre validé n'existe ; la valeur est un choix énoncé, que chaque cabinet peut changer."),
           N_("Pas une preuve. À changer là où vos patients diffèrent."), "D"),
)  # fmt: skip

BY_ID = {source.id: source for source in ALL}
