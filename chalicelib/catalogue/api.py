"""Routes of the catalogue."""

from __future__ import annotations

from typing import Literal

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.catalogue import index, service
from chalicelib.catalogue.schemas import (
    CapsuleIn,
    CapsuleOut,
    CapsulesOut,
    FamiliesOut,
    FamilyIn,
    FamilyOut,
    PackagingIn,
    PackagingOut,
    PackagingsOut,
    ProductIn,
    ProductOut,
    ProductRow,
    RangeIn,
    RangeOut,
    RangesOut,
    TaggedOut,
    TaggingIn,
    TagIn,
    TagOut,
    TagsOut,
    VariantIn,
    VariantOut,
    VariantRow,
)
from chalicelib.catalogue.schemas.codes import CodeOut, CodesQuery, LoadedOut, LoadQuery
from chalicelib.catalogue.schemas.sheets import PictureQuery, SheetPaperQuery, TechSheetIn, TechSheetOut
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


class VariantsFileQuery(ListQuery):
    """The list of variants, as a file."""

    format: Literal["xlsx", "csv"] = "xlsx"


@endpoint("GET /{company}/families", scope="catalogue:read")
def list_families(call: Call) -> FamiliesOut:
    return service.list_families(call)


@endpoint("POST /{company}/families", scope="catalogue:write", status=201)
def create_family(call: Call, body: FamilyIn) -> FamilyOut:
    return service.create_family(call, body)


@endpoint("PUT /{company}/families/{id}", scope="catalogue:write")
def change_family(call: Call, id: str, body: FamilyIn) -> FamilyOut:
    return service.change_family(call, id, body)


@endpoint("DELETE /{company}/families/{id}", scope="catalogue:write")
def delete_family(call: Call, id: str) -> None:
    return service.delete_family(call, id)


@endpoint("GET /{company}/packagings", scope="catalogue:read")
def list_packagings(call: Call) -> PackagingsOut:
    return service.list_packagings(call)


@endpoint("POST /{company}/packagings", scope="catalogue:write", status=201)
def create_packaging(call: Call, body: PackagingIn) -> PackagingOut:
    return service.create_packaging(call, body)


@endpoint("PUT /{company}/packagings/{id}", scope="catalogue:write")
def change_packaging(call: Call, id: str, body: PackagingIn) -> PackagingOut:
    return service.change_packaging(call, id, body)


@endpoint("GET /{company}/ranges", scope="catalogue:read")
def list_ranges(call: Call) -> RangesOut:
    return service.list_ranges(call)


@endpoint("POST /{company}/ranges", scope="catalogue:write", status=201)
def create_range(call: Call, body: RangeIn) -> RangeOut:
    return service.create_range(call, body)


@endpoint("PUT /{company}/ranges/{id}", scope="catalogue:write")
def change_range(call: Call, id: str, body: RangeIn) -> RangeOut:
    return service.change_range(call, id, body)


@endpoint("GET /{company}/product-tags", scope="catalogue:read")
def list_tags(call: Call) -> TagsOut:
    return service.list_tags(call)


@endpoint("POST /{company}/product-tags", scope="catalogue:write")
def tag_products(call: Call, body: TaggingIn) -> TaggedOut:
    """Put tags on up to 50 products, and take others away."""
    return service.tag_products(call, body)


@endpoint("PUT /{company}/product-tags/{id}", scope="catalogue:write")
def change_tag(call: Call, id: str, body: TagIn) -> TagOut:
    return service.change_tag(call, id, body)


@endpoint("DELETE /{company}/product-tags/{id}", scope="catalogue:write")
def delete_tag(call: Call, id: str) -> None:
    return service.delete_tag(call, id)


@endpoint("GET /{company}/capsules", scope="catalogue:read")
def list_capsules(call: Call) -> CapsulesOut:
    return service.list_capsules(call)


@endpoint("POST /{company}/capsules", scope="catalogue:write", status=201)
def create_capsule(call: Call, body: CapsuleIn) -> CapsuleOut:
    return service.create_capsule(call, body)


