"""What the rules are taken from. Each number in a framework cites one or more of these by key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rulebook.frameworks.base import Citation

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "S0": "CQC presentation to parent carer forums, 28 November 2017",
        "S1": "“Area SEND inspection: what to expect”, Southampton presentation, spring 2024",
        "S2": "“Learning from SEND inspections”, ADCS presentation, 4 July 2019",
        "S3": "Blog on the new local area SEND inspections, 5 April 2016",
        "P1": "Area SEND inspections: framework and handbook, GOV.UK, 6 June 2025",
        "P2": "Area SEND framework and handbook: summary of changes, GOV.UK, 6 June and 7 July 2025",
        "P3": "Update history of the area SEND framework and handbook, GOV.UK, 2022 to 2025",
        "P7": "Children Act 2004 (Joint Area Reviews) Regulations 2015, SI 2015/1792",
        "P8": "Published area SEND inspection reports, 2023 to 2026",
        "P9": "Data to Insight, list of area SEND inspection outcomes, 29 June 2026",
        "P10": "Ofsted official statistics, area SEND inspections, May 2016 to August 2022",
        "P12": "nasen and IPSEA on the programme of revisits, 9 November 2018",
        "P13": "Dorset Parent Carer Council on the revisit of February 2019",
        "P14": "Letter to Haringey parents on publication of the letter, September 2021",
        "P15": "Isle of Wight inspection letter, 3 December 2019",
        "P17": "South Gloucestershire Parents and Carers on tracking meetings and outcomes, 2025",
        "P18": "East Sussex Parent Carer Forum on the inspection of 2024",
        "P19": "Contact, handbook for parent carer forums",
        "P20": "Herts Parent Carer Involvement and local press on the monitoring inspection of October 2025",
        "P21": "Lancashire County Council, area SEND inspection and priority action plan, 2025",
        "P22": "Bury Council, SEND improvement journey and stocktakes, 2024",
        "P23": "Oldham improvement notice, November 2023",
        "P24": "Written answer 6435, 27 May 2021",
        "P26": "Cheshire East and Hackney councils and their parent carer forums on inspections and revisits",
        "P28": "Ofsted survey pages for the thematic visits of 2025",
        "P29": "Ofsted policy on deferring, pausing and gathering additional evidence, 2024 and 2025",
        "P30": "Council committee papers: Darlington, Bracknell Forest, Thurrock, Slough, Southend and others",
        "P31": "Council and forum guides to local area SEND inspections: Essex, Devon, Durham and others",
        "P33": "Special Needs Jungle on local area SEND inspections and written statements of action",
        "P36": "Children and Young People Now and others on the Surrey revisit, 2019",
        "P37": "Third-party guide to area SEND inspections (not official)",
        "P40": "Solicitors’ notes on Ofsted’s complaints procedure since April 2024",
        "P47": "Written answers 92647 and 15834 on area SEND inspections",
    }
)


def cite(*keys: str) -> Citation:
    """A citation of one or more sources by key. Raises KeyError for a key that is not listed above."""
    return Citation(", ".join(keys), "; ".join(SOURCES[key] for key in keys))


NO_SOURCE = Citation("", "No source found: our working assumption")
