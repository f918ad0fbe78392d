"""What a participant took home from a coaching day: the next step of its path."""

from bimtek.models import PathStep
from certification.caseload import paths_of
from certification.step_pages import page_of_step


def homework(invitation, on):
    """The next step of the business on day `on` with its page, and the step it came with, for who was there."""
    if not invitation.has_come:
        return {}
    path, _standing = paths_of([invitation.business], on)[invitation.business_id]
    step = path.next_step
    came_with = PathStep(invitation.attendance.step)
    page = page_of_step(step.code, invitation.business) if step else None
    return {"step": step, "step_page": page, "came_with": came_with}
