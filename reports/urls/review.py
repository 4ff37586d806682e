"""Team review and quality assurance of a letter."""

from django.urls import path

from reports.urls.drafting import LETTER
from reports.views import review, review_comments

REVIEW = f"{LETTER}review/"
COMMENT = f"{REVIEW}comments/<int:pk>/"

patterns = [
    path(REVIEW, review.ReviewDetail.as_view(), name="review-detail"),
    path(f"{REVIEW}reviewers/add/", review.AskReviewer.as_view(), name="review-ask"),
    path(f"{REVIEW}reviewers/<int:pk>/withdraw/", review.WithdrawReviewer.as_view(), name="review-withdraw"),
    path(f"{REVIEW}verdict/", review.GiveVerdict.as_view(), name="review-verdict"),
    path(f"{REVIEW}sections/<slug:code>/", review.ReviewSection.as_view(), name="review-section"),
    path(COMMENT, review_comments.CommentDetail.as_view(), name="review-comment"),
    path(f"{COMMENT}resolve/", review_comments.Resolve.as_view(), name="review-resolve"),
    path(f"{COMMENT}accept/", review_comments.Accept.as_view(), name="review-accept"),
    path(f"{COMMENT}reject/", review_comments.Reject.as_view(), name="review-reject"),
    path(f"{REVIEW}other-letters/", review.OtherLetters.as_view(), name="review-alike"),
]
