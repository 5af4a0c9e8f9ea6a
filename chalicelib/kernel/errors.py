"""What can go wrong, in the trade's words.

Nouns: a `CaveauError` names a rule (`code`, stable and dotted), says it in French (`detail`: the cause, then the
remedy) and may point at a field. The one trick: the HTTP status is a property of the class, so one table-free
function in `aws/http.py` turns any of them into an RFC 9457 problem.

Expected outcomes (an import line, a DRM control, a shortage) are returned as data, never raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class FieldError:
    """One refused field: `field` is a dotted path ("lines.2.quantity"), `rule` a stable code."""

    field: str
    rule: str
    detail: str


class CaveauError(Exception):
    """A refusal. `code` is stable ("sales.order.no_lines"), `detail` a French sentence: cause, then remedy."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Erreur interne"

    def __init__(self, code: str, detail: str = "", field: str | None = None, **data: Any) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.data = data
        self.errors: list[FieldError] = [FieldError(field, code, detail)] if field else []


class Refused(CaveauError):
    """The content breaks a rule of the business."""

    status = 422
    title = "Donnée refusée"

    @classmethod
    def many(cls, errors: list[FieldError]) -> Refused:
        """One refusal for several fields (never empty)."""
        refusal = cls(errors[0].rule, errors[0].detail)
        refusal.errors = list(errors)
        return refusal


class Malformed(CaveauError):
    """Not even readable: no field can be named."""

    status = 400
    title = "Demande illisible"


class NotFound(CaveauError):
    status = 404
    title = "Introuvable"


class Conflict(CaveauError):
    """The present state forbids it (a duplicate, a record in use, an issued document)."""

    status = 409
    title = "Impossible dans l'état actuel"


class IllegalTransition(Conflict):
    """A change of state that the life cycle does not allow; `allowed` lists those it does."""

    title = "Changement d'état impossible"

    def __init__(self, code: str, detail: str = "", *, allowed: list[str]) -> None:
        super().__init__(code, detail, allowed=allowed)


class StaleVersion(CaveauError):
    """Someone saved in between: `current` is the version now stored."""

    status = 412
    title = "Modifié entre-temps"


class Forbidden(CaveauError):
    status = 403
    title = "Droit manquant"


class Unauthenticated(CaveauError):
    status = 401
    title = "Connexion requise"


class TooLarge(CaveauError):
    status = 413
    title = "Fichier trop volumineux"


class WrongType(CaveauError):
    status = 415
    title = "Type de contenu refusé"


class TooMany(CaveauError):
    """Beyond a limit; `retry_after` in seconds."""

    status = 429
    title = "Trop de demandes"

    def __init__(self, code: str, detail: str = "", *, retry_after: int) -> None:
        super().__init__(code, detail, retry_after=retry_after)
        self.retry_after = retry_after


class Unavailable(CaveauError):
    """A part we depend on did not answer; nothing was written."""

    status = 503
    title = "Momentanément indisponible"

    def __init__(self, code: str, detail: str = "", *, retry_after: int = 2) -> None:
        super().__init__(code, detail, retry_after=retry_after)
        self.retry_after = retry_after


def require_transition(pairs: set[tuple[str, str]], state: str, to: str, code: str) -> None:
    """Raise IllegalTransition unless (state, to) is one of the life cycle's pairs."""
    if (state, to) in pairs:
        return
    allowed = sorted(target for source, target in pairs if source == state)
    hint = f"Possible : {', '.join(allowed)}." if allowed else "Cet état est définitif."
    raise IllegalTransition(code, f"Passage de « {state} » à « {to} » impossible. {hint}", allowed=allowed)
