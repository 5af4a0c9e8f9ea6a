"""The logo: any PNG or JPEG made an opaque picture of print size.

The one trick: transparency is laid on white and the size is bounded (300 dpi of the room it gets), once
per logo and process; every document then copies the same small JPEG, which keeps PDF/A simple and a page
light.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from chalicelib.kernel.errors import Refused

ROOM = (190.0, 54.0)
_PIXELS_PER_POINT = 300 / 72
_MOST_PIXELS = 25_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """JPEG bytes and the size they are printed at, in points."""

    jpeg: bytes
    width: float
    height: float


@lru_cache(maxsize=32)
def picture(data: bytes) -> Picture:
    """The logo as it is printed, at most 190 x 54 points.

    Raises Refused("render.logo.unreadable") or Refused("render.logo.too_large"): call it when a logo is
    uploaded.
    """
    return fitted(data, ROOM)


@lru_cache(maxsize=32)
def fitted(data: bytes, room: tuple[float, float]) -> Picture:
    """Any picture, as large as the room allows. Raises Refused like `picture`."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise Refused(
                    "render.logo.too_large",
                    "Ce logo a plus de 25 millions de pixels. Réduisez l'image puis envoyez-la de nouveau.",
                )
            opened.load()
            image = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused(
            "render.logo.unreadable",
            "Ce logo ne peut pas être lu. Envoyez une image PNG ou JPEG qui s'ouvre sur votre poste.",
        ) from error
    flat = Image.new("RGB", image.size, (255, 255, 255))
    flat.paste(image, mask=image.getchannel("A"))
    scale = min(room[0] / flat.width, room[1] / flat.height)
    width, height = flat.width * scale, flat.height * scale
    most = (round(width * _PIXELS_PER_POINT), round(height * _PIXELS_PER_POINT))
    if flat.width > most[0]:
        flat = flat.resize((max(1, most[0]), max(1, most[1])), Image.Resampling.LANCZOS)
    out = BytesIO()
    flat.save(out, "JPEG", quality=92, subsampling=0)
    return Picture(out.getvalue(), width, height)
