"""What row-level security says of each table: where paths begin, what everybody sees, and which tables are open and why.

A table that leads to one of the roots by foreign keys needs no line here: it has its policy (`core.row_security`).
"""

from core.row_security import MINE, Declarations, Through
from inspections.choices import PUBLISHED_STATES, Source

_ENDED = ", ".join(f"'{state}'" for state in PUBLISHED_STATES)
_MY_SLUGS = f"SELECT slug FROM partnerships_partnership WHERE id = {MINE}"  # noqa: S608  (no value of anybody's)

DECLARATIONS = Declarations(
    partnership="partnerships.Partnership",
    otherwise={
        # By reference and not by key; what belongs to no partnership, such as a failed sign-in, is written by anybody.
        "audit.Entry": f"({{t}}.partnership_ref = '' OR {{t}}.partnership_ref IN ({_MY_SLUGS}))",
    },
    published={
        "inspections.Inspection": (
            f"({{t}}.published_on IS NOT NULL OR {{t}}.source = '{Source.NOTES}') AND {{t}}.state IN ({_ENDED})"
        ),
        "reports.Letter": Through("inspection"),
        "reports.LetterVersion": "{t}.published_at IS NOT NULL",
        "improvement.Plan": "{t}.published_on IS NOT NULL",
        "reports.EasyReadVersion": Through("version"),
        # Unseen, a withdrawn letter would look like one that stands.
        "reports.Withdrawal": Through("version"),
        "reports.Correction": "{t}.published_at IS NOT NULL",
        "improvement.PlanPublication": Through("plan"),
        "inspections.PublishedListing": "true",
    },
    answering={
        "surveys.Survey": "SELECT",
        "surveys.Answering": "ALL",
        "surveys.Receipt": "SELECT",
        "surveys.DayCount": "ALL",
        "surveys.Concern": "ALL",
    },
    open={
        # public, the same for everybody
        "partnerships.Partnership": "which areas there are is public",
        "partnerships.PartnershipSuccession": "which areas there were is public",
        "partnerships.Region": "public",
        "partnerships.LocalAuthority": "public",
        "partnerships.NhsBody": "public",
        "partnerships.NhsSuccession": "public",
        "partnerships.Commissioning": "public",
        "partnerships.StatisticalNeighbour": "published statistics",
        "partnerships.Indicator": "published statistics",
        "partnerships.IndicatorValue": "published statistics",
        "partnerships.LoadedFile": "of the published statistics",
        "inspections.AddedBankHoliday": "public",
        "reports.Passage": "only of published letters; its index for words would not be used behind a policy",
        # of a person and not of a partnership: asked by the person’s key
        "accounts": "a person may belong to several partnerships, and is found before it is known to which",
        "account": "addresses of people",
        "mfa": "second factors of people",
        "socialaccount": "which account of an organisation is tied to which person",
        "visits.FeedGeneration": "the number of a person’s calendar address",
        "coordination.DigestChoice": "a person’s choice of mails",
        "dashboard.SavedView": "a person’s view of the national page",
        "dashboard.WatchedArea": "belongs to the person who watches; which areas there are is public",
        "core.Submission": "keys of forms, so that none has two effects",
        # of the machinery
        "audit.Link": "hashes and numbers; written by a trigger alone",
        "audit.Redaction": "hashes and the reason why words were taken out",
        "core.Pulse": "when scheduler and canary last gave a sign",
        "core.OutboxRow": "written by every request, read by the worker only",
        "core.StoredFile": "a digest and a size; it is met through the row that names it, which has a policy",
        "auth": "not used",
        "contenttypes": "names of tables",
        "sessions": "found by its secret before anybody is known",
    },
)
