"""Status: deed, plan, possibility or refusal, from the grammar around the word that tells of an engagement."""

from communique.reading.status.judge import Judge

__all__ = ["Judge"]
