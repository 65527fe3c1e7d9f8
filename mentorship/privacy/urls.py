from django.urls import path

from mentorship.privacy.views import erasing, own, seeing

app_name = "privacy"
urlpatterns = [
    path("readings/", own.readings, name="readings"),
    path("privacy/mine/", own.mine, name="mine"),
    path("privacy/mine/download/", own.download, name="download"),
    path("privacy/erase/<int:pk>/", erasing.erasure, name="erase"),
    path("privacy/", seeing.who_sees, name="who_sees"),
]
