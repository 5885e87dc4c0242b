"""An article, and the layouts that publishers' systems put around one: for tests that nothing of it is lost.

The article and everything around it are written for these tests; the layouts follow what
WordPress, Drupal, wire services and older hand-made sites print.
"""

from __future__ import annotations

PARAGRAPHS = (
    "OSLO — Norway's foreign minister met her Swedish colleague on Friday in Oslo for talks on the border rivers.",
    "The two ministers agreed to renew the treaty on fishing that both parliaments had let lapse four years ago.",
    "“We have agreed to meet again in May,” the Norwegian minister told reporters after the meeting in the city.",
    "Officials of both ministries said that the text of the treaty would be made public before the end of the month.",
    "Sweden's ambassador was at the table as well, a spokeswoman of the embassy said in a note later that day.",
    "The Finnish government, which shares the northern rivers, has been invited to the second round of the talks.",
)
TITLE = "Norway and Sweden renew river treaty"

_TEASERS = (
    (
        "Ferry line to open in spring",
        "The new line will carry lorries between the two ports from the first of April on.",
    ),
    (
        "Harbour fees to rise again",
        "Ship owners say that the rise comes at a bad time, and that they were not asked before.",
    ),
    (
        "Museum finds lost map",
        "A map of the fjords from the seventeenth century was found behind a cupboard in the cellar.",
    ),
    (
        "Snow closes mountain roads",
        "Three roads over the mountains will stay closed until the ploughs have got through them.",
    ),
)
_COMMENTS = (
    "I have fished in these rivers all my life and I must say that nobody has ever asked us what we think of it.",
    "It is a good day for both countries, and I hope that the Finns will come to the table for the next round too.",
    "Has anybody read the old treaty? It was forty pages long, and not a single one of them spoke of the salmon.",
    "My grandfather was at the first talks in the fifties, and he used to say that they mostly ate and drank there.",
)
_COOKIES = (
    "We and our partners store information on your device, such as cookies, to show you pages that you will like.",
    "You can change your choice at any time by opening the settings at the foot of each page of this site.",
)


def _p(texts: tuple[str, ...] = PARAGRAPHS) -> str:
    return "\n".join(f"<p>{text}</p>" for text in texts)


def _teasers(item: str) -> str:
    return "".join(item.format(title=title, text=text) for title, text in _TEASERS)


def _page(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} - Example</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


_MENU = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("World", "Politics", "Business", "Sport"))
_LD = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "' + TITLE + '", "datePublished": '
    '"2020-02-07", "articleBody": "' + " ".join(PARAGRAPHS) + '"}</script>'
)

