"""The forms of the door, in the words of this house and without text that vanishes on typing."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.people.sign_in import who_may_sign_in


def _named(form: forms.Form, name: str, label: Any, **attrs: str) -> None:
    """Give a field its label and attributes; a placeholder is no label."""
    field = form.fields[name]
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignInForm(allauth_forms.LoginForm):
    """An address alone asks for a code; with a password beside it, the password counts."""

    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "login", _("E-mail address"), autocomplete="username", inputmode="email")
        _named(self, "password", _("Password"))
        self.fields["password"].required = self.data.get("way") == "password"

    def _clean_without_password(self, email: str | None, phone: str | None) -> Any:
        cleaned = super()._clean_without_password(email, phone)
        self.user = who_may_sign_in(email or "")
        return cleaned


class CodeRequestForm(allauth_forms.RequestLoginCodeForm):
    def clean_email(self) -> str:
        email: str = super().clean_email()
        self._user = who_may_sign_in(email)
        return email

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "email", _("E-mail address"), autocomplete="username", inputmode="email")


class CodeForm(allauth_forms.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "code", _("Code from the mail"), inputmode="numeric")
        self.fields["code"].widget.attrs["class"] = "code-box"


class PasswordRequestForm(allauth_forms.ResetPasswordForm):
    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [person for person in [who_may_sign_in(email)] if person]
        return email

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "email", _("E-mail address"), autocomplete="username", inputmode="email")


def _name_new_passwords(form: forms.Form) -> None:
    _named(form, "password1", _("New password"))
    form.fields["password1"].help_text = _("12 characters or more. Three words make a good one.")
    _named(form, "password2", _("New password once more"))


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class FirstPasswordForm(allauth_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "oldpassword", _("Your password now"))
        _name_new_passwords(self)


class ConfirmPasswordForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "password", _("Password"))
