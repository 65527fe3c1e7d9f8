from django.urls import path

from mentorship.privacy.views import erasing, keeping, own, seeing, taking_out

app_name = "privacy"
urlpatterns = [
    path("readings/", own.readings, name="readings"),
    path("privacy/mine/", own.mine, name="mine"),
    path("privacy/mine/download/", own.download, name="download"),
    path("privacy/erase/<int:pk>/", erasing.erasure, name="erase"),
    path("privacy/terms/<slug:slug>/", keeping.terms, name="terms"),
    path("privacy/take-out/<str:what>/<int:pk>/<slug:name>/", taking_out.words, name="take_out"),
    path("privacy/log/", keeping.log, name="log"),
    path("privacy/", seeing.who_sees, name="who_sees"),
]
