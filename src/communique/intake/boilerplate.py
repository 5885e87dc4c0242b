"""The words of what pages carry around a report: comment notices, share bars, rights lines.

Each pattern is matched against a whole paragraph, its white space collapsed.
"""

from __future__ import annotations

from communique.intake.phrases import whole

_NETWORK = (
    r"(?:twitter|facebook|x|instagram|linkedin|telegram|whatsapp|youtube|social media|bluesky"
    r"|threads)"
)
_LISTING = (
    r"(?:related|recommended|trending|most (?:read|popular|viewed)|top stories|up next|don['’]t miss"
    r"|editors?['’]?s? picks?|see also|you (?:may|might) (?:also )?(?:like|be interested in)"
    r"|what to read next"
    r"|more on this(?: story)?|also on [\w .]{2,30}|(?:more|related|recommended) (?:stories|articles"
    r"|news|coverage|reading|topics|links|content)"
    r"|(?:read|see) (?:more|also|next)|also read)"
)
_COMMENTS = (
    r"please let us know if .{0,80}comment.{0,20}",
    r"(?:(?:view|see|read|show|leave|post|add|join|hide|load|sort)\b)?"
    r"(?: (?:all|the|an?|your))?(?: ?\d+)? ?"
    r"(?:comments?|conversation|replies)(?: \(?\d+\)?| section| here| now| below)?[.:!]?",
    r"comments? (?:are|is) (?:closed|moderated|disabled|off)\b.{0,80}",
    r"to comment, .{0,60}|you must be (?:logged|signed) in\b.{0,60}",
)
_ADVERTS = (
    r"(?:\[?(?:"
    r"advertisement|advertising|sponsored(?: content)?|promoted(?: stories)?|paid content)\]?[.: -]*)+",
    r"(?:story|article|content|post) continues (?:below|after)\b.{0,60}",
    r"(?:scroll|continue) (?:down|reading|below|to continue)\b.{0,60}",
)
_MEMBERS = (
    r"sign up (?:for|to|here|now|today|and)\b.{0,240}|\(?subscribe\b.{0,240}|already a subscriber\b.{0,60}",
    r"log ?in(?: to\b.{0,40})?|sign in(?: to\b.{0,40})?|register(?: now)?",
    r"(?:get|receive) (?:our|the|all|breaking|more|daily|free)\b.{0,120}"
    r"(?:newsletter|inbox|e-?mail|alerts?|\bapp\b|updates).{0,80}",
    r"(?:enter|submit) your e-?mail\b.{0,160}|download (?:our|the) .{0,60}\bapp\b.{0,80}",
    r"support (?:our|independent|quality) journalism\b.{0,160}",
)
_POINTERS = (
    rf"{_LISTING}(?:[:|–—-] ?.{{0,160}}| (?:on|from|in|about)\b[^.!?]{{0,80}}|)[:.]?",
    r"(?:read|see|learn|find out|watch|hear|view|discover)(?: the)? more\b[^.!?]{0,160}[.:]?",
    r"read (?:the )?(?:full|rest of|original|entire)\b.{0,160}",
    r"(?:watch|listen(?: to)?|see|read|hear|view)\b.{0,100}\b(?:below|here|above)[:.]?",
    r"(?:click|tap) (?:here|to|on)\b.{0,160}|more (?:from|on|about) [^.!?]{2,60}|tags?:.{0,200}"
    r"|topics:.{0,200}",
    r"filed under\b.{0,160}",
)
_SHARING = (
    r"(?:(?:share|tweet|e-?mail|print|save|like|pin|copy|link|facebook|twitter|x|whatsapp|linkedin|reddit"
    r"|telegram|messenger|flipboard|pinterest|send|bookmark|listen|gift|instagram|youtube|tiktok|this|article"
    r"|story|on|via|the|page|\d+|shares?)\b[|/,·•+&:.!\s]*)+",
    rf"(?:please )?(?:follow|like|find|join|contact|reach|e-?mail|connect with)\b.{{0,90}}"
    rf"(?:\bon {_NETWORK}\b|@\w+|\bchannel\b).{{0,140}}",
    r"(?:twitter: ?)?@\w{2,20}\.?|(?:https?://|www\.)\S+|(?:e-?mail:? )?\S+@\S+\.\w{2,6}",
    r"(?:do|would|did|have) you\b.{0,60}\b(?:like (?:the|our|this) page|share this|tell us)\b.{0,40}",
)
_RIGHTS = (
    r"(?:copyright\b|\(c\)|©).{0,240}|.{0,160}\ball rights reserved\b.{0,200}",
    r"this (?:material|content|article) may not be .{0,200}",
    r"(?:we|this (?:site|website)|our (?:site|partners)) uses? cookies\b.{0,400}",
    r"(?:accept|manage|reject)(?: all)? cookies\b.{0,60}",
    r"(?:terms of (?:use|service)|privacy policy|cookie policy)\b.{0,160}",
)
_NOTES = (
    r"this (?:story|article|post|report) (?:has been|was) "
    r"(?:updated|corrected|amended|republished|(?:first|originally)"
    r" (?:published|posted|written))\b.{0,300}",
    r"this is a (?:developing|breaking) (?:news )?story\b.{0,160}",
    r"(?:correction|clarification|editor['’]?s['’]? note|note to (?:editors|readers)):.{0,600}",
    r"(?:our standards: "
    r"|the (?:views|opinions) expressed|opinions expressed|the writer is|about the author).{0,300}",
    r"\(?h/t:? .{2,40}\)?|(?:via|hat tip):? [\w .]{2,30}",
)
_FURNITURE = (
    r"(?:do|did|have|are) you\b[^?]{0,90}\? (?:contact|write|tell|let|e-?mail|send|get in touch"
    r"|share)\b.{0,80}",
    r"(?:send|submit) (?:us )?(?:a |an |your )?(?:letter|tips?|comments?|feedback|corrections?)\b.{0,80}",
    r"(?:disclaimer|also in the news|in other news): .{0,200}|our journalism (?:is|depends)\b.{0,160}",
    r"a version of this (?:article|story) .{0,160}|edited for (?:length|clarity)\b.{0,40}",
    r"listen to this (?:article|story)\b.{0,40}|follow us\b.{0,80}|\(?end\)?",
    r"(?:[\w’'&-]+(?: [\w’'&-]+){0,3})(?: ?[|•·»] ?(?:[\w’'&-]+(?: [\w’'&-]+){0,3}))+[|•·»]?",
    r"(?:we['’]d|we would) (?:like|love) to hear from you\b.{0,120}",
    r"(?:tell us|have your say|write to (?:us|the editor))\b.{0,120}",
    r"(?:ends?|endit|more|-?30-?|#+|abstract|full text|body|highlight|graphic|headline|menu|search|home|next"
    r"|skip to (?:main )?content|back to top|previous|image|photos?|gallery|slideshow|loading|close|open|play"
    r"|pause|mute|transcript)[.:…]*",
    r"[.#@][\w., #:>-]*\{.*|[\w-]+:\s?[^.]{1,60};|<[^>]{1,400}>\.?",
)

BOILERPLATE = whole(*_COMMENTS, *_ADVERTS, *_MEMBERS, *_POINTERS, *_SHARING, *_RIGHTS, *_NOTES, *_FURNITURE)
"""What pages carry around a report."""

RELATED = whole(rf"{_LISTING}.{{0,60}}")
"""A heading after which the headlines of other reports follow."""
