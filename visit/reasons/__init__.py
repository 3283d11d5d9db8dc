"""Why: reasons for and against, what is missing, what an answer leans on, and what follows from it."""
