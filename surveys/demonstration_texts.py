"""Parts of sentences that the invented comments of the demonstration are put together from. Nobody wrote them, and they are about nobody.

A topic has columns of parts; a comment takes one part of each, and "-" stands for none.
"""

from __future__ import annotations

Topic = tuple[tuple[str, ...], ...]


def _topics(text: str) -> tuple[Topic, ...]:
    """Topics stand apart by a line of "====", columns by one of "--", parts by "|"."""
    return tuple(
        tuple(tuple(" ".join(part.split()) for part in column.split("|")) for column in topic.split("\n--\n"))
        for topic in text.strip().split("\n====\n")
    )


CHANGE_PARENTS = _topics(
    """
My son | My daughter | Our child | My eldest | My youngest | Our grandson | My foster child
--
has waited fourteen months for | has waited over two years for | is still waiting for | was referred twice for
--
an autism assessment. | an ADHD assessment. | an appointment with the paediatrician. | the neurodevelopmental team.
--
Nobody tells us where we are on the list. | Every letter says the wait has grown. | We ring each month and hear the same. | -
--
School will not do more until there is a diagnosis. | In the meantime school copes as it can. | A date would help us more
than another leaflet. | -
====
The plan was issued | The EHC plan came | Our draft plan arrived | The annual review was written up
--
thirty weeks late | half a year late | after three complaints | two days before the deadline
--
and still describes a child of five. | and health advice is missing from it. | with pieces copied from somebody else’s plan.
| and section F could mean anything.
--
Please write plans that say who does what. | Reviews should change the plan. | We had to correct it line by line. | Social
care wrote one sentence. | -
====
Speech therapy | Occupational therapy | The sensory assessment | Physiotherapy
--
stopped when | was cut to a programme for school when | has not come back since | is in the plan but ended when
--
the therapist left. | we moved to secondary school. | the contract changed. | the block of six sessions was over.
--
Nobody has replaced it. | A teaching assistant does it from a sheet. | We pay for it ourselves now. | School chases the
service every half term. | -
====
There is no place | We were offered no place | Our children need a place | There are not enough places
--
in a special school nearer than an hour away, | for an able child who is anxious, | between mainstream and special school, |
after Year 11,
--
so the taxi leaves at ten to seven. | so she has been at home since January. | and the tribunal took eleven months. | and
nobody plans ahead for it.
--
Open more resource bases. | It was known for years that these children were coming. | A part-time timetable is not an
education. | -
====
Transport | The school taxi | The bus escort | The travel team
--
changes every few weeks | was refused in August | arrives late three days of five | was cancelled by text message
--
and each new driver means a week of upset. | and we lose an hour of school. | so one of us gave up work. | with no reason
given.
--
Tell us who is coming. | Please keep the same people. | An appeal took until October. | -
====
Mental health support | The anxiety service | The children’s mental health team | Counselling at school
--
turned us down because | closed the case since | would not see my child because | ended after four calls since
--
it was “part of autism”. | things were “not severe enough”. | there was no diagnosis. | we missed one appointment.
--
We are passed from one list to another. | School was told to refer again. | By then my child had stopped going to school. | -
====
I have told our story | We have explained everything | I have sent the same reports | We fill in the same form
--
to nine people this year. | to every service separately. | each time a caseworker leaves. | for school, for health and for
the council.
--
They do not read each other’s notes. | Nobody is in charge of the whole. | One plan and one person would change everything. |
The council and the NHS each say the other decides. | -
====
Preparing for adulthood | Moving to college | Turning eighteen | The move to adult services
--
was first mentioned | was talked about | came up | was planned
--
six months before it happened. | in one meeting in Year 13. | after we asked four times. | without my child in the room.
--
There is no list of what there is. | Health support simply ended. | We would like a supported internship nearby. | Nobody
asked what work my child would like. | -
====
Short breaks | Holiday clubs | Swimming and clubs | Respite
--
exist on paper only: | are full by the first morning: | are at the other end of the county: | end at eleven years old:
--
we have used none since spring. | siblings never get a day with us. | there is nobody trained in feeding. | there is nothing
for a child who needs one to one.
--
A day a month would keep us going. | Ask families what would be used. | -
"""
)
BEST_PARENTS = _topics(
    """
The SENCO | The class teacher | The teaching assistant | The head of the resource base | Our keyworker
--
answers within a day | knows my child better than any report | rings before things go wrong | asks what works at home
--
and the whole school follows. | and has never made us feel a nuisance. | and it shows: mornings are calm now. | and tells the
next teacher too.
--
- | I wish every school were like it. | It depends on this one person.
====
The special school | The nursery | Our village primary | The college | The specialist unit
--
took time to get to know us. | changed our life. | has small classes and patient staff. | sees what children can do, not what
they cannot.
--
Reading came within a year. | There are friends and birthday parties now. | Therapists are in the building. | He goes in
smiling. | -
====
The parent carer forum | The advice and support service | The autism charity | The Portage worker | Early help
--
listened | explained our rights in plain words | came to meetings with us | put us in touch with other families
--
when nobody else did. | and followed it up. | and stayed until it was settled. | free of charge, twice.
--
- | More people should know of it.
====
The community nurse | The speech therapist | The school nurse | The paediatrician | The health visitor
--
is patient and clear. | writes reports that can be used. | trained the whole class team. | noticed early that something was
different.
--
We see her every term. | It is a pity that the service is so small. | She speaks to school directly. | -
"""
)
CHANGE_CHILDREN = _topics(
    """
Make | I want | Please make | I would like
--
lessons quieter. | the corridors less busy. | a room where I can calm down. | more breaks in the day. | the lights less
bright.
--
It is too loud. | I get a headache. | Then I can learn. | -
====
I wait | We wait | It takes
--
so long for help. | ages for the speech lady. | too long to see anybody. | a very long time for the doctor.
--
I forget what I wanted to say. | They keep changing who comes. | Nobody says when. | -
====
Adults should | Teachers could | Grown-ups need to | People must
--
ask me first. | listen until I have finished. | say sorry when they get it wrong. | use fewer words. | learn how I talk with
my tablet.
--
I know what helps. | It is my plan. | Not just ask my mum. | -
====
I want a club | There should be a club | I would go to a club
--
for gaming | for football | for art | for trains | for cooking
--
near my house. | with people like me. | after school. | where my helper can come.
====
I do not know | Nobody told me | I worry about
--
what comes after school. | which college I go to. | how to get a job. | going on the bus alone.
--
Show me before I go. | I want to visit. | Talk to me about it. | -
"""
)
BEST_CHILDREN = _topics(
    """
My teaching assistant | My teacher | The nurse | My keyworker | The speech lady
--
is kind | makes me laugh | explains things slowly | gives me time | knows when I am tired
--
and I can tell her things. | and helps me with maths. | every day. | so I like school.
====
I like | The best thing is | I love | It helps to have
--
my friends | the garden | the sensory room | swimming | forest school | my laptop
--
at school. | because it is calm. | on Fridays. | when it gets too much.
"""
)
CHANGE_PRACTITIONERS = _topics(
    """
Health advice | Social care advice | Educational psychology advice | Therapy reports
--
comes late | comes without outcomes | is asked for late | arrives after the draft plan
--
because posts are vacant. | since the form has no deadline on it. | as the systems do not talk to each other. | because one
inbox serves four teams.
--
A shared tracker would help. | We need named contacts. | Quality suffers when everything is late. | -
====
We do not know | Settings do not know | New staff do not know | General practitioners do not know
--
who decides on | how to reach | the pathway for | the threshold of
--
joint funding. | the continence service. | children out of school. | the neurodevelopmental pathway. | the preparing for
adulthood team.
--
The local offer is out of date. | Training was promised last year. | We learn it from colleagues. | -
====
Data | The needs assessment | The dashboard | The joint strategy
--
is collected well but | exists, although | is shared with leaders, yet | was agreed, however
--
nobody on the front line sees it. | health and education count different children. | commissioning does not follow it. | it
does not cover those over nineteen.
--
Leaders should tell us what they learn from it. | We would like to see the effect of our work. | -
====
Staff turnover | Short contracts | Vacant caseworker posts | Waiting lists
--
mean that | have the effect that | are the reason why
--
families start again every term. | reviews are written by people who never met the child. | nobody holds the whole picture. |
early help comes too late.
--
Keep people by giving them smaller caseloads. | A workforce plan across the partnership is missing. | -
"""
)
BEST_PRACTITIONERS = _topics(
    """
Relationships between | The weekly meeting of | Co-production with | Training shared by
--
schools and therapists | early years and health visiting | the forum and the council | the area SENCOs and the inclusion team
--
are strong and honest. | has shortened decisions. | makes a real difference. | is the best I have known in twenty years.
--
- | It should be copied elsewhere. | It rests on good will, not on structure.
====
The designated clinical officer | The virtual school | The early years team | The outreach service
--
is easy to reach | gives clear advice | visits when asked | challenges us kindly
--
and follows through. | and families notice. | within the week. | and shares what works.
"""
)

