"""The table: one row for each url pattern, two where a page is another for another role."""

from urllib.parse import urlencode

from matching.links import ANSWER, CHECK_IN, MET, TALKED, TIME, by
from matching.models import Policy
from matching.weighing import choices_of, mark_of
from mentorship.people.undo import remember
from mentorship.reminders.letters.turning_off import off_url
from mentorship.reminders.rules import Told
from mentorship.web.signed import signed_token
from tests.pages.page import OWN, Page
from tests.pages.world import World

OTHER_TABLE = choices_of(Policy(may_be_matched="anyone"))


def pk(name: str):  # noqa: ANN201 - a maker of Page.args
    return lambda world: {"pk": world[name].pk}


def paper(enrolment: str, step: str, **more: int):  # noqa: ANN201
    return lambda world: {"enrolment": world[enrolment].pk, "step": world[step].pk, **more}


def words(what: str, row: str, name: str = "wish"):  # noqa: ANN201 - that may be taken out
    return lambda world: {"what": what, "pk": world[row].pk, "name": name}


def guide(**more: object):  # noqa: ANN201
    return lambda world: {"slug": world["hoorn"].slug, **more}


def mail_button(purpose: str, name: str):  # noqa: ANN201
    def token(world: World) -> dict[str, str]:
        until = world["now"].replace(year=world["now"].year + 1, day=1)
        return {"token": signed_token(purpose, world[name].pk, until)}

    return token


class Quiet(Told):
    """Only good to know; in words of the house's own."""

    key = "meeting_moved"
    needed = False


def personal_button(purpose: str, who: str, row: str):  # noqa: ANN201
    """``row`` is something that was made, or the role of somebody."""

    def args(world: World) -> dict[str, object]:
        person = world.person(who).pk
        about = world.made.get(row) or world.person(row)
        until = world["now"].replace(year=world["now"].year + 1, day=1)
        return {"person": person, "token": signed_token(by(purpose, person), about.pk, until)}

    return args


ANYBODY = {"elsewhere": OWN, "bystander": OWN}

WEB = [
    Page("home", get=302, elsewhere=OWN, bystander=200, look=False),
    Page("today", bystander=404, elsewhere=OWN),
    Page("set_language", who="anonymous", public=True, get=None, post=302, look=False),
    Page("components", who="anonymous", public=True, get=404, look=False),
    Page("reminders:health", who="anonymous", public=True, look=False),
    Page("reminders:ready", who="anonymous", public=True, get=503, look=False),
    Page("reminders:metrics", who="anonymous", public=True, get=404, look=False),
    Page("reminders:kept_mails", who="anonymous", public=True, get=404, look=False),
    Page(
        "reminders:kept_mail", who="anonymous", public=True, get=404, look=False,
        args=lambda world: {"name": "x.eml"},
    ),
    Page(
        "reminders:kept_html", who="anonymous", public=True, get=404, look=False,
        args=lambda world: {"name": "x.eml"},
    ),
    Page("privacy:readings", who="participant", **ANYBODY),
    Page("privacy:who_sees", who="participant", **ANYBODY),
    Page("privacy:mine", who="participant", **ANYBODY),
    Page("privacy:erase", post=302, args=lambda world: {"pk": world.person("left").pk}),
    Page("privacy:take_out", who="trainer", post=302, args=words("intake.response", "response")),
    Page("privacy:take_out", post=302, args=words("matching.word", "line", "text")),
    Page("privacy:terms", post=302, args=lambda world: {"slug": world["hoorn"].slug}),
    Page("privacy:log", who="admin"),
    Page("privacy:download", who="participant", get=None, post=200, look=False, **ANYBODY),
]  # fmt: skip

# An invalid form of the door answers 200: that is how django-allauth does it.
DOOR = [
    Page("account_login", who="anonymous", public=True, post=200),
    Page("account_request_login_code", who="anonymous", public=True, post=200),
    Page("account_confirm_login_code", who="anonymous", public=True, get=302, post=302, look=False),
    Page("account_logout", who="bystander", public=True, post=302),
    Page("account_inactive", who="anonymous", public=True, post=405),
    Page("account_signup", who="anonymous", public=True, post=200),
    # Somebody without a password: there is nothing to ask again, and nothing to change yet.
    Page("account_reauthenticate", who="bystander", get=403, post=403, look=False, **ANYBODY),
    Page("account_change_password", who="bystander", get=302, post=302, look=False, **ANYBODY),
    Page("account_set_password", who="bystander", post=200, **ANYBODY),
    Page("account_reset_password", who="anonymous", public=True, post=200),
    Page("account_reset_password_done", who="anonymous", public=True),
    Page(
        "account_reset_password_from_key", who="anonymous", public=True, post=200, look=False,
        args=lambda world: {"uidb36": "1", "key": "worn-out"},
    ),
    Page("account_reset_password_from_key_done", who="anonymous", public=True),
]  # fmt: skip

