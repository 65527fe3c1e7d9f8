from django.urls import path

from intake.views import fill, read

app_name = "intake"
_form = "forms/<int:enrolment>/<int:step>/"
urlpatterns = [
    path(_form, fill.resume, name="fill"),
    path(f"{_form}<int:number>/", fill.part, name="part"),
    path(f"{_form}autosave/", fill.autosave, name="autosave"),
    path(f"{_form}check/", fill.check, name="check"),
    path(f"{_form}thanks/", fill.thanks, name="thanks"),
    path(f"{_form}share/", fill.share, name="share"),
    path("forms/<int:enrolment>/mirror/", read.mirror, name="mirror"),
    path("groups/<int:cohort>/answers/", read.cohort, name="cohort"),
    path("answers/<int:pk>/", read.response, name="response"),
    path("cohorts/<int:cohort>/evaluation/<int:step>/", read.evaluation, name="evaluation"),
]
