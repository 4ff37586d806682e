"""The life of a letter or report, from the first draft to publication. Nothing here is public until it is published."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, in_order, needs

HAS_TEXT = needs("has_text", "Nothing has been written yet.")
OUTCOME = needs("outcome", "Record the outcome of the inspection first.")
REVIEWED = forbids("must_answer_open", "Settle every comment marked “must be answered” first.")
ANSWERED = needs("comments_answered", "Answer every comment first.")

LETTER = Lifecycle(
    name="letter",
    initial="not_started",
    states={
        "not_started": "Not started",
        "drafting": "Drafting",
        "team_review": "With the inspection team",
        "qa": "In quality assurance",
        "draft_to_area": "Draft with the area",
        "comments_in": "Comments in",
        "revised": "Revised",
        "final_qa": "In final quality assurance",
        "signed_off": "Signed off",
        "issued": "Issued to the area",
        "complaint_hold": "Held for a complaint",
        "published": "Published",
        "withdrawn": "Withdrawn",
    },
    moves=(
        Move(
            "start",
            "Start drafting",
            frozenset({"not_started"}),
            "drafting",
            "letter.edit",
            (needs("feedback_on", "Hold the final feedback meeting before the draft is begun."),),
        ),
        Move("send_to_team", "Send to the team", frozenset({"drafting"}), "team_review", "letter.edit", (HAS_TEXT,)),
        Move(
            "send_to_qa",
            "Send to quality assurance",
            frozenset({"team_review"}),
            "qa",
            "letter.edit",
            (HAS_TEXT,),
        ),
        Move(
            "return_to_drafting",
            "Return to drafting",
            frozenset({"team_review", "qa"}),
            "drafting",
            "letter.review",
            needs_reason=True,
        ),
        Move(
            "send_to_area",
            "Send the draft to the area",
            frozenset({"qa"}),
            "draft_to_area",
            "letter.review",
            (OUTCOME, needs("feedback_on", "Hold the final feedback meeting before the draft is sent."), REVIEWED),
        ),
        Move(
            "record_comments",
            "Record the area’s comments",
            frozenset({"draft_to_area"}),
            "comments_in",
            "letter.edit",
            (
                needs(
                    "comments_settled",
                    "The area has not submitted its comments and its time is not over. Wait for them, or close the check.",
                ),
            ),
        ),
        Move(
            "revise",
            "Finish the revision",
            frozenset({"comments_in"}),
            "revised",
            "letter.edit",
            (ANSWERED,),
        ),
        Move("send_to_final_qa", "Send to final quality assurance", frozenset({"revised"}), "final_qa", "letter.edit"),
        Move(
            "return_to_revision",
            "Return for revision",
            frozenset({"final_qa"}),
            "revised",
            "letter.review",
            needs_reason=True,
        ),
        Move(
            "sign_off",
            "Sign off",
            frozenset({"final_qa"}),
            "signed_off",
            "letter.review",
            (
                HAS_TEXT,
                OUTCOME,
                needs("all_judged", "Record a result for every area of significant weakness first."),
                ANSWERED,
                REVIEWED,
            ),
        ),
        Move(
            "issue",
            "Issue to the area",
            frozenset({"signed_off"}),
            "issued",
            "letter.review",
            (
                needs("frozen", "No version has been frozen yet."),
                in_order("onsite_end_on", "letter_on", "The letter cannot be dated before the inspection ends."),
            ),
        ),
        Move(
            "hold",
            "Hold for a complaint",
            frozenset({"issued"}),
            "complaint_hold",
            "letter.review",
            (needs("complaint_open", "Record the complaint first."),),
            needs_reason=True,
        ),
        Move(
            "answer_complaint",
            "Record that the complaint is answered",
            frozenset({"complaint_hold"}),
            "issued",
            "letter.review",
            (forbids("complaint_open", "Record the answer to the complaint first."),),
            needs_reason=True,
        ),
        Move(
            "publish",
            "Publish",
            frozenset({"issued"}),
            "published",
            "letter.publish",
            (
                forbids("complaint_open", "A formal complaint is still to be answered."),
                needs("rendered", "The PDF of the letter is still being made. Try again in a minute."),
                needs("received_on", "Record the date the area received the final report first."),
                needs("published_on", "Enter the date of publication."),
                in_order(
                    "onsite_end_on", "received_on", "The final report cannot be received before the inspection ends."
                ),
                in_order(
                    "received_on", "published_on", "The letter cannot be published before the area has received it."
                ),
            ),
        ),
        Move(
            "supersede",
            "Publish the corrected version",
            frozenset({"published", "withdrawn"}),
            "published",
            "letter.publish",
            (
                needs("correction_ready", "Finish the corrected version first."),
                needs("rendered", "The PDF of the letter is still being made. Try again in a minute."),
            ),
            needs_reason=True,
        ),
        Move(
            "withdraw",
            "Withdraw what is published",
            frozenset({"published"}),
            "withdrawn",
            "letter.publish",
            needs_reason=True,
        ),
    ),
)
