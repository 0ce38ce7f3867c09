"""Settings. Everything that differs between installations comes from the environment.

`DATABASE_URL`  the database; left out: SQLite in `BAOPHU_HOME`. `postgresql://user:password@host/name` for PostgreSQL.
`BAOPHU_HOME`   the folder of the register, snapshots and runs; left out: `demo` below the current folder.
`BAOPHU_BOOK`   the law book: a name beside those installed, or the path of a folder.
`BAOPHU_SECRET` the key that signs sessions; left out: one is made and kept in `BAOPHU_HOME`.
`BAOPHU_HOSTS`  host names answered to, separated by commas; left out: this machine only.
`BAOPHU_DEBUG`  1: pages of errors for developers.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

PACKAGE = Path(__file__).parent.parent
HOME = Path(os.environ.get("BAOPHU_HOME", "demo")).resolve()
BOOK = os.environ.get("BAOPHU_BOOK", "quang_ninh")
DEBUG = os.environ.get("BAOPHU_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("BAOPHU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")


def _secret() -> str:
    """The signing key of this installation, made on first use and readable by its owner alone."""
    if given := os.environ.get("BAOPHU_SECRET"):
        return given
    file = HOME / "secret"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return file.read_text(encoding="utf-8")


SECRET_KEY = _secret()

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{HOME / 'register.sqlite3'}", conn_max_age=600)}
ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if ON_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn at the beginning instead of failing in the middle
        "timeout": 30,
        "init_command": "pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536;",
    }
CACHES = {  # shared by all processes: throttling and used codes are counted there
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.idp.oidc",
    "axes",
    "baophu.accounts",
    "baophu.registry",
    "baophu.decisions",
    "baophu.imports",
    "baophu.cover",
    "baophu.pages",
    "baophu.steering",
    "baophu.outreach",
    "baophu.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "baophu.site.urls"
WSGI_APPLICATION = "baophu.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "baophu.accounts.backends.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = reverse_lazy("account_login")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Texts are written in Vietnamese; `locale/en` translates them.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["baophu.site.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