PEOPLE = [
    Page("people:list", post=302, elsewhere=OWN),
    Page("people:add", post=422, elsewhere=OWN),
    Page("people:person", args=lambda world: {"pk": world.person("participant").pk}),
    Page("people:edit", post=422, args=lambda world: {"pk": world.person("participant").pk}),
    Page("people:import", post=422, elsewhere=OWN),
    Page("people:import_columns", post=422, args=pk("import")),
    Page("people:import_preview", args=pk("import")),
    Page("people:import_teams", get=None, post=302, args=pk("import"), look=False),
    Page("people:import_apply", get=None, post=302, args=pk("import"), look=False),
    Page("people:import_result", args=pk("applied")),
    Page(
        "people:import_wrong", look=False,
        args=lambda world: {"pk": world["applied"].pk, "kind": "csv"},
    ),
    Page("people:me", who="participant", post=422, **ANYBODY),
    Page("people:team", who="manager", elsewhere=OWN),
    Page("people:organisation", post=422, elsewhere=OWN),
    Page("people:add_period", get=None, post=422, elsewhere=OWN, look=False),
    Page("people:remove_period", get=None, post=302, args=pk("period"), look=False),
    Page(
        "people:restore_period", get=None, post=302, look=False,
        args=lambda world: {"token": world["period_token"]},
    ),
    Page("people:administration", who="admin"),
    Page("people:add_organisation", who="admin", post=422),
    Page("people:give_role", who="admin", post=422),
    Page("people:add_account", who="admin", post=422),
    Page("people:take_role", who="admin", get=None, post=302, args=pk("role"), look=False),
    Page(
        "people:restore_role", who="admin", get=None, post=302, look=False,
        args=lambda world: {"token": world["role_token"]},
    ),
]  # fmt: skip

PROGRAMMES = [
    Page("programmes:programmes", elsewhere=OWN),
    Page("programmes:programme", args=pk("own"), bystander=OWN),
    Page(
        "programmes:programme_copy", get=None, post=302, elsewhere=OWN, look=False,
        args=lambda world: {"pk": world["cohort"].programme_id},
    ),
    Page("programmes:programme_edit", post=422, args=pk("own")),
    Page("programmes:step_edit", post=422, args=pk("step")),
    Page("programmes:step_revert", get=None, post=302, args=pk("step"), look=False),
    Page(
        "programmes:step_undo", get=None, post=302, look=False,
        args=lambda world: {"pk": world["step"].pk, "token": world["step_token"]},
    ),
    Page("programmes:guide", who="participant", **ANYBODY),
    Page("programmes:guide_of", who="newcomer", args=guide(), bystander=OWN),
    Page(
        "programmes:guide_pdf", who="manager", args=guide(language="nl"), bystander=OWN, look=False
    ),
    Page("programmes:guide_edit", args=guide()),
    Page("programmes:guide_section", post=422, args=guide(section="values", language="nl")),
    Page(
        "programmes:guide_put_back", get=None, post=302, look=False,
        args=guide(section="values", language="nl", number=0),
    ),
    Page(
        "programmes:certificate", who="fully_trained", look=False,
        args=lambda world: {"pk": world["completed"].pk, "language": "nl"},
    ),
    Page("programmes:cohorts", elsewhere=OWN),
    Page("programmes:cohort_new", post=422, elsewhere=OWN),
    Page("programmes:cohort_proposals", get=302, elsewhere=OWN, look=False),
    Page("programmes:cohort_dates", get=302, post=302, elsewhere=OWN, look=False),
    Page("programmes:cohort_check", get=None, post=204, elsewhere=OWN, look=False),
    Page("programmes:cohort", args=pk("cohort")),
    Page("programmes:cohort", who="trainer", args=pk("cohort")),
    Page("programmes:cohort", who="participant", args=pk("cohort")),
    Page("programmes:cohort_edit", post=422, args=pk("cohort")),
    Page("programmes:cohort_messages", args=pk("cohort")),
    Page("programmes:cohort_cancel", get=None, post=302, args=pk("cohort"), look=False),
    Page("programmes:cohort_resume", get=None, post=302, args=pk("cohort"), look=False),
    Page("programmes:participants", args=pk("cohort")),
    Page("programmes:complete", get=None, post=302, args=pk("ended"), look=False),
    Page(
        "programmes:invite", post=422, args=pk("cohort"), data=lambda world: {"do": "invite"}
    ),
    Page(
        "programmes:invite_undo", get=None, post=302, look=False,
        args=lambda world: {"pk": world["cohort"].pk, "moment": 1},
    ),
    Page("programmes:withdraw", get=None, post=302, args=pk("fellow"), look=False),
    Page(
        "programmes:reinstate", get=None, post=302, look=False,
        args=lambda world: {"pk": world["asked"].pk, "to": "invited"},
    ),
    Page("programmes:invite_again", get=None, post=302, args=pk("asked"), look=False),
]  # fmt: skip

