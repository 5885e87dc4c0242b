"""A core of somebody's own by its name, as ``--core`` is given it: loaded once a process, and tried before it reads."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from communique.errors import CoreMissing, CoreUnfit
from communique.language.cores import Core, Shipped
from communique.language.pipelines import spacy_core, stanza_core
from communique.text import Segment, SegmentKind, TextLayer

__all__ = ["Cores", "core_named"]

_FORMS = "Give spacy:NAME, spacy:FOLDER, stanza:LANGUAGE, or MODULE:FUNCTION"
_TRIAL = "2018 2019."
"""What a core is tried on: a text of every language."""
_NEEDED = "tokenize,mwt,pos,lemma,depparse,ner"
_ENGLISH = "en"


@cache
def core_named(name: str) -> Core:
    """Return the core of a name: ``spacy:NAME`` or ``spacy:FOLDER``, ``stanza:LANGUAGE``, or ``MODULE:FUNCTION``.

    The function takes nothing and returns a spaCy or a Stanza pipeline or a core; its module lies in the working folder
    or wherever Python finds it.

    Raises:
        CoreMissing: if there is none of the name, or the package that it needs is not installed.
        CoreUnfit: if it does not give what reading needs.
    """
    kind, _, rest = name.partition(":")
    if not kind or not rest:
        raise CoreMissing(name, "this names no language core", _FORMS)
    try:
        made = _MAKERS[kind](name, rest) if kind in _MAKERS else _of_function(name, kind, rest)
        core = _core(name, made)
        core.read(TextLayer(_TRIAL, (Segment(0, len(_TRIAL), SegmentKind.BODY),)))
    except CoreMissing:
        raise
    except CoreUnfit as error:
        raise CoreUnfit(name, error.problem, error.remedy) from error
    except Exception as error:
        problem = f"it fails on the text {_TRIAL!r} with {type(error).__name__}: {error}"
        raise CoreUnfit(name, problem, "Mend the pipeline: call it on this text by itself") from error
    return core


@dataclass(frozen=True, slots=True)
class Cores:
    """Which reports are read, and by which core: a language has one, the shipped one where none is named for it.

    Attributes:
        named: cores by their names (:func:`core_named`), each for the languages that it reads.
        only: languages; where any are given, reports in others are not read.
    """

    named: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def check(self) -> None:
        """Look whether each can be used.

        Raises:
            CoreMissing, CoreUnfit: if one cannot, or two read one language.
        """
        by_language = dict[str, str]()
        for name in self.named:
            for language in sorted(core_named(name).languages):
                if by_language.setdefault(language, name) != name:
                    problem = f"it reads {language!r}, and so does {by_language[language]}"
                    raise CoreUnfit(name, problem, "Name one core for each language")

    def of(self, language: str | None) -> Core:
        """Return the core that reads reports in a language; in one that nobody has told, it is the one of English."""
        found = (core for core in map(core_named, self.named) if (language or _ENGLISH) in core.languages)
        return next(found, _SHIPPED)

    def wants(self, language: str | None) -> bool:
        """Return whether reports in a language are read."""
        return not self.only or (language or _ENGLISH) in self.only

    @property
    def own(self) -> dict[str, Core]:
        """Return the named cores by the languages that they read."""
        return {language: core for core in map(core_named, self.named) for language in core.languages}


_SHIPPED = Shipped()


def _core(name: str, made: Any) -> Core:
    """Return the core that something is, or that a pipeline is made.

    Raises:
        CoreUnfit: if it is none, or reads no language.
    """
    if hasattr(made, "read") and hasattr(made, "languages"):
        core: Core = made
    elif hasattr(made, "pipe_names"):
        core = spacy_core(made)
    elif hasattr(made, "processors"):
        core = stanza_core(made)
    else:
        problem = f"a value of type {type(made).__name__} is neither a pipeline of spaCy or Stanza nor a core"
        raise CoreUnfit(name, problem, "Return one of these from the function")
    if not core.languages - {"", "xx", "multilingual"}:
        remedy = "Name a function that returns spacy_core(nlp, languages=...) of communique.language.pipelines"
        raise CoreUnfit(name, "it does not say which language it reads", remedy)
    return core


def _spacy(name: str, model: str) -> Any:
    spacy = _package(name, "spacy", "spacy", f"{sys.executable} -m pip install spacy")
    try:
        return spacy.load(model)
    except OSError as error:
        remedy = f"Check the name, or install it: python -m spacy download {model}"
        raise CoreMissing(name, f"spaCy finds no pipeline {model!r}, neither a package nor a folder", remedy) from error
    except (ImportError, ValueError) as error:
        raise _broken(name, error) from error


def _stanza(name: str, language: str) -> Any:
    stanza = _package(name, "stanza", "stanza", f"{sys.executable} -m pip install stanza")
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)  # so that sums are made in one order
    try:
        return stanza.Pipeline(language, processors=_NEEDED, use_gpu=False, verbose=False, download_method=None)
    except OSError as error:
        remedy = f"Download it: python -c \"import stanza; stanza.download('{language}')\""
        raise CoreMissing(name, f"Stanza has no models of {language!r} here", remedy) from error
    except Exception as error:  # of what a language lacks, Stanza raises bare exceptions
        raise _broken(name, error) from error


_MAKERS = {"spacy": _spacy, "stanza": _stanza}


def _of_function(name: str, module: str, function: str) -> Any:
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    made = getattr(_package(name, module, module.partition(".")[0], None), function, None)
    if not callable(made):
        raise CoreMissing(name, f"there is no function {function!r} in the module {module}", _FORMS)
    try:
        return made()
    except (CoreMissing, CoreUnfit):
        raise
    except Exception as error:
        raise _broken(name, error) from error


def _package(name: str, module: str, top: str, install: str | None) -> Any:
    """Return a module, imported.

    Raises:
        CoreMissing: if it is not there.
        CoreUnfit: if it cannot be imported.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name not in _above(module):
            raise _broken(name, error) from error
        remedy = f"Install it: {install}" if install else f"{_FORMS}; run it where the module lies"
        raise CoreMissing(name, f"the Python of this command has no package {top!r}", remedy) from error
    except Exception as error:
        raise _broken(name, error) from error


def _above(module: str) -> set[str]:
    parts = module.split(".")
    return {".".join(parts[:k]) for k in range(1, len(parts) + 1)}


def _broken(name: str, error: Exception) -> CoreUnfit:
    problem = f"it cannot be loaded ({type(error).__name__}: {' '.join(str(error).split())[:300]})"
    return CoreUnfit(name, problem, "Mend the pipeline: load it by itself, in Python")