@endpoint("PUT /{company}/capsules/{id}", scope="catalogue:write")
def change_capsule(call: Call, id: str, body: CapsuleIn) -> CapsuleOut:
    return service.change_capsule(call, id, body)


@endpoint("GET /{company}/products", scope="catalogue:read")
def list_products(call: Call, query: ListQuery) -> Page[ProductRow]:
    return lists.page(call, index.PRODUCTS, query, ProductRow)


@endpoint("POST /{company}/products", scope="catalogue:write", status=201)
def create_product(call: Call, body: ProductIn) -> ProductOut:
    return service.create_product(call, body)


@endpoint("GET /{company}/products/{id}", scope="catalogue:read")
def get_product(call: Call, id: str) -> ProductOut:
    return service.get_product(call, id)


@endpoint("PUT /{company}/products/{id}", scope="catalogue:write")
def change_product(call: Call, id: str, body: ProductIn) -> ProductOut:
    return service.change_product(call, id, body)


@endpoint("GET /{company}/variants", scope="catalogue:read")
def list_variants(call: Call, query: ListQuery) -> Page[VariantRow]:
    return service.list_variants(call, query)


@endpoint("POST /{company}/variants", scope="catalogue:write", status=201)
def create_variant(call: Call, body: VariantIn) -> VariantOut:
    return service.create_variant(call, body)


@endpoint("GET /{company}/variants/export", scope="catalogue:read")
def export_variants(call: Call, query: VariantsFileQuery) -> Download:
    columns = () if query.fields else index.IN_FILES
    return Download(*lists.export(call, index.VARIANTS, query, query.format, columns, call.actor.language))


@endpoint("GET /{company}/variants/{id}", scope="catalogue:read")
def get_variant(call: Call, id: str) -> VariantOut:
    return service.get_variant(call, id)


@endpoint("PUT /{company}/variants/{id}", scope="catalogue:write")
def change_variant(call: Call, id: str, body: VariantIn) -> VariantOut:
    return service.change_variant(call, id, body)


@endpoint("GET /{company}/products/{id}/sheets/{vintage}", scope="catalogue:read")
def get_sheet(call: Call, id: str, vintage: str) -> TechSheetOut:
    """The technical sheet of a vintage, empty when nobody wrote it."""
    return service.get_sheet(call, id, vintage)


@endpoint("PUT /{company}/products/{id}/sheets/{vintage}", scope="catalogue:write")
def put_sheet(call: Call, id: str, vintage: str, body: TechSheetIn) -> TechSheetOut:
    return service.put_sheet(call, id, vintage, body)


@endpoint("GET /{company}/products/{id}/sheets/{vintage}/pdf", scope="catalogue:read")
def get_sheet_pdf(call: Call, id: str, vintage: str, query: SheetPaperQuery) -> Download:
    content, name = service.sheet_pdf(call, id, vintage, query.lang)
    return Download(content, "application/pdf", name)


@endpoint("GET /{company}/products/{id}/sheets/{vintage}/picture", scope="catalogue:read")
def get_sheet_picture(call: Call, id: str, vintage: str, query: PictureQuery) -> Download:
    content, kind = service.sheet_picture(call, id, vintage, query.n)
    return Download(content, kind, f"image.{kind.removeprefix('image/')}")


@endpoint("GET /{company}/customs-codes", scope="catalogue:read")
def search_codes(call: Call, query: CodesQuery) -> Page[CodeOut]:
    """Search a code table (INAO products, fiscal labels, NC8) as it was last loaded."""
    return service.search_codes(call, query)


@endpoint("PUT /{company}/customs-codes/{table}", scope="catalogue:write", upload=True)
def load_codes(call: Call, table: str, content: bytes, query: LoadQuery) -> LoadedOut:
    """Load a code table from the CSV file that its authority publishes."""
    return service.load_codes(call, table, content, query)
