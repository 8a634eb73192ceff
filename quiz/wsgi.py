from __future__ import annotations

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quiz.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application


def told_of_tls(app: WSGIApplication) -> WSGIApplication:
    """Behind an https PUBLIC_URL a request came by TLS, unless the proxy says that it did not.

    This server speaks plain HTTP only, so with such a URL a proxy ends TLS before it. A forged
    header costs its sender a redirect to https and gains nothing.
    """

    def told(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        proto = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
        environ["wsgi.url_scheme"] = "http" if proto == "http" else "https"
        return app(environ, start_response)

    return told


application: WSGIApplication = get_wsgi_application()
if settings.CONFIG.is_tls:
    application = told_of_tls(application)
