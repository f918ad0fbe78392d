"""Puts the API together."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI

from insight.api import agency, packages, problems, releases, suppliers, tkdn
from insight.api.limits import USUAL
from insight.api.tokens import OptionalToken


class PortalAPI(NinjaAPI):
    """An API whose document says that errors are problem details, which the library has no words for."""

    def get_openapi_schema(self, **options):
        """The document, with the media type of every error put right, and tokens where they are needed or may be."""
        schema = super().get_openapi_schema(**options)
        operations = [operation for methods in schema["paths"].values() for operation in methods.values()]
        for response in (found for operation in operations for found in _errors(operation)):
            response["content"] = {problems.MEDIA_TYPE: response["content"].pop("application/json")}
        schema["components"]["securitySchemes"] = {SCHEME: {"type": "http", "scheme": "bearer"}}
        for operation in operations:
            is_needed = operation["tags"] == agency.router.tags
            operation["security"] = [{SCHEME: []}] if is_needed else [{}, {SCHEME: []}]
        return schema


SCHEME = "AgencyToken"


def _errors(operation):
    return [response for status, response in operation["responses"].items() if int(status) >= HTTPStatus.BAD_REQUEST]


api = PortalAPI(
    title="Portal TKDN-IK Lampung",
    version="1",
    description=_("Data terbuka: baca saja, tanpa kunci, tanpa data pribadi. Paling banyak 120 permintaan semenit."),
    auth=OptionalToken(),
    docs_url=None,
    urls_namespace="api-1",
    throttle=USUAL,
)
for part in (suppliers, packages, tkdn, releases, agency):
    api.add_router("", part.router)
problems.register(api)
