"""Refusals on the wire: RFC 9457 problem+json, from whatever went wrong.

The one trick: one function decides for every error; what we did not foresee becomes a 500 that tells nothing but a
reference, and the log holds where it came from (never its message, which may quote a person's data).
"""

from __future__ import annotations

import json
import traceback
from typing import Any

from chalice.app import Response
from pydantic import ValidationError
from pynamodb.exceptions import PynamoDBException

from chalicelib.aws.log import logger
from chalicelib.kernel.errors import CaveauError, FieldError, Refused, TooMany, Unavailable

MEDIA = "application/problem+json"
WORDS = {
    "missing": "Ce champ est obligatoire.",
    "extra_forbidden": "Ce champ est inconnu.",
    "string_too_short": "Ce texte est trop court.",
    "string_too_long": "Ce texte est trop long.",
    "string_type": "Un texte est attendu.",
    "int_parsing": "Un nombre entier est attendu.",
    "int_type": "Un nombre entier est attendu.",
    "decimal_parsing": "Un nombre est attendu.",
    "decimal_type": "Un nombre est attendu.",
    "greater_than": "Cette valeur est trop petite.",
    "greater_than_equal": "Cette valeur est trop petite.",
    "less_than": "Cette valeur est trop grande.",
    "less_than_equal": "Cette valeur est trop grande.",
    "decimal_max_places": "Trop de décimales.",
    "literal_error": "Cette valeur ne fait pas partie des choix possibles.",
    "date_from_datetime_parsing": "Une date est attendue (AAAA-MM-JJ).",
    "date_parsing": "Une date est attendue (AAAA-MM-JJ).",
    "too_long": "Trop d'éléments.",
    "too_short": "Pas assez d'éléments.",
}


def problem(error: Exception, request_id: str) -> Response:
    """The answer for any error."""
    refusal = domain(error)
    if refusal is None:
        logger.error("unforeseen", extra=trace(error))
        refusal = CaveauError(
            "internal", f"Une erreur inattendue est survenue. Rien n'a été enregistré. Référence : {request_id}"
        )
    body = {
        "type": f"urn:caveau:problem:{refusal.code}",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
        "instance": request_id,
        "errors": [vars(error) for error in refusal.errors],
        **{key: value for key, value in refusal.data.items() if value is not None},
    }
    headers = {"Content-Type": MEDIA, "Cache-Control": "no-store", "X-Request-Id": request_id}
    if isinstance(refusal, TooMany | Unavailable):
        headers["Retry-After"] = str(refusal.retry_after)
    return Response(json.dumps(body, ensure_ascii=False, default=str), headers, refusal.status)


def domain(error: Exception) -> CaveauError | None:
    """The refusal that an error stands for, or None when nobody foresaw it."""
    if isinstance(error, CaveauError):
        return error
    if isinstance(error, PynamoDBException):
        logger.error("database", extra=trace(error))
        return Unavailable("database.unavailable", "La base de données ne répond pas. Réessayez dans un instant.")
    return None


def trace(error: Exception) -> dict[str, Any]:
    """Where an error came from, without its message: a message may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    return {"error": type(error).__name__, "where": [f"{one.filename}:{one.lineno} {one.name}" for one in frames]}


def invalid(error: ValidationError) -> Refused:
    """A refusal naming every field that pydantic refused."""
    return Refused.many([_field(found) for found in error.errors(include_url=False, include_input=False)])


def _field(found: Any) -> FieldError:
    path = ".".join(str(part) for part in found["loc"])
    kind = str(found["type"])
    detail = WORDS.get(kind) or str(found.get("ctx", {}).get("error", "")) or "Cette valeur est refusée."
    return FieldError(path, f"schema.{kind}", detail)