OTHER_LANGUAGES: dict[str, tuple[tuple[str, ...], ...]] = {
    "pl": (
        ("Czekamy na diagnozę", "Syn czeka na logopedę", "Córka czeka na miejsce w szkole"),
        ("już półtora roku.", "od dwóch lat.", "i nikt nie dzwoni."),
        ("Prosimy o listy po polsku.", "Szkoła bardzo się stara.", "Nauczycielka jest wspaniała."),
    ),
    "ur": (
        ("ہم بہت عرصے سے انتظار کر رہے ہیں۔", "اسکول اچھا ہے۔", "استانی بہت مدد کرتی ہیں۔"),
        ("خط اردو میں ہونے چاہئیں۔", "ہمیں بتایا نہیں جاتا کہ کب ملاقات ہوگی۔", "شکریہ۔"),
    ),
    "ar": (
        ("ننتظر الموعد منذ عام.", "المدرسة تساعد ابني كثيرا.", "نحتاج إلى مترجم في الاجتماعات."),
        ("شكرا للمعلمة.", "نريد معلومات بالعربية."),
    ),
    "uk": (
        ("Ми чекаємо на логопеда вже рік.", "Школа дуже допомагає.", "Нам потрібен перекладач."),
        ("Дякуємо вчительці.", "Хотілося б більше інформації."),
    ),
}

# One question’s text each, kept back for the duty reader: (audience, question, text).
WORRYING: tuple[tuple[str, str, str], ...] = (
    ("parents", "change", "On the taxi my son was hit by another passenger twice. We told the travel team and nothing was done."),
    ("parents", "change", "She has begun to self-harm since she was moved to a part-time timetable. We are still on the list."),
    ("children", "change", "A man at the respite house shouts and I am scared of going there."),
    ("practitioners", "change", "Two pupils told staff about restraint at a former setting. I do not know who followed it up."),
)  # fmt: skip

POOLS: dict[tuple[str, str], tuple[Topic, ...]] = {
    ("parents", "change"): CHANGE_PARENTS,
    ("parents", "best"): BEST_PARENTS,
    ("children", "change"): CHANGE_CHILDREN,
    ("children", "best"): BEST_CHILDREN,
    ("practitioners", "change"): CHANGE_PRACTITIONERS,
    ("practitioners", "best"): BEST_PRACTITIONERS,
}
