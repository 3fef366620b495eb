"""Pages of the municipality's website: the text among menus, a cookie notice, breadcrumbs and a foot."""

from __future__ import annotations

import html

from tools.demo_writers.source import LINK, Piece, Source

TOP = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | {site}</title>
<meta name="description" content="{title}. {site}.">
<link rel="stylesheet" href="/static/main.css">
</head>
<body>
<a class="skip" href="#innehall">Hoppa till innehållet</a>
<div id="cookie-banner" role="dialog" aria-label="Kakor"><p>Vi använder kakor för att webbplatsen ska fungera så bra \
som möjligt. Du väljer själv vilka du godkänner.</p><button>Godkänn alla</button><button>Bara nödvändiga</button></div>
<header><a href="/">{site}</a>
<nav aria-label="Huvudmeny"><ul>
<li><a href="/barn-utbildning">Barn och utbildning</a></li>
<li><a href="/bygga-bo">Bygga, bo och miljö</a></li>
<li><a href="/omsorg">Omsorg och hjälp</a></li>
<li><a href="/uppleva-gora">Uppleva och göra</a></li>
<li><a href="/trafik">Trafik och resor</a></li>
<li><a href="/kommun-politik">Kommun och politik</a></li>
</ul></nav>
<form role="search" action="/sok"><label for="q">Sök</label><input id="q" name="q"><button>Sök</button></form>
</header>
<nav aria-label="Brödsmulor"><ol>{crumbs}</ol></nav>
<main id="innehall">
<article>
"""
FOOT = """</article>
<aside><h2>Hjälpte informationen dig?</h2><button>Ja</button><button>Nej</button></aside>
</main>
<footer>
<div><h2>Kontakta oss</h2><p>{contact}</p></div>
<div><h2>Om webbplatsen</h2><ul><li><a href="/tillganglighet">Tillgänglighetsredogörelse</a></li>
<li><a href="/personuppgifter">Så behandlar vi personuppgifter</a></li><li><a href="/kakor">Kakor</a></li></ul></div>
</footer>
<script>window.webbanalys = {{ anonym: true }};</script>
</body>
</html>
"""


def write_html(source: Source) -> bytes:
    crumbs = "".join(f"<li><a href='#'>{html.escape(part)}</a></li>" for part in source.facts["crumbs"].split(" > "))
    facts = {key: html.escape(source.facts[key]) for key in ("lang", "title", "site", "contact")}
    lines = [TOP.format(crumbs=crumbs, **facts)]
    open_list = ""
    for piece in source.pieces:
        wanted = ("ul" if piece.label == "-" else "ol") if piece.kind == "item" else ""
        if wanted != open_list:
            lines.extend(f"<{mark}>" for mark in (f"/{open_list}" if open_list else "", wanted) if mark)
            open_list = wanted
        lines.append(_block(piece))
    if open_list:
        lines.append(f"</{open_list}>")
    return ("\n".join(lines) + "\n" + FOOT.format(**facts)).encode()


def _block(piece: Piece) -> str:
    if piece.kind == "table":
        head, *rest = piece.rows
        top = "".join(f"<th scope='col'>{_inline(cell)}</th>" for cell in head)
        rows = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>\n" for row in rest)
        return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
    name = {"heading": f"h{piece.level}", "item": "li", "quote": "blockquote"}.get(piece.kind, "p")
    return f"<{name}>{_inline(piece.text)}</{name}>"


def _inline(text: str) -> str:
    return LINK.sub(r'<a href="\2">\1</a>', html.escape(text, quote=False))
