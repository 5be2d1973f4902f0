"""What happens at the Board from February to July, in the order in which it happens."""

from tests.endtoend import daily_requests as requests
from tests.endtoend import daily_summer as summer
from tests.endtoend.daily_desk import Board
from tests.endtoend.daily_spring import SPRING
from tests.endtoend.daily_winter import WINTER

SUMMER = (
    requests.a_request_for_information_comes_on_a_saturday_and_raises_a_hold,
    requests.somebody_asks_for_what_is_held_about_herself,
    summer.all_copies_of_one_person_are_recalled,
    summer.people_outside_ask_for_the_executive_summary_and_wait,
    requests.she_proves_who_she_is,
    requests.health_information_about_somebody_else_is_weighed_case_by_case,
    summer.publication_is_refused_until_every_step_is_on_record,
    summer.all_who_wait_are_answered_in_one_go_with_letters_and_files,
    summer.the_anonymised_report_is_submitted_and_received,
    summer.the_chair_is_told_before_an_agency_publishes_its_plan,
    requests.clarification_on_day_nineteen_starts_the_days_again_and_a_new_holiday_moves_them,
    requests.a_complex_subject_access_request_gets_two_months_more,
    summer.the_agency_publishes_and_the_next_board_hears_of_it,
    requests.section_36_extends_only_after_the_opinion_of_the_qualified_person,
    summer.the_report_was_before_the_board,
    requests.the_answer_withholds_passages_with_reasons_and_never_a_whole_kind,
    requests.a_review_of_the_answer_is_asked_for_and_a_complaint_follows,
    requests.the_subject_has_her_answer_in_time_and_a_hold_by_hand_stays,
    summer.at_the_end_one_copy_is_overdue_and_one_awaits_its_slip,
)
STAGES = (*WINTER, *SPRING, *SUMMER)


def live(board: Board) -> None:
    """Live through it all."""
    for stage in STAGES:
        stage(board)
