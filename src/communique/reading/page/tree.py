"""The dependency tree of a report as plain lists: fast to walk, in Universal Dependencies' terms.

Relations keep their subtypes (``nsubj:pass``). Indices are token indices of the ``Doc``.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique import wordlists
from communique.language.doc import Doc

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass")
_ASKING = wordlists.words("engagements", "asking")
_SUBJECT_CONTROL = wordlists.words("engagements", "subject_control")


class Tree:
    """Words, tags and edges of a ``Doc``."""

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self.words: list[str] = list(doc.words)
        self.low: list[str] = [w.lower() for w in self.words]
        self.lemmas: list[str] = [lemma.lower() for lemma in doc.lemmas]
        self.pos: list[str] = list(doc.pos)
        self.deps: list[str] = list(doc.deps)
        self._plain: list[str] = [dep.split(":")[0] for dep in doc.deps]
        self.heads: list[int] = list(doc.heads)
        self.idx: list[int] = list(doc.idx)
        self.feats: list[str] = list(doc.feats)
        self.sentence = [0] * len(doc)
        self.bounds: list[tuple[int, int]] = []
        for number, sent in enumerate(doc.sents):
            self.bounds.append((sent.start, sent.end))
            for i in range(sent.start, sent.end):
                self.sentence[i] = number
        self.kids: list[list[int]] = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head != i and self.pos[i] != "SPACE":
                self.kids[head].append(i)

    def end(self, i: int) -> int:
        """Return the character offset after token ``i``."""
        return self.idx[i] + len(self.words[i])

    def by(self, i: int, *relations: str) -> list[int]:
        """Return the dependents of ``i`` in one of ``relations``; a bare name takes its subtypes too."""
        return [k for k in self.kids[i] if self.deps[k] in relations or self._plain[k] in relations]

    def case(self, i: int) -> str:
        """Return the preposition of a phrase ("with", "as well as"), lower-cased; empty where there is none."""
        for k in self.kids[i]:
            if self.deps[k] == "case" or (self.deps[k] == "cc" and self.deps[i] != "conj"):
                fixed = [self.low[f] for f in self.kids[k] if self.deps[f] == "fixed"]
                return " ".join([self.low[k], *fixed])
        return ""

    def cases(self, i: int) -> list[str]:
        """Return all prepositions of a phrase."""
        return [self.low[k] for k in self.kids[i] if self.deps[k] == "case"]

    def marks(self, i: int) -> list[str]:
        """Return the subordinators of a clause ("if", "that", "after")."""
        return [self.low[k] for k in self.kids[i] if self.deps[k] in ("mark", "advmod") and self._marks(k)]

    def _marks(self, k: int) -> bool:
        return self.deps[k] == "mark" or self.low[k] in ("when", "how", "where", "why", "whenever")

    def conjuncts(self, i: int) -> list[int]:
        """Return ``i`` and what is coordinated with it, in order."""
        out = [i]
        for k in self.kids[i]:
            if self.deps[k] == "conj":
                out += self.conjuncts(k)
        return out

    def first_conjunct(self, i: int) -> int:
        """Return the first member of the coordination ``i`` stands in."""
        while self.deps[i] == "conj":
            i = self.heads[i]
        return i

    def subtree(self, i: int) -> Iterator[int]:
        """Yield ``i`` and everything below it."""
        stack = [i]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(self.kids[node])

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above ``i``, nearest first."""
        while self.heads[i] != i:
            i = self.heads[i]
            yield i

    def is_verb(self, i: int) -> bool:
        """True for a verb or an auxiliary used as one."""
        return self.pos[i] in ("VERB", "AUX")

    def is_passive(self, i: int) -> bool:
        """True for a passive clause or a bare past participle that modifies a noun or a clause."""
        if any(self.deps[k] in ("aux:pass", "nsubj:pass", "csubj:pass") for k in self.kids[i]):
            return True
        bare = not any(self.deps[k] in ("aux", "obj") for k in self.kids[i])
        if any(self.deps[k] == "nsubj" or (self.deps[k] == "aux" and self.lemmas[k] == "have") for k in self.kids[i]):
            return False
        past = "VerbForm=Part" in self.feats[i] and "Tense=Past" in self.feats[i]
        return past and (self.deps[i] == "acl" or (self.deps[i] == "advcl" and bare))

    def antecedent(self, i: int) -> int:
        """Return what a relative pronoun stands for; ``i`` itself where it is none."""
        if self.low[i] not in ("who", "which", "that", "whom", "whose"):
            return i
        for up in self.ancestors(i):
            if self.deps[up] in ("acl:relcl", "acl"):
                return self.heads[up]
        return i

    def subject(self, i: int, depth: int = 0) -> int | None:
        """Return the grammatical subject of a clause, shared and controlled ones too; ``None`` where unknown."""
        own = [k for k in self.kids[i] if self.deps[k] in _SUBJECTS]
        if own:
            return self.antecedent(own[0])
        if depth > 6:
            return None
        dep, head = self.deps[i], self.heads[i]
        if dep == "conj" and (self.is_verb(head) or self.pos[head] in ("ADJ", "NOUN")):
            return self.subject(head, depth + 1)
        if dep in ("xcomp", "advcl", "ccomp", "parataxis") and head != i:
            return self._controller(i, head, dep, depth)
        if dep == "acl:relcl":
            relative = any(self.low[k] in ("who", "which", "that") for k in self.kids[i])
            return None if relative else self.heads[i] if not self.by(i, "nsubj") else None
        if dep == "acl":
            return self._acl_subject(i, head, depth)
        return self._opening(i) if dep == "root" else None

    def _opening(self, i: int) -> int | None:
        """The name that opens a sentence, where the tree hangs it on a word after the verb instead."""
        first = next(
            (k for k in range(*self.bounds[self.sentence[i]]) if self.pos[k] not in ("PUNCT", "SPACE", "DET")), i
        )
        astray = first < i < self.heads[first] and self.deps[first] in ("appos", "dep", "parataxis", "obl:unmarked")
        return first if astray and self.pos[first] == "PROPN" else None

    def _controller(self, i: int, head: int, dep: str, depth: int) -> int | None:
        """Who does what an infinitive or participle under ``head`` says."""
        nouns = [k for k in self.by(head, "obj") if self.lemmas[k] in _ASKING and k < i]
        if nouns:
            asked = [k for k in self.by(head, "obl") if self.case(k) == "to" and nouns[0] < k < i]
            return asked[0] if asked else self._acl_subject(i, nouns[0], depth)
        if dep == "xcomp":
            objects = self.by(head, "obj", "iobj")
            if objects and self.lemmas[head] not in _SUBJECT_CONTROL:
                return self.antecedent(objects[0])
            on = [k for k in self.by(head, "obl") if self.case(k) in ("on", "for", "to") and self.pos[k] != "NUM"]
            if on and self.lemmas[head] in ("call", "appeal", "wait"):
                return on[0]
        if self.pos[head] == "PROPN" and dep == "xcomp":
            return self.first_conjunct(head)
        if dep == "ccomp" and "VerbForm=Inf" not in self.feats[i] and "VerbForm=Ger" not in self.feats[i]:
            return None
        return self.subject(head, depth + 1)

    def _acl_subject(self, i: int, head: int, depth: int) -> int | None:
        asked = [k for k in self.by(head, "nmod", "obl") if self.case(k) in ("to", "for") and k < i]
        if asked and self.lemmas[head] in _ASKING:
            return asked[0]
        if "VerbForm=Inf" in self.feats[i] or ("VerbForm=Ger" in self.feats[i] and self.case(i)):
            if self.pos[head] == "PROPN":
                return self.first_conjunct(head)
            poss = self.by(head, "nmod:poss")
            if poss:
                return poss[0]
            if self.by(head, "cop") and (who := self.by(head, "nsubj")):
                return self.antecedent(who[0])
            up = self.heads[head]
            return self.subject(up, depth + 1) if up != head and self.is_verb(up) else None
        return head

    def agent(self, i: int) -> int | None:
        """Return the by-phrase of a passive."""
        for k in self.kids[i]:
            if self.deps[k].split(":")[0] == "obl" and self.case(k) == "by" and self.deps[k] != "obl:unmarked":
                return k
        return None
