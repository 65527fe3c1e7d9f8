from django.urls import path

from matching.views import advising, answering, buddies, mentors, newcomer

app_name = "matching"
urlpatterns = [
    path("matching/", advising.board, name="board"),
    path("matching/criteria/", advising.criteria, name="criteria"),
    path("matching/newcomers/<int:pk>/", advising.suggest, name="suggest"),
    path("matching/newcomers/<int:pk>/ask/", advising.ask, name="ask"),
    path("matching/questions/<int:pk>/withdraw/", advising.withdraw, name="withdraw"),
    path("matching/questions/<int:pk>/again/", advising.ask_again, name="ask_again"),
    path("matching/pairs/", advising.pairs, name="pairs"),
    path("matching/pairs/<int:pk>/end/", advising.end, name="end"),
    path("matching/pairs/<int:pk>/resume/", advising.resume, name="resume"),
    path("matching/requests/<int:pk>/close/", advising.close_request, name="close_request"),
    path("matching/requests/<int:pk>/reopen/", advising.reopen_request, name="reopen_request"),
    path("matching/mentors/", mentors.mentors, name="mentors"),
    path("matching/mentors/new/", mentors.new_mentor, name="new_mentor"),
    path("matching/mentors/<int:pk>/", mentors.mentor, name="mentor"),
    path("my-new-colleague/", mentors.my_mentees, name="my_mentees"),
    path("my-new-colleague/profile/", mentors.profile, name="profile"),
    path("my-new-colleague/questions/<int:pk>/", answering.answer_own, name="answer_own"),
    path("mentor-question/<str:token>/", answering.answer, name="answer"),
    path("my-mentor/", newcomer.my_mentor, name="my_mentor"),
    path("my-mentor/another/", newcomer.another_mentor, name="another_mentor"),
    path("my-mentor/keep/", newcomer.keep_mentor, name="keep_mentor"),
    path("cohorts/<int:pk>/buddies/", buddies.buddies, name="buddies"),
    path("cohorts/<int:pk>/buddies/undo/", buddies.undo_buddies, name="undo_buddies"),
    path("buddies-met/<str:token>/", buddies.met, name="met"),
    path("buddies/<int:pk>/met/", buddies.we_met, name="we_met"),
]
