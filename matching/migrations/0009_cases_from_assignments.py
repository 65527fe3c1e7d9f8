"""What was handed in for the assignment *Your case* becomes a case, and its step one of that kind.

All that was written is the situation; whoever shared it shared it with the group and its trainer.
"""

from typing import Any

from django.db import migrations

PARTS = ("situation", "question", "did", "learnt")


def to_cases(apps: Any, schema_editor: Any) -> None:
    Step, Case = apps.get_model("programmes", "Step"), apps.get_model("matching", "Case")
    Submission = apps.get_model("programmes", "Submission")
    steps = Step.objects.filter(key="case", kind="assignment")
    for one in Submission.objects.filter(step__in=steps.values("pk")):
        made = Case.objects.create(
            enrolment_id=one.enrolment_id,
            number=1,
            title=one.title,
            situation=one.text,
            shared_with="cohort" if one.shared_at else "",
            handed_in_at=one.handed_in_at,
        )
        Case.objects.filter(pk=made.pk).update(saved_at=one.saved_at)
        one.delete()
    steps.update(kind="case")


def to_assignments(apps: Any, schema_editor: Any) -> None:
    """There is room for one of each participant: the last that is handed in, else the last."""
    Step, Case = apps.get_model("programmes", "Step"), apps.get_model("matching", "Case")
    Submission = apps.get_model("programmes", "Submission")
    steps = {one.programme_id: one for one in Step.objects.filter(key="case", kind="case")}
    latest = {}
    for one in Case.objects.select_related("enrolment__cohort").order_by("number"):
        before = latest.get(one.enrolment_id)
        if before is None or one.handed_in_at or not before.handed_in_at:
            latest[one.enrolment_id] = one
    for one in latest.values():
        step = steps.get(one.enrolment.cohort.programme_id)
        if step is not None:
            is_shared = one.shared_with == "cohort" and one.handed_in_at
            made = Submission.objects.create(
                enrolment_id=one.enrolment_id,
                step=step,
                title=one.title,
                text="\n\n".join(filter(None, (getattr(one, part) for part in PARTS))),
                handed_in_at=one.handed_in_at,
                shared_at=one.handed_in_at if is_shared else None,
            )
            Submission.objects.filter(pk=made.pk).update(saved_at=one.saved_at)
    Step.objects.filter(kind="case").update(kind="assignment")


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_cases"), ("programmes", "0006_a_case_is_a_kind_of_step")]

    operations = [migrations.RunPython(to_cases, to_assignments)]