MEETINGS = [
    Page("programmes:meeting", args=pk("meeting")),
    Page("programmes:meeting", who="participant", args=pk("meeting")),
    Page("programmes:meeting", who="trainer", args=pk("showing"), query="?turns"),
    Page(
        "programmes:turn_move", who="trainer", get=None, post=302, look=False,
        args=lambda world: {"pk": world["showing"].pk, "submission": world["shown"].pk},
    ),
    Page(
        "programmes:turns_put_back", who="trainer", get=None, post=302, look=False,
        args=lambda world: {"pk": world["showing"].pk, "token": world["turns_token"]},
    ),
    Page("programmes:meeting_move", post=422, args=pk("meeting")),
    Page("programmes:meeting_preview", get=None, post=200, args=pk("meeting"), look=False),
    Page(
        "programmes:meeting_put_back", get=None, post=302, look=False,
        args=lambda world: {"pk": world["meeting"].pk, "token": world["meeting_token"]},
    ),
    Page("programmes:meeting_cancel", get=None, post=302, args=pk("meeting"), look=False),
    Page("programmes:meeting_reinstate", get=None, post=302, args=pk("meeting"), look=False),
    Page("programmes:attendance", who="trainer", post=302, args=pk("held")),
    Page(
        "programmes:attendance_put_back", who="trainer", get=None, post=302, look=False,
        args=lambda world: {"pk": world["held"].pk, "token": world["attendance_token"]},
    ),
    Page("programmes:themes", who="trainer", post=422, args=pk("meeting")),
    Page(
        "programmes:theme_put_back", who="trainer", get=None, post=302, look=False,
        args=lambda world: {"pk": world["meeting"].pk, "token": world["theme_token"]},
    ),
    Page(
        "programmes:theme_drop", who="trainer", get=None, post=302, look=False, args=pk("theme")
    ),
    Page("programmes:meeting", who="trainer", args=pk("held")),
    Page("programmes:afterwards", who="trainer", post=302, args=pk("held")),
    Page("programmes:next_time", who="trainer", post=302, args=pk("held")),
    Page(
        "programmes:own_note_draft", who="trainer", get=None, post=204, look=False,
        args=pk("held"),
    ),
    Page("programmes:material_new", who="trainer", post=422, args=pk("meeting")),
    Page("programmes:material_file", who="participant", args=pk("material"), look=False),
    Page(
        "programmes:material_remove", who="trainer", get=None, post=302, look=False,
        args=pk("material"),
    ),
    Page(
        "programmes:material_restore", who="trainer", get=None, post=302, look=False,
        args=pk("removed"),
    ),
]  # fmt: skip

