"""The same page as one HTML file: no script, no network, styles and pictures inside, texts and numbers of the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape as esc
from typing import Any

from loadaid.locale import Words
from loadaid.report import sheet
from loadaid.report.terms import Json

HEIGHT = 232.0
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{font:15px/1.45 "Loadaid Sans","Source Sans 3",Arial,Helvetica,sans-serif;font-variant-numeric:tabular-nums lining-nums;
color:#16202A;background:#fff;max-width:880px;margin:0 auto;padding:24px}
header,footer{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px}
header{border-bottom:2px solid #16202A;padding-bottom:8px}footer{border-top:1px solid #CFD5DA;padding-top:6px}
h1{font-size:24px;margin:0}h2{font-size:15px;margin:0 0 4px}p{margin:2px 0}ul{margin:2px 0;padding-left:18px}
section{border-bottom:1px solid #CFD5DA;padding:12px 0}svg{width:100%;height:auto;display:block}footer,.note,th{color:#3C4751;font-size:13px}
.reading{border-left:4px solid;border-bottom:0;padding:0 0 0 14px;margin:12px 0}.reading>*{color:#16202A}.reading h2{font-size:22px}
.reading svg{width:24px;display:inline;vertical-align:-4px;margin-right:8px}.ranges{max-width:420px}.row .recovery{grid-column:span 2}.contact{font-size:18px;font-weight:600}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:3px 8px 3px 0;border-bottom:1px solid #CFD5DA;font-weight:400}
.row{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px 20px}.value{font-size:20px;font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(7,1fr);gap:3px;list-style:none;padding:0}.tiles li{border:1px solid #525E69;padding:1px 5px;min-height:42px}
.tiles .out{border-color:transparent}.tiles .up{border:2px solid #16202A}
.tiles .hatch{background:repeating-linear-gradient(135deg,#F7F8F9 0 4px,#A9B2BA 4px 5.5px)}.tiles b{float:right}
.decision{border:1px solid #16202A;padding:10px 14px;margin:12px 0}
.key{display:inline-block;width:9px;height:9px;border:1px solid #525E69}
@media print{body{padding:0;font-size:11px}}
""".replace("\n", "")  # fmt: skip


def document(
    result: Json,
    page: Json,
    words: Words,
    *,
    identity: Mapping[str, str],
    decision: Json | None,
    printed: str,
    paper: str = "a4",
) -> str:
    """The page as a whole HTML document; arguments as `sheet.pdf` takes them."""
    data = sheet.content(result, page, words, identity=identity, decision=decision, printed=printed, paper=paper)
    pictures = sheet.pictures(result, page, words, (HEIGHT,))
    head = data["header"]
    sections = [
        _reading(data), _responses(data, pictures), _since(data["since"]),
        _chart(data["legend"], pictures["charts"][0]["svg"]), _four(data, pictures), _tiles(data["tiles"]),
        _decision(data),
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="{esc(data["language"])}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{esc(POLICY)}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{esc(head['title'])}</title><style>{STYLE}</style></head><body>"
        f"<header><div><h1>{esc(head['name'])}</h1><p>{esc(_dots(head['code'], head['safety']))}</p></div>"
        f"<div><p><b>{esc(head['period'])}</b></p><p>{esc(head['known'])}</p></div></header>"
        f"<main>{''.join(sections)}</main>"
        f"<footer><p>{esc(data['footer']['use'])}</p><p>{esc(data['footer']['made'])}</p></footer></body></html>"
    )


