from django.urls import path

from mentorship.privacy import views

app_name = "privacy"
urlpatterns = [path("readings/", views.readings, name="readings")]