TAKING_PART = [
    Page(
        "programmes:answer", who="anonymous", public=True, post=302,
        args=mail_button("invitation", "asked"),
    ),
    Page("programmes:invitation", who="participant", post=302, args=pk("mine")),
    Page("programmes:route", who="participant", **ANYBODY),
    Page("programmes:route_of", who="participant", args=pk("mine")),
    Page("programmes:assignment", who="participant", post=302, args=paper("mine", "preparation")),
    Page("programmes:assignment", who="fellow", post=422, args=paper("fellow", "preparation")),
    Page(
        "programmes:assignment_draft", who="fellow", get=None, post=204, look=False,
        args=paper("fellow", "preparation"),
    ),
    Page(
        "programmes:assignment_file_remove", who="participant", get=None, post=302, look=False,
        args=paper("mine", "preparation"),
    ),
    Page("programmes:submission", who="participant", post=200, args=pk("submission")),
    Page("programmes:submission", who="trainer", post=422, args=pk("shown")),
    Page("programmes:submission", who="fellow", post=200, args=pk("shown")),
    Page("programmes:reaction_edit", who="participant", post=422, args=pk("reaction")),
    Page(
        "programmes:reaction_remove", who="participant", get=None, post=302, look=False,
        args=pk("reaction"),
    ),
    Page(
        "programmes:reaction_restore", who="participant", get=None, post=302, look=False,
        args=pk("taken_back_words"),
    ),
    Page("programmes:submission_file", who="participant", args=pk("submission"), look=False),
    Page(
        "programmes:submission_share", who="participant", get=None, post=302, look=False,
        args=pk("submission"),
    ),
    Page("programmes:submissions", who="participant", args=pk("cohort")),
    Page("programmes:groups", who="trainer", elsewhere=OWN),
    Page("programmes:overview", who="coordinator"),
    Page("programmes:feed", who="anonymous", public=True, get=404, look=False),
    Page("programmes:feed_make", who="participant", get=302, post=200, look=False, **ANYBODY),
    Page("programmes:feed_stop", who="participant", get=None, post=302, look=False, **ANYBODY),
]  # fmt: skip

INTAKE = [
    Page("intake:fill", who="participant", get=302, args=paper("mine", "intake"), look=False),
    Page("intake:part", who="participant", post=302, args=paper("mine", "intake", number=1)),
    Page(
        "intake:autosave", who="participant", get=None, post=204, look=False,
        args=paper("mine", "intake"),
    ),
    Page("intake:check", who="participant", post=422, args=paper("mine", "intake")),
    Page("intake:thanks", who="mentor", args=paper("mentor_in", "reflection")),
    Page(
        "intake:share", who="mentor", get=None, post=302, look=False,
        args=paper("mentor_in", "reflection"),
    ),
    Page("intake:mirror", who="mentor", args=lambda world: {"enrolment": world["mentor_in"].pk}),
    Page("intake:cohort", who="trainer", args=lambda world: {"cohort": world["cohort"].pk}),
    Page("intake:wishes", who="trainer", args=lambda world: {"cohort": world["cohort"].pk}),
    Page("intake:response", who="trainer", args=pk("response")),
    Page(
        "intake:evaluation",
        args=lambda world: {"cohort": world["ended"].pk, "step": world["evaluation"].pk},
    ),
    Page(
        "intake:tip_sort", get=None, post=302, look=False, args=lambda world: world["tip"],
        data=lambda world: {"pile": "not"},
    ),
    Page("intake:tip_take_out", post=302, args=lambda world: world["tip"]),
    Page(
        "intake:tip_put_back", get=None, post=302, look=False, args=lambda world: world["tip_back"]
    ),
    Page(
        "intake:tip_done", get=None, post=302, look=False, args=lambda world: world["tip"],
        data=lambda world: {"done": "yes"},
    ),
]  # fmt: skip


def made(**more: object):  # noqa: ANN201 - the intake as Hoorn has it
    return lambda world: {"organisation": world["hoorn"].pk, "key": "intake", **more}


