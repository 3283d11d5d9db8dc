"""A new case, question by question: what is asked when, which answers are taken, and the commented file that comes of it.

    interview = Interview(Setting(today))
    while (question := interview.question()) is not None:
        interview = interview.answer(text)          an empty text leaves the fact unknown
    case_file(interview.document())

`fields` knows every field of a case file and its words, `asked` what a question is, `answers` which answers are taken (`dates`: how
a day may be written; `choosing`: which choice a word means), `heard` which words of an answer are not understood, `understood`
how an answer was read,
`own` what a guideline adds, `state` the answers so far, `script` which question follows from them, `questions` how it is put,
`case_document` the document they make, and `writing` the file with the questions that are not yet answered; `dialogue` asks and
takes the answers. Leaves terminals, pipes, files and the clock to the command.
An interview is frozen: an answer gives the next one, `back` the one before.
"""

from __future__ import annotations

from visit.interview.answers import is_yes
from visit.interview.asked import PROVISIONS, Question, Taken
from visit.interview.choosing import found_by
from visit.interview.dialogue import Interview
from visit.interview.fields import CodeChoice, example_of
from visit.interview.own import Own
from visit.interview.state import Offered, Setting
from visit.interview.understood import doubted, read_as
from visit.interview.writing import case_file

__all__ = [
    "PROVISIONS",
    "CodeChoice",
    "Interview",
    "Offered",
    "Own",
    "Question",
    "Setting",
    "Taken",
    "case_file",
    "doubted",
    "example_of",
    "found_by",
    "is_yes",
    "read_as",
]