LAYOUTS = {
    "wordpress": _page(
        f'<header class="site-header"><nav class="main-navigation"><ul>{_MENU}</ul></nav></header>'
        f'<main id="primary"><article class="post type-post"><header class="entry-header"><h1 class="entry-title">'
        f'{TITLE}</h1><div class="entry-meta">By <a href="/kari">Kari Moe</a></div></header>'
        f'<div class="entry-content">{_p()}<div class="sharedaddy sd-sharing"><h3>Share this:</h3><ul>'
        f'<li><a href="#">Twitter</a></li></ul></div></div></article>'
        f'<nav class="post-navigation"><a href="/a">Previous post</a></nav><div id="comments" class="comments-area">'
        f'<h2>4 thoughts</h2><ol class="comment-list">'
        + "".join(f'<li class="comment"><article class="comment-body"><p>{c}</p></article></li>' for c in _COMMENTS)
        + '</ol></div></main><aside class="widget-area"><h2>Recent posts</h2><ul>'
        + _teasers("<li><a href='#'>{title}</a><p>{text}</p></li>")
        + '</ul></aside><footer class="site-footer">Proudly powered by a blog engine</footer>',
        '<meta property="article:published_time" content="2020-02-07T10:00:00Z">',
    ),
    "drupal government": _page(
        f'<div class="dialog-off-canvas-main-canvas"><div class="layout-container"><header role="banner"><nav '
        f'role="navigation"><ul class="menu">{_MENU}</ul></nav></header><main role="main"><div class="region '
        f'region-content"><article class="node node--type-press-release"><h1><span class="field field--name-title">'
        f'{TITLE}</span></h1><div class="node__content"><div class="field field--name-field-date"><time '
        f'datetime="2020-02-07">7 February 2020</time></div><div class="clearfix text-formatted field '
        f'field--name-body">{_p()}</div></div></article></div><div class="region region-sidebar"><h2>Related '
        f"content</h2>{_teasers('<div class=views-row><h3><a href=#>{title}</a></h3><p>{text}</p></div>')}</div></main>"
        f'<footer role="contentinfo"><p>The ministry answers letters within four weeks of the day they came in.</p>'
        f"</footer></div></div>",
        '<meta name="dcterms.created" content="2020-02-07">',
    ),
    "wire service": _page(
        f'<div id="root"><div class="cookie-consent" role="dialog">{_p(_COOKIES)}<button>Accept all</button></div>'
        f'<div class="Page-header"><nav><ul>{_MENU}</ul></nav></div><div class="Page-content"><h1>{TITLE}</h1>'
        f'<bsp-story-page><div class="RichTextStoryBody RichTextBody">{_p(PARAGRAPHS[:3])}<div class="Advertisement">'
        f'Advertisement</div><div class="HTMLModuleEnhancement"><a href="/r">Read more: The long history of river '
        f'treaties</a></div>{_p(PARAGRAPHS[3:])}</div></bsp-story-page></div><div class="Page-below"><h2>Most read'
        f"</h2>{_teasers('<div class=PagePromo><a href=#><h3>{title}</h3></a><p>{text}</p></div>')}</div></div>",
        _LD,
    ),
    "broadcaster": _page(
        f'<div hidden class="modal"><h2>Sign in</h2><p>Sign in to follow the topics that you would like to read '
        f'more of here.</p></div><div class="layout"><div class="layout__main"><h1>{TITLE}</h1>'
        f'<div data-component="text-block">{"".join(f"<div><p>{text}</p></div>" for text in PARAGRAPHS)}</div></div>'
        f'<div class="layout__extra"><h2>More on this story</h2><ul>'
        f"{_teasers('<li><a href=#>{title}</a><span>{text}</span></li>')}</ul></div></div><noscript><p>Please switch "
        f"on scripts in your browser to watch the films on this page of ours.</p></noscript>",
        _LD,
    ),
    "tables and fonts": _page(
        f'<table width="100%"><tr><td width="150"><font size="2"><a href="/">Home</a><br><a href="/world">World</a>'
        f'<br><a href="/sport">Sport</a></font></td><td><h1>{TITLE}</h1><font face="Arial">'
        f"{'<br><br>'.join(PARAGRAPHS)}</font></td></tr></table><center><font size='1'>Copyright 2003 Example</font>"
        f"</center>"
    ),
    "amp": _page(
        f'<amp-sidebar id="side"><ul>{_MENU}</ul></amp-sidebar><article class="amp-wp-article"><header><h1>{TITLE}'
        f'</h1></header><div class="amp-wp-article-content">{_p()}</div></article><amp-consent><div '
        f'class="consent">{_p(_COOKIES)}</div></amp-consent>',
        _LD,
    ),
    "component soup": _page(
        f'<div id="app"><app-header><nav><ul>{_MENU}</ul></nav></app-header><app-article><section><h1>{TITLE}</h1>'
        f"{''.join(f'<app-paragraph><p><span>{text}</span></p></app-paragraph>' for text in PARAGRAPHS)}"
        f'</section></app-article><app-related class="related">'
        f"{_teasers('<app-card><a href=#>{title}</a><p>{text}</p></app-card>')}</app-related></div>"
    ),
    "transcript": _page(
        f'<nav><ul>{_MENU}</ul></nav><main><h1>{TITLE}</h1><div class="body">{_p()}</div><h2>Latest</h2><div '
        f'class="grid">{_teasers("<div class=card><h3><a href=#>{title}</a></h3><p>{text}</p></div>")}</div></main>'
        f'<div class="login-box"><p>By signing up you agree to our terms and to what we do with your data.</p></div>'
    ),
}
"""Pages by the kind of layout; each holds the article once, whole."""
