"""What left the process of a review otherwise than as a paper copy, gathered for packages and reports.

Rule: each row belongs to the review that it names, an electronic copy to that of its document.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop.custody.agency_plans import AgencyPlan
    from desktop.custody.electronic import Dispatch
    from desktop.custody.health import Case
    from desktop.custody.register import Register
    from desktop.custody.submissions import Submission


class Disclosed(NamedTuple):
    """The rows of one review, or of all."""

    electronic: "tuple[Dispatch, ...]"
    submissions: "tuple[Submission, ...]"
    health: "tuple[Case, ...]"
    agency_plans: "tuple[AgencyPlan, ...]"

    @property
    def references(self) -> set[str]:
        """What the entries about these rows name; an electronic copy's reference is that of its copy."""
        return {
            *(known.submission for known in self.submissions),
            *(known.health for known in self.health),
            *(known.plan for known in self.agency_plans),
        }


def disclosed(register: "Register", reviews: Collection[str], copies: Collection[str]) -> Disclosed:
    """Return the rows of these reviews, with the electronic ones among these copies."""
    return Disclosed(
        tuple(known for known in register.electronic.values() if known.copy in copies),
        tuple(known for known in register.submissions.values() if known.review in reviews),
        tuple(known for known in register.health.values() if known.review in reviews),
        tuple(known for known in register.agency_plans.values() if known.review in reviews),
    )


def every_reference(register: "Register") -> set[str]:
    """Return the references of all such rows."""
    return {*register.submissions, *register.health, *register.agency_plans}
