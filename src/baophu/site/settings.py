"""Settings. Everything that differs between installations comes from the environment.

`DATABASE_URL`  the database; left out: SQLite in `BAOPHU_HOME`. `postgresql://user:password@host/name` for PostgreSQL.
`BAOPHU_HOME`   the folder of the register, snapshots and runs; left out: `demo` below the current folder.
`BAOPHU_BOOK`   the law book: a name beside those installed, or the path of a folder.
`BAOPHU_SECRET` the key that signs sessions; left out: one is made and kept in `BAOPHU_HOME`.
`BAOPHU_HOSTS`  host names answered to, separated by commas; left out: this machine only.
`BAOPHU_HTTPS`  1: served over HTTPS by a proxy that sets `X-Forwarded-Proto`; cookies go no other way.
`BAOPHU_PROXIES` how many of our own proxies a request passes; left out: none, and forwarded addresses are not believed.
`BAOPHU_VNEID`  the identity provider citizens sign in through: its address. With it `BAOPHU_VNEID_CLIENT`,
                `BAOPHU_VNEID_SECRET` and `BAOPHU_VNEID_CLAIM`, the claim that carries the personal ID. Left out: in a
                demonstration a simulated one, elsewhere citizens cannot sign in.
`BAOPHU_BANK`   where money for cover goes, "BIN:ACCOUNT:NAME", for the VietQR of notices; in a demonstration there is
                a simulated account, elsewhere notices without it have no code.
`BAOPHU_SMTP`   where notices to citizens are mailed, smtp://user:password@host:587/?tls=1&from=bhyt@example.vn; left
                out: they are written as files below `BAOPHU_HOME/outbox`.
`BAOPHU_SMS`    the dotted path of an adapter for text messages (docs/citizen.md); left out: files, as above.
`BAOPHU_DEBUG`  1: pages of errors for developers.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

PACKAGE = Path(__file__).parent.parent
HOME = Path(os.environ.get("BAOPHU_HOME", "demo")).resolve()
BOOK = os.environ.get("BAOPHU_BOOK", "quang_ninh")
BANK = os.environ.get("BAOPHU_BANK", "")
DEBUG = os.environ.get("BAOPHU_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("BAOPHU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = os.environ.get("BAOPHU_HTTPS") == "1"
FILES = "baophu.citizen.outbox.files.Files"
OUTBOX = "baophu.citizen.outbox.mail.Smtp" if os.environ.get("BAOPHU_SMTP") else FILES
SMS = os.environ.get("BAOPHU_SMS") or FILES
if os.environ.get("BAOPHU_SMTP"):
    _mail = urlsplit(os.environ["BAOPHU_SMTP"])
    _more = dict(parse_qsl(_mail.query))
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS, EMAIL_TIMEOUT = _more.get("tls") == "1", 20
    DEFAULT_FROM_EMAIL = _more.get("from", f"bhyt@{EMAIL_HOST}")
PROXIES = int(os.environ.get("BAOPHU_PROXIES", "0"))
VNEID = {
    "server": os.environ.get("BAOPHU_VNEID", ""),
    "client": os.environ.get("BAOPHU_VNEID_CLIENT", ""),
    "secret": os.environ.get("BAOPHU_VNEID_SECRET", ""),
    "claim": os.environ.get("BAOPHU_VNEID_CLAIM", "personal_id"),
}


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


def _origin(address: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


SECRET_KEY = _secret()

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{HOME / 'register.sqlite3'}", conn_max_age=600)}
ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if ON_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn at the beginning instead of failing in the middle
        "timeout": 30,
        "init_command": "pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536;",
    }
else:  # statements that are prepared are those asked hundreds of times a second: planned once, not every time
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c plan_cache_mode=force_generic_plan")
CACHES = {  # shared by all processes: throttling and used codes are counted there
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "baophu.pages",  # before allauth: its templates are found first, and those of accounts
    "baophu.accounts",
    "baophu.accounts.vneid",
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
    "allauth.mfa",
    "allauth.idp.oidc",
    "axes",
    "baophu.registry",
    "baophu.decisions",
    "baophu.imports",
    "baophu.cover",
    "baophu.care",
    "baophu.till",
    "baophu.offline",
    "baophu.lawpages",
    "baophu.steering",
    "baophu.outreach",
    "baophu.workplace",
    "baophu.citizen",
    "baophu.api",
    "baophu.site",
]

MIDDLEWARE = [
    "baophu.api.front.api_front",  # answers /api/v1/ and /api/fhir/ by itself, past all that follows
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "baophu.care.middleware.no_camera",
    "baophu.accounts.middleware.looks_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "baophu.accounts.middleware.WholeSignIn",
    "baophu.pages.resume.ResumeMiddleware",
    "baophu.citizen.middleware.forget_middleware",
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
                "baophu.pages.frame.frame",
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

ACCOUNT_ADAPTER = "baophu.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
# By address, and by name and address together (for codes: by name, once the password is known to be right).
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,10/900s/key", "reauthenticate": "10/m/user"}
SOCIALACCOUNT_ADAPTER = "baophu.accounts.vneid.adapter.CitizenAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "baophu.accounts.adapters.CodeAdapter"
ACCOUNT_FORMS = {
    "login": "baophu.accounts.forms.SignInForm",
    "change_password": "baophu.accounts.forms.PasswordForm",
    "reauthenticate": "baophu.accounts.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "baophu.accounts.forms.CodeForm",
    "reauthenticate": "baophu.accounts.forms.CodeOnceMoreForm",
    "activate_totp": "baophu.accounts.forms.DeviceForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are half a minute off
IDP_OIDC_ADAPTER = "baophu.accounts.simulated.adapter.StandInAdapter"

# Five wrong tries lock a name from the address they came from, and from no other: the officer goes on working.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "baophu.accounts.address.address"
AXES_USERNAME_CALLABLE = "baophu.accounts.address.attempted_name"
AXES_LOCKOUT_CALLABLE = "baophu.accounts.views.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 30 * 86400
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "baophu.pages.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Browsers ask this of redirects after a form, too: the identity provider must be named.
        "form-action": [SELF, *([_origin(VNEID["server"])] if VNEID["server"] else [])],
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
