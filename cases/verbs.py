"""What is recorded about tracked cases, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.tracked_case import TRACKED_CASE

register({**verbs_of(TRACKED_CASE)})
