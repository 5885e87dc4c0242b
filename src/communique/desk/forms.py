"""What a form sends, read whole: a text in it may be as long as all that may be sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request

from communique.desk.state import desk_of


async def sent(request: Request) -> FormData:
    """Return what a form sent."""
    return await request.form(max_files=1, max_fields=200, max_part_size=desk_of(request).settings.body)


Sent = Annotated[FormData, Depends(sent)]
"""What a form sent, as the parameter of a page."""
