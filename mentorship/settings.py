"""All settings, from the environment alone. It fails closed: no debug, no default secret.

A value may also stand in a file: ``SECRET_KEY_FILE=/run/secrets/key``. Every variable is
explained in docs/deploy.md.
"""

import secrets
import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from mentorship.clock import RINGS
from mentorship.mail_url import mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
HOST = env.str("HOST", default="127.0.0.1")
try:
    PORT = env.int("PORT", default=8000)
    WORKERS = max(1, env.int("WORKERS", default=1))  # processes that send, on this machine
except ValueError as fault:
    raise ImproperlyConfigured("PORT or WORKERS is not a number.") from fault
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).absolute()
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = [SITE_URL]


def _kept_secret() -> str:
    """A laptop's own key, made once and kept with its data; production must bring its own."""
    if not DEBUG:
        raise ImproperlyConfigured("set SECRET_KEY (50 characters or more) in the environment.")
    kept = DATA_DIR / "secret_key"
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(50))
        return kept.read_text()
    except OSError as fault:
        raise ImproperlyConfigured(
            f"the data folder {DATA_DIR} cannot be written ({fault.strerror}); "
            "set DATA_DIR to a folder of your own."
        ) from fault


SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret()

# --- the house ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "mentorship.people",
    "mentorship.web",
    "mentorship.privacy",
    "mentorship.reminders",
    "programmes",
    "intake",
    "matching",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mentorship.people.language.LanguageMiddleware",
    "mentorship.people.sign_in_first.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentorship.web.put_back.PutBack",
    "mentorship.web.faults.KindlyNotFound",
]

ROOT_URLCONF = "mentorship.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorship.web.context.chrome",
            ],
            "builtins": ["django.templatetags.i18n", "mentorship.web.templatetags.wegwijs"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "wegwijs"
CRISPY_FAIL_SILENTLY = False

# --- where things are kept ------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'wegwijs.sqlite3'}")
_kinds = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
try:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the library's own warning would print the password
        DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
    if DATABASES["default"]["ENGINE"] not in _kinds:
        raise ValueError
except Exception as fault:
    raise ImproperlyConfigured(
        "DATABASE_URL is no address of a database, such as postgres://user:word@host:5432/name."
    ) from fault
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A writer waits its turn instead of failing: IMMEDIATE takes the lock at BEGIN.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Secure: what is erased is written over, and not only let go.
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA secure_delete=1",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = DATA_DIR / "files"  # never served by address: a view asks who may see a file
UPLOAD_SCANNER = env.str("UPLOAD_SCANNER", default="")  # asked before a file is kept
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"  # collected anew at every start
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- the doorbell ---------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
    # kombu 5.7 sweeps unacknowledged messages every interval x throttle seconds.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"unacked_restore_throttle": 1}
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue"),
        "data_folder_out": str(DATA_DIR / "queue"),
        "control_folder": str(DATA_DIR / "queue-control"),
        "polling_interval": 0.1,
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
        }
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_SCHEDULE = dict(RINGS)

# --- mail -----------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", default="kept:" if DEBUG else "")
KEPT_MAIL_DIR = DATA_DIR / "mail"
MAIL_SERVICE = ""  # such as "postmark", when a service sends over the web instead of SMTP
vars().update(mail_settings(EMAIL_URL, env))
if MAIL_SERVICE:
    INSTALLED_APPS.append("anymail")
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="Wegwijs <wegwijs@localhost>")
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")  # the envelope's sender
BOUNCE_URL = env.str("BOUNCE_URL", default="")  # where what comes back is read
if BOUNCE_URL:
    CELERY_BEAT_SCHEDULE["bounces"] = {
        "task": "mentorship.reminders.tasks.read_bounces",
        "schedule": 300.0,
        "options": {"expires": 280},
    }

# --- seen to be alive -----------------------------------------------------------------------

HEARTBEAT_URL = env.str("HEARTBEAT_URL", default="")  # pinged after each round that was whole
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without it there are no metrics

# --- people and their language --------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["mentorship.people.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mentorship.people.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "mentorship.people.account_forms.SignInForm",
    "request_login_code": "mentorship.people.account_forms.CodeRequestForm",
    "confirm_login_code": "mentorship.people.account_forms.CodeForm",
    "reset_password": "mentorship.people.account_forms.PasswordRequestForm",
    "reset_password_from_key": "mentorship.people.account_forms.NewPasswordForm",
    "set_password": "mentorship.people.account_forms.FirstPasswordForm",
    "change_password": "mentorship.people.account_forms.ChangePasswordForm",
    "reauthenticate": "mentorship.people.account_forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the organisation, not from visitors
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
FORMAT_MODULE_PATH = ["mentorship.web.formats"]

# --- safety ---------------------------------------------------------------------------------

_https = SITE_URL.startswith("https://")
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # a button in a mail must keep the session
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(_https)  # its limits count visitors, not the proxy
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$", r"^metrics/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "mentorship.web.faults.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "mentorship.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # else it tells everything twice
        "flufl.bounce": {"level": "CRITICAL"},  # it logs each step, and what it reads
    },
}