def _dots(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _lines(texts: Iterable[str], css: str = "") -> str:
    name = f' class="{css}"' if css else ""
    return "".join(f"<p{name}>{esc(text)}</p>" for text in texts if text)


def _reading(data: dict[str, Any]) -> str:
    v = data["verdict"]
    rows = "".join(
        f"<tr><td>{n}</td>{''.join(f'<td>{esc(cell)}</td>' for cell in row)}</tr>" for n, row in enumerate(v["rows"], 1)
    )
    heads = "".join(f'<th scope="col">{esc(text)}</th>' for text in v["heads"])
    table = f'<table><thead><tr><th scope="col">#</th>{heads}</tr></thead><tbody>{rows}</tbody></table>' if rows else ""
    shape = data["icon"].replace("<svg ", '<svg aria-hidden="true" ', 1)
    return (
        f'<section class="reading" style="border-color:{data["colour"]}"><h2>{shape}{esc(v["label"])}</h2>'
        f"{_lines([_dots(v['since'], v['sure'], v['chip'])], 'note')}{_lines(v['contact'], 'contact')}"
        f"{_lines([v['sentence'], v['suspended'], v['last_known']])}{_lines(v['notices'], 'note')}{table}</section>"
    )


def _responses(data: dict[str, Any], pictures: dict[str, Any]) -> str:
    r = data["responses"]
    classes = "".join(
        f'<p class="note"><span class="key" style="background:{c["colour"]}"></span> {esc(c["label"])} '
        f"<b>{esc(c['n'])}</b> {esc(c['share'])}</p>"
        for c in r["classes"]
    )
    six = "".join(
        f'<div>{_lines([n["title"]], "note")}<p><span class="value">{esc(n["value"])}</span>{esc(n["unit"])}</p>'
        f"{_lines(n['lines'], 'note')}</div>"
        for n in data["six"]
    )
    return (
        f"<section><h2>{esc(r['title'])}</h2>{_lines([r['caption']], 'note')}"
        f'<div class="ranges">{_own(pictures["ranges"]["svg"], "ranges")}</div>{classes}</section>'
        f'<section class="row">{six}</section>'
    )


SIGNS = {
    "session": "■", "hollow": "□", "rest": "–", "hatch": "▨", "band": "▒", "after": "●", "other": "○", "up": "▲",
    "usual": "┄", "planned": "╌", "heat": "▓",
}  # fmt: skip


def _own(drawn: str, name: str) -> str:
    """A picture whose hatch has a name of its own: two pictures of a document may not share one."""
    return drawn.replace('id="hatch"', f'id="hatch-{name}"').replace("url(#hatch)", f"url(#hatch-{name})")


def _chart(legend: list[dict[str, str]], drawn: str) -> str:
    key = " · ".join(f"{SIGNS[one['sign']]} {one['text']}" for one in legend)
    return f'<section><p class="note">{esc(key)}</p>{_own(drawn, "chart")}</section>'


def _since(since: dict[str, Any]) -> str:
    items = [f"{one['sign']} {one['text']} ({one['was']})" for one in since["items"]]
    return f"<section><h2>{esc(since['title'])}</h2>{_lines([*items, since['note']])}</section>"


def _four(data: dict[str, Any], pictures: dict[str, Any]) -> str:
    parts = [
        f'<div class="{one["axis"]}">'
        f"<h2>{esc(one['title'])}</h2><p>{esc(one['sign'])} {esc(one['change'])}</p>"
        f"{pictures[one['axis']]['svg'] if one['axis'] in pictures else ''}{_lines([one['values']], 'note')}</div>"
        for one in data["four"]
    ]
    return f'<section class="row">{"".join(parts)}</section>'


def _tiles(tiles: dict[str, Any]) -> str:
    marks = {"session": "■", "hollow": "□ ?", "rest": "–"}
    days = "".join(
        f'<li class="{"out" if not d["state"] else d["state"]}{" up" if d["up"] else ""}">'
        f"{esc(d['day']) if d['state'] else ''} <b>{'▲' if d['up'] and d['pain'] else ''}{esc(d['pain'])}</b><br>"
        f"{marks.get(d['state'], '')} {esc(d['dose'])}</li>"
        for d in tiles["days"]
    )
    return f'<section><h2>{esc(tiles["title"])}</h2>{_lines([tiles["hint"]], "note")}<ul class="tiles">{days}</ul></section>'


def _decision(data: dict[str, Any]) -> str:
    d, colon = data["decision"], data["colon"]
    options = _lines(f"{data['options']['title']}{colon} {line}" for line in data["options"]["lines"])
    doses = "".join(f"<li>{esc(one['exercise'])}{esc(colon)} <b>{esc(one['dose'])}</b></li>" for one in d["next"])
    listed = f"{_lines([_dots(d['dose'], d['more'])], 'note')}<ul>{doses}</ul>" if doses else ""
    if d["taken"]:
        said = f"<p><b>{esc(d['action'])}</b></p>{_lines([_dots(d['agrees'], d['often']), d['reason'], d['suspended'], d['by']])}"
    else:
        said = _lines([" ".join(f"☐ {action}" for action in d["actions"]), d["suspended"]])
    return f'<section class="decision">{options}<h2>{esc(d["title"])}</h2>{said}{listed}</section>'