INTAKE += [
    Page("intake:questionnaires", elsewhere=OWN),
    Page("intake:questionnaire", args=made()),
    Page("intake:change", get=None, post=302, look=False, args=made()),
    Page("intake:set_apart", post=422, args=made()),
    Page("intake:back_to_shipped", get=None, post=302, look=False, args=made()),
    Page(
        "intake:use_again", get=None, post=302, look=False,
        args=lambda world: made(token=world["own_form_token"])(world),
    ),
    Page("intake:ask_at", get=None, post=302, look=False, args=made()),
    Page(
        "intake:ask_at_undo", get=None, post=302, look=False,
        args=lambda world: made(token=world["asked_at_token"])(world),
    ),
    Page("intake:preview", args=lambda world: {"pk": world["draft"].pk, "number": 1}),
    Page("intake:draft", args=pk("draft")),
    Page("intake:draft_texts", post=422, args=pk("draft")),
    Page("intake:publish", get=None, post=302, look=False, args=pk("draft")),
    Page("intake:discard", get=None, post=302, look=False, args=pk("draft")),
    Page("intake:draft_restore", get=None, post=302, look=False, args=pk("draft")),
    Page(
        "intake:question_add", post=422,
        args=lambda world: {"pk": world["draft"].pk, "number": 1},
    ),
    Page(
        "intake:draft_page", post=422, args=lambda world: {"pk": world["draft"].pk, "number": 1}
    ),
    Page(
        "intake:page_move", get=None, post=302, look=False,
        args=lambda world: {"pk": world["draft"].pk, "number": 1},
    ),
    Page(
        "intake:question_put_back", get=None, post=302, look=False,
        args=lambda world: {"pk": world["draft"].pk, "token": world["question_token"]},
    ),
    Page("intake:question", post=422, args=pk("draft_question")),
    Page("intake:question_move", get=None, post=302, look=False, args=pk("draft_question")),
    Page("intake:question_remove", get=None, post=302, look=False, args=pk("draft_question")),
]  # fmt: skip

