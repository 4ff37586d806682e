"""What is recorded about the information request, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.request_item import REQUEST_ITEM

register({**verbs_of(REQUEST_ITEM)})
