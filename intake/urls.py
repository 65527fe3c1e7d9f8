from django.urls import path

from intake.views import drafts, evaluation, fill, questionnaires, read, wishes

app_name = "intake"
_form = "forms/<int:enrolment>/<int:step>/"
_evaluation = "cohorts/<int:cohort>/evaluation/<int:step>/"
_made = "questionnaires/<int:organisation>/<slug:key>/"
_draft = "questionnaires/drafts/<int:pk>/"
_question = "questionnaires/questions/<int:pk>/"
urlpatterns = [
    path(_form, fill.resume, name="fill"),
    path(f"{_form}<int:number>/", fill.part, name="part"),
    path(f"{_form}autosave/", fill.autosave, name="autosave"),
    path(f"{_form}check/", fill.check, name="check"),
    path(f"{_form}thanks/", fill.thanks, name="thanks"),
    path(f"{_form}share/", fill.share, name="share"),
    path("forms/<int:enrolment>/mirror/", read.mirror, name="mirror"),
    path("groups/<int:cohort>/answers/", read.cohort, name="cohort"),
    path("groups/<int:cohort>/wishes/", wishes.wishes, name="wishes"),
    path("answers/<int:pk>/", read.response, name="response"),
    path(_evaluation, evaluation.evaluation, name="evaluation"),
    path(f"{_evaluation}sorted/<str:was>/", evaluation.put_back, name="tip_put_back"),
    path(f"{_evaluation}<slug:tip>/", evaluation.sort, name="tip_sort"),
    path(f"{_evaluation}<slug:tip>/done/", evaluation.done, name="tip_done"),
    path(f"{_evaluation}<slug:tip>/take-out/", evaluation.take_out, name="tip_take_out"),
    path("questionnaires/", questionnaires.every, name="questionnaires"),
    path("questionnaires/versions/<int:pk>/<int:number>/", questionnaires.preview, name="preview"),
    path(_draft, drafts.draft, name="draft"),
    path(f"{_draft}texts/", drafts.texts, name="draft_texts"),
    path(f"{_draft}publish/", drafts.publish, name="publish"),
    path(f"{_draft}discard/", drafts.discard, name="discard"),
    path(f"{_draft}restore/", drafts.restore, name="draft_restore"),
    path(f"{_draft}add/<int:number>/", drafts.add, name="question_add"),
    path(f"{_draft}pages/<int:number>/", drafts.page, name="draft_page"),
    path(f"{_draft}pages/<int:number>/move/", drafts.move_page, name="page_move"),
    path(f"{_draft}put-back/<str:token>/", drafts.put_back, name="question_put_back"),
    path(_question, drafts.question, name="question"),
    path(f"{_question}move/", drafts.move, name="question_move"),
    path(f"{_question}remove/", drafts.remove, name="question_remove"),
    path(_made, questionnaires.one, name="questionnaire"),
    path(f"{_made}change/", questionnaires.change, name="change"),
    path(f"{_made}apart/", questionnaires.apart, name="set_apart"),
    path(f"{_made}shipped/", questionnaires.shipped, name="back_to_shipped"),
    path(f"{_made}again/<str:token>/", questionnaires.again, name="use_again"),
    path(f"{_made}step/", questionnaires.step, name="ask_at"),
    path(f"{_made}step/<str:token>/", questionnaires.step_undo, name="ask_at_undo"),
]
