"""What is recorded about the information request, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.request_item import REQUEST_ITEM

ISSUED = "request.issued"
ITEM_GIVEN = "request_item.given"
ITEM_DATED = "request_item.dated"
FILE_GIVEN = "request_file.given"
FILE_WITHDRAWN = "request_file.withdrawn"
FILE_OPENED = "request_file.opened"
LIST_CHECKED = "request_list.checked"
LIST_COPIED = "request_list.copied"
REMINDED = "request.reminded"

register(
    {
        ISSUED: "Information request issued",
        ITEM_GIVEN: "Item of the information request given to its owner",
        ITEM_DATED: "Due date of an item changed",
        FILE_GIVEN: "File given for the information request",
        FILE_WITHDRAWN: "File withdrawn from the information request",
        FILE_OPENED: "Person-level list opened",
        LIST_CHECKED: "Person-level list checked",
        LIST_COPIED: "Marked copy of a refused list downloaded",
        REMINDED: "Owners reminded of items of the information request",
        **verbs_of(REQUEST_ITEM),
    }
)
