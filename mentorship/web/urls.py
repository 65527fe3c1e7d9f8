from django.urls import path

from mentorship.web import today, views

urlpatterns = [
    path("", views.home, name="home"),
    path("today/", today.today, name="today"),
    path("language/", views.set_language, name="set_language"),
    path("demo/components/", views.components, name="components"),
]
