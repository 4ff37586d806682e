"""What is recorded about meetings and the timetable, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.meeting import MEETING

register({**verbs_of(MEETING)})