MATCHING = [
    Page("matching:board", elsewhere=OWN),
    Page("matching:criteria", elsewhere=OWN),
    Page("matching:try_policy", elsewhere=OWN, query=f"?{urlencode(OTHER_TABLE)}"),
    Page(
        "matching:adopt_policy", get=None, post=302, elsewhere=OWN, look=False,
        data=lambda world: OTHER_TABLE | {"seen": mark_of(Policy())},
    ),
    Page(
        "matching:undo_policy", get=None, post=302, look=False,
        args=lambda world: {"token": remember("policy", [world["hoorn"].pk, {}, "trained"])},
    ),
    Page("matching:suggest", args=lambda world: {"pk": world.person("waiting").pk}),
    Page(
        "matching:ask", get=None, post=302, look=False,
        args=lambda world: {"pk": world.person("waiting").pk},
        data=lambda world: {"mentor": world["trained"][1].pk},
    ),
    Page(
        "matching:rule", get=None, post=302, look=False,
        args=lambda world: {"pk": world.person("waiting").pk},
        data=lambda world: {"ruling": f"together.{world['trained'][1].pk}"},
    ),
    Page(
        "matching:undo_ruling", get=None, post=302, look=False,
        args=lambda world: {
            "token": remember("ruling", [world.person("waiting").pk, [], "-", "board"])
        },
    ),
    Page("matching:present", get=None, post=302, look=False, elsewhere=OWN),
    Page(
        "matching:undo_round", get=None, post=302, look=False,
        args=lambda world: {"token": remember("round", [world["question"].pk])},
    ),
    Page("matching:withdraw", get=None, post=302, args=pk("question"), look=False),
    Page("matching:ask_again", get=None, post=302, args=pk("taken_back"), look=False),
    Page("matching:pairs", post=302, elsewhere=OWN),
    Page("matching:end", post=422, args=pk("running")),
    Page(
        "matching:replace", post=302, args=pk("running"),
        data=lambda world: {"mentor": world["trained"][1].pk, "said": "asked"},
    ),
    Page("matching:handover", args=lambda world: {"pk": world.person("mentor").pk}),
    Page("matching:resume", get=None, post=302, args=pk("over"), look=False),
    Page("matching:close_request", get=None, post=302, args=pk("request"), look=False),
    Page("matching:reopen_request", get=None, post=302, args=pk("request"), look=False),
    Page("matching:first_outlook", elsewhere=OWN),
    Page(
        "matching:outlook", post=302, args=lambda world: {"pk": world["hoorn"].pk},
    ),
    Page("matching:mentors", post=302, elsewhere=OWN),
    Page("matching:new_mentor", post=302, elsewhere=OWN),
    Page(
        "matching:mentor", post=422, args=lambda world: {"pk": world.person("mentor").pk}
    ),
    Page(
        "matching:note_time", get=None, post=302, look=False,
        args=lambda world: {"pk": world.person("mentor").pk},
    ),
    Page(
        "matching:ask_manager", get=None, post=302, look=False,
        args=lambda world: {"pk": world.person("mentor").pk},
    ),
    Page(
        "matching:end_pause", get=None, post=302, look=False,
        args=lambda world: {"pk": world.person("mentor").pk},
    ),
    Page(
        "matching:undo_pause", get=None, post=302, look=False,
        args=lambda world: {"token": remember("pause", [world["profile"].pk, "2031-02-01"])},
    ),
    Page("matching:face", args=pk("profile"), look=False),
    Page("matching:close_word", get=None, post=302, args=pk("word"), look=False),
    Page("matching:reopen_word", get=None, post=302, args=pk("word"), look=False),
    Page(
        "matching:has_time", who="anonymous", public=True, post=422,
        args=personal_button(TIME, "manager", "mentor"),
    ),
    Page(
        "matching:has_time_own", who="manager", post=422,
        args=lambda world: {"pk": world.person("mentor").pk},
    ),
    Page(
        "matching:talked", who="anonymous", public=True, post=200,
        args=personal_button(TALKED, "newcomer", "running"),
    ),
    Page("matching:we_talked", who="newcomer", get=None, post=302, args=pk("running"), look=False),
    Page("matching:talked_before", who="mentor", post=422, args=pk("running")),
    Page("matching:note", who="newcomer", post=302, args=pk("talk")),
    Page("matching:keep_note", who="mentor", get=None, post=204, args=pk("talk"), look=False),
    Page("matching:take_talk_back", who="mentor", get=None, post=302, args=pk("talk"), look=False),
    Page(
        "matching:check_in", who="anonymous", public=True, post=422,
        args=personal_button(CHECK_IN, "mentor", "lasting"),
    ),
    Page("matching:check_in_own", who="mentor", post=422, args=pk("lasting")),
    Page(
        "matching:check_in_own", who="lasting", post=200, args=pk("lasting"),
        data=lambda world: {"more": "30"},
    ),
    Page("matching:check_in_totals", args=lambda world: {"pk": world["hoorn"].pk}),
    Page(
        "matching:check_in_totals", who="coordinator",
        args=lambda world: {"pk": world["hoorn"].pk},
    ),
    Page("matching:my_mentees", who="mentor", elsewhere=OWN),
    Page("matching:profile", who="mentor", post=422, elsewhere=OWN),
    Page("matching:put_up_photo", who="mentor", get=None, post=422, elsewhere=OWN, look=False),
    Page("matching:take_off_photo", who="mentor", get=None, post=302, look=False),
    Page("matching:pause", who="mentor", get=None, post=422, elsewhere=OWN, look=False),
    Page("matching:resume_own", who="mentor", get=None, post=302, look=False),
    Page("matching:answer_own", who="mentor", post=422, args=pk("question")),
    Page(
        "matching:answer", who="anonymous", public=True, post=422,
        args=mail_button(ANSWER, "question"),
    ),
    Page("matching:my_mentor", who="newcomer", elsewhere=OWN),
    Page("matching:hopes", who="newcomer", post=302, elsewhere=OWN),
    Page("matching:keep_hopes", who="newcomer", get=None, post=204, elsewhere=OWN, look=False),
    Page(
        "matching:new_goal", who="newcomer", post=422,
        args=lambda world: {"pk": world.person("newcomer").pk},
    ),
    Page("matching:goal", who="mentor", post=422, args=pk("goal")),
    Page("matching:reach_goal", who="newcomer", get=None, post=302, args=pk("goal"), look=False),
    Page("matching:unreach_goal", who="newcomer", get=None, post=302, args=pk("goal"), look=False),
    Page("matching:take_goal_away", who="mentor", get=None, post=302, args=pk("goal"), look=False),
    Page("matching:put_goal_back", who="mentor", get=None, post=302, args=pk("goal"), look=False),
    Page(
        "matching:quiet_line", who="newcomer", post=422,
        args=lambda world: {"pk": world.person("newcomer").pk},
    ),
    Page("matching:quiet_line_back", who="mentor", get=None, post=302, args=pk("line"), look=False),
    Page("matching:take_up_line", get=None, post=302, args=pk("line"), look=False),
    Page("matching:reopen_line", get=None, post=302, args=pk("line"), look=False),
    Page("matching:another_mentor", who="newcomer", post=302, args=pk("running")),
    Page("matching:keep_mentor", who="mentor", get=None, post=302, args=pk("running"), look=False),
    Page("matching:buddies", post=302, args=pk("cohort")),
    Page("matching:undo_buddies", get=None, post=302, args=pk("ended"), look=False),
    Page("matching:met", who="anonymous", public=True, post=200, args=mail_button(MET, "buddy")),
    Page("matching:we_met", who="mentor", get=None, post=302, args=pk("pair"), look=False),
    Page(
        "matching:write_case", who="participant", post=422,
        args=lambda world: {"enrolment": world["mine"].pk, "number": 2},
    ),
    Page(
        "matching:write_case", who="participant", post=422, query="?handed-in",
        args=lambda world: {"enrolment": world["mine"].pk, "number": 1},
    ),
    Page(
        "matching:keep_case", who="participant", get=None, post=409, look=False,
        args=lambda world: {"enrolment": world["mine"].pk, "number": 1},
    ),
    Page("matching:case", who="fellow", args=pk("case")),
    Page(
        "matching:take_case_away", who="participant", get=None, post=200, args=pk("case"),
        look=False,
    ),
    Page(
        "matching:share_case", who="participant", get=None, post=302, args=pk("case"), look=False,
    ),
    Page(
        "matching:undo_share_case", who="participant", get=None, post=302, look=False,
        args=lambda world: {"token": remember("case-share", [world["case"].pk, "buddy"])},
    ),
    Page("matching:cases", who="participant", args=pk("cohort")),
    Page("matching:cases_sheet", who="trainer", args=pk("cohort")),
]  # fmt: skip


