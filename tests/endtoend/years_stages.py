"""What happens in the two years of the review, and long after, in the order in which it happens."""

from tests.endtoend import years_requests as requests
from tests.endtoend import years_second as second
from tests.endtoend.years_after import AFTER
from tests.endtoend.years_end import END
from tests.endtoend.years_first import FIRST_HALF
from tests.endtoend.years_plan import PLAN

SECOND_HALF = (
    second.august_copies_are_printed_and_handed_out,
    second.august_some_are_refused_some_read_at_the_desk_and_one_has_a_file,
    second.september_one_copy_is_lost_and_the_commissioner_told_in_time,
    second.october_most_come_back_and_the_rest_are_asked_for,
    second.october_a_member_leaves_and_another_takes_the_copy,
    requests.november_twenty_eight_ask_for_the_executive_summary,
    second.november_two_people_count_every_copy,
    requests.november_twelve_ask_under_the_law,
    second.november_the_trial_ends_and_the_review_is_completed_and_submitted,
    requests.december_the_law_is_answered_and_its_holds_stand_for_a_while,
    second.december_twelve_agencies_send_their_plans_and_the_summary_is_published,
    requests.december_all_who_wait_have_the_summary,
)
STAGES = (*FIRST_HALF, *SECOND_HALF, *PLAN, *END, *AFTER)
