"""What the headers of an answer say, whoever kept it: a server, or a web archive."""

from __future__ import annotations

from email.message import Message


def media_type(header: str | None) -> tuple[str, str | None]:
    """Return the media type that a ``Content-Type`` gives, in lower case, and the encoding of its characters.

    >>> media_type("text/html; charset=ISO-8859-2")
    ('text/html', 'ISO-8859-2')
    """
    value = " ".join((header or "").split())
    if not value:
        return "", None
    message = Message()
    message["content-type"] = value
    charset = message.get_param("charset")
    return message.get_content_type(), charset if isinstance(charset, str) and charset.isascii() else None