def text_of(world: World) -> dict[str, str]:
    return {"slug": world["hoorn"].slug, "rule": "meeting_moved", "language": "nl"}


def off_token(world: World) -> dict[str, str]:
    url = off_url(world.person("participant"), [Quiet()])
    return {"token": url.rstrip("/").rpartition("/")[2]}


def planned(world: World) -> dict[str, str]:
    return {"token": world["planned_token"]}


MAIL = [
    Page("reminders:person", args=lambda world: {"pk": world.person("participant").pk}),
    Page(
        "reminders:trust", get=None, post=302, look=False,
        args=lambda world: {"pk": world.person("fellow").pk},
    ),
    Page("reminders:turn_off", who="anonymous", public=True, post=200, args=off_token),
    Page("reminders:mine", who="participant", **ANYBODY),
    Page(
        "reminders:turn_on", who="participant", get=None, post=302, look=False,
        args=lambda world: {"rule": "meeting_moved"}, **ANYBODY,
    ),
    Page("reminders:undelivered", elsewhere=OWN),
    Page("reminders:again_all", get=None, post=302, elsewhere=OWN, look=False),
    Page("reminders:stop_held", get=None, post=302, elsewhere=OWN, look=False),
    Page(
        "reminders:go_held", get=None, post=302, look=False,
        args=lambda world: {"token": world["held_token"]},
    ),
    Page("reminders:planned", args=planned),
    Page("reminders:planned_html", args=planned, look=False),
    Page("reminders:stop_planned", get=None, post=302, args=planned, look=False),
    Page("reminders:message", args=pk("sent")),
    Page("reminders:message", who="participant", args=pk("sent")),
    Page("reminders:message_html", args=pk("sent"), look=False),
    Page("reminders:again", get=None, post=302, args=pk("undelivered"), look=False),
    Page("reminders:stop", get=None, post=302, args=pk("waits"), look=False),
    Page("reminders:go_after_all", get=None, post=302, args=pk("stopped"), look=False),
    Page("reminders:now", get=None, post=302, args=pk("waits"), look=False),
    Page("reminders:texts", args=lambda world: {"slug": world["hoorn"].slug}),
    Page("reminders:text", post=422, args=text_of),
    Page("reminders:text_html", get=404, args=text_of, look=False),
    Page("reminders:text_shipped", get=None, post=302, args=text_of, look=False),
    Page("reminders:text_back", get=None, post=302, args=text_of, look=False),
    Page("reminders:sending", elsewhere=OWN),
    Page(
        "reminders:stop_sending", get=None, post=302, look=False,
        args=lambda world: {"slug": world["hoorn"].slug},
    ),
    Page(
        "reminders:go_on", get=None, post=302, look=False,
        args=lambda world: {"slug": world["hoorn"].slug},
    ),
    Page("reminders:stop_all", who="admin", get=None, post=302, look=False),
    Page("reminders:go_on_all", who="admin", get=None, post=302, look=False),
]  # fmt: skip

PAGES = [*WEB, *MAIL, *DOOR, *PEOPLE, *PROGRAMMES, *MEETINGS, *TAKING_PART, *INTAKE, *MATCHING]
